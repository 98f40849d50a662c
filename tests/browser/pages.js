// Every page, once: where it is, who sees it, and what brings it about. A page that another page links to and that
// is missing here fails a test.
import { fixture } from "./candor.js";
import { preview } from "./world.js";

const NOWHERE = "00000000-0000-4000-8000-000000000000";

/** Sends the page's form as it stands. */
const send = (selector = "main form button.primary") => (page) => page.click(selector);

/** Empties fields, then sends the form. */
const without = (...fields) => async (page) => {
  for (const field of fields) await page.fill(`[name=${field}]`, "");
  await page.click("main form :is(button.primary, button.danger)");
};

/** Chooses a score, sends the answer, and says how that was received. */
async function answer(page) {
  await page.check("[name=score][value='9']", { force: true });
  await page.fill("[name=why]", "The people. И ещё тишина по пятницам.");
  const received = page.waitForResponse((response) => response.request().method() === "POST");
  await page.click("main button.primary");
  return (await received).status();
}

/**
 * name: what the page is; its screenshots are called so.
 * at: its path, or what finds it in the world.
 * by: "admin" unless it is for "anyone".
 * in: the "demo" unless it is a company "started" today, one "untouched", one that gave its wave up ("forsaken"), or the
 *     demo as a "manager" sees it.
 * act: what is done on it before it is looked at.
 * unfolded: whether all that can be opened on it is open.
 * status: of the page that is looked at, 200 if nothing is said.
 */
export const PAGES = [
  { name: "sign in", at: "/sign-in", by: "anyone" },
  { name: "sign in refused", at: "/sign-in", by: "anyone", act: send(), status: 422 },
  { name: "first run", at: "/first-run", by: "anyone", in: "untouched" },
  { name: "first run with mistakes", at: "/first-run", by: "anyone", in: "untouched", act: send(), status: 422 },
  { name: "no such page, signed out", at: "/nothing-here", by: "anyone", status: 404 },

  { name: "home", at: "/" },
  { name: "home on the first day", at: "/", in: "started" },
  { name: "no such page", at: "/nothing-here", status: 404 },

  { name: "people", at: "/people" },
  { name: "people found", at: "/people?q=an" },
  { name: "people not found", at: "/people?q=qqqqqq" },
  { name: "people who left", at: "/people?status=left" },
  { name: "people whose mail came back", at: "/people?status=bounced" },
  { name: "people, none yet", at: "/people", in: "started" },
  { name: "person", at: (world) => world.person },
  { name: "person with mistakes", at: (world) => world.person, act: without("full_name", "email"), status: 422 },
  { name: "person whose mail came back", at: (world) => world.bounced },
  { name: "person to add", at: "/people/new" },
  { name: "person to add, with mistakes", at: "/people/new", act: send(), status: 422 },
  { name: "people to move", at: (world) => `/people/move?${world.people}` },
  { name: "people to move, confirmed", at: (world) => `/people/move?${world.people}`, act: send() },
  { name: "people to mark as left", at: (world) => `/people/leave?${world.people}` },
  { name: "departments", at: "/people/departments" },
  { name: "department", at: (world) => world.department },
  { name: "department to add", at: "/people/departments/new" },
  { name: "department to add, with mistakes", at: "/people/departments/new", act: send(), status: 422 },
  { name: "department to rename", at: (world) => `${world.department}/name` },
  { name: "department to move", at: (world) => `${world.department}/parent` },
  { name: "department to merge", at: (world) => `${world.department}/merge` },
  { name: "department to merge, confirmed", at: (world) => `${world.department}/merge`, act: send() },
  { name: "department to remove", at: (world) => `${world.department}/remove` },
  { name: "departments, none yet", at: "/people/departments", in: "started" },
  { name: "import", at: "/people/import" },
  {
    name: "import refused",
    at: "/people/import",
    act: async (page) => {
      await page.setInputFiles("[name=file]", fixture("messy/not-a-csv.csv"));
      await page.click("main form button.primary");
    },
    status: 422,
  },
  { name: "import that asks for the encoding", at: (_, page) => preview(page, "invalid-utf8.csv") },
  { name: "import that asks for the columns", at: (_, page) => preview(page, "missing-column.csv") },
  { name: "import preview that stops", at: (_, page) => preview(page, "invalid-emails.csv") },
  { name: "import preview, first", at: (_, page) => preview(page, "reordered-extra-columns.csv"), in: "started" },
  { name: "import preview, first, with problems", at: (_, page) => preview(page, "invalid-emails.csv"), in: "started" },

  { name: "waves", at: "/waves" },
  { name: "waves, none yet", at: "/waves", in: "started" },
  { name: "wave form", at: "/waves/new" },
  { name: "wave form on the first day", at: "/waves/new", in: "started" },
  { name: "wave form with mistakes", at: "/waves/new", act: without("title", "opens"), status: 422 },
  { name: "wave form of a draft", at: (world) => `${world.draft}/edit` },
  { name: "wave form, its mails", at: (world) => `${world.draft}/edit?open=en` },
  { name: "wave, draft", at: (world) => world.draft },
  { name: "wave, scheduled", at: (world) => world.scheduled },
  { name: "wave, open", at: (world) => world.opened },
  { name: "wave, closed", at: (world) => world.closed },
  { name: "wave, called off", at: (world) => world.cancelled },
  { name: "wave, given up", at: (world) => world.forsaken, in: "forsaken" },
  { name: "wave to schedule", at: (world) => `${world.draft}/schedule` },
  // Its people are in the open wave.
  { name: "wave that cannot be launched", at: (world) => `${world.scheduled}/launch`, status: 409 },
  { name: "wave to close", at: (world) => `${world.opened}/close` },
  { name: "wave to close, with mistakes", at: (world) => `${world.opened}/close`, act: without("at"), status: 422 },
  { name: "invitations not delivered", at: (world) => `${world.opened}/undelivered` },
  { name: "address to correct", at: (world) => world.address },
  { name: "address to correct, with mistakes", at: (world) => world.address, act: without("email"), status: 422 },
  { name: "mail to call off, none left", at: (world) => `${world.opened}/sending/cancel`, status: 409 },
  { name: "wave to call off", at: (world) => `${world.opened}/cancel` },
  { name: "wave's note", at: (world) => `${world.closed}/note` },
  {
    name: "wave's note, too long",
    at: (world) => `${world.opened}/note`,
    act: async (page) => {
      await page.fill("[name=note]", "A long story. ".repeat(40));
      await page.click("main form button.primary");
    },
    status: 422,
  },
  { name: "wave preview", at: (world) => `${world.opened}/preview` },
  { name: "wave preview of the answer page", at: (world, page, language) => `${world.opened}/preview/answer/${language}` },

  { name: "reports", at: "/reports" },
  { name: "reports, none yet", at: "/reports", in: "started" },
  { name: "report", at: (world) => world.report },
  { name: "report, all of it", at: (world) => world.report, unfolded: true },
  { name: "report's groups by score", at: (world) => `${world.report}?sort=score` },
  { name: "report's departments", at: (world) => `${world.report}?levels=top` },
  { name: "report's groups over time", at: (world) => `${world.report}/heatmap` },
  { name: "report's method", at: (world) => `${world.report}/method` },
  { name: "waves to compare", at: "/reports/compare" },
  { name: "waves to compare, none yet", at: "/reports/compare", in: "started" },
  { name: "waves compared", at: (world) => `/reports/compare?${world.compared}` },
  { name: "report of a wave that was given up", at: (world) => world.forsaken.replace("waves", "reports"), in: "forsaken" },
  { name: "comments", at: (world) => world.comments },
  {
    name: "comment to black out",
    at: async (world, page) => {
      await page.goto(world.comments);
      return page.getAttribute("main a[href*='/comments/']", "href");
    },
  },
  { name: "comments found", at: (world) => `${world.comments}?q=an` },
  { name: "actions", at: (world) => `${world.report}/actions` },
  { name: "actions with mistakes", at: (world) => `${world.report}/actions`, act: send(), status: 422 },
  { name: "action", at: (world) => world.action },
  { name: "action with mistakes", at: (world) => world.action, act: without("what"), status: 422 },
  { name: "results to tell everyone", at: (world) => `${world.report}/tell` },
  { name: "links to a report", at: (world) => `${world.report}/links` },
  { name: "themes of comments", at: "/settings/themes" },
  { name: "benchmarks", at: "/settings/benchmarks" },
  { name: "managers", at: "/settings/managers" },
  { name: "managers with mistakes", at: "/settings/managers", act: send(), status: 422 },
  { name: "manager's invitation", at: (world) => world.welcomes[0], by: "anyone" },
  { name: "manager's invitation with mistakes", at: (world) => world.welcomes[0], by: "anyone", act: send(), status: 422 },
  { name: "manager's reports", at: "/team", in: "manager" },
  { name: "manager's report", at: (world) => world.report.replace("reports", "team"), in: "manager" },
  { name: "manager's comments", at: (world) => world.comments.replace("reports", "team"), in: "manager" },
  { name: "report behind a link", at: (world) => world.shared, by: "anyone" },

  { name: "settings", at: "/settings" },
  { name: "settings on the first day", at: "/settings", in: "started" },
  { name: "settings with mistakes", at: "/settings", act: without("company", "contact", "threshold"), status: 422 },
  { name: "working time", at: "/settings/working-time" },
  { name: "working time with mistakes", at: "/settings/working-time", act: without("from", "quiet_hours"), status: 422 },
  { name: "privacy notice, the company's words", at: "/settings/notice" },
  { name: "privacy notice, the company's words missing", at: "/settings/notice", in: "started" },
  {
    name: "privacy notice, the ready text not filled in",
    at: "/settings/notice",
    in: "started",
    act: async (page) => {
      await page.click("main form button[name=lang]:not([formaction])");
      await page.click("main form button.primary");
    },
    status: 422,
  },
  { name: "audit log", at: "/settings/audit" },
  { name: "account", at: "/account" },
  { name: "account with mistakes", at: "/account", act: without("name"), status: 422 },
  { name: "captured mail", at: "/captured-mail" },
  { name: "captured mail, none found", at: "/captured-mail?to=qqqqqq" },
  { name: "captured letter", at: (world) => world.mail },
  { name: "demonstration to begin again", at: "/demo/again" },

  { name: "privacy notice", at: "/privacy", by: "anyone" },
  { name: "privacy notice, all of it", at: "/privacy", by: "anyone", unfolded: true },
  { name: "privacy notice without the company's words", at: "/privacy", by: "anyone", in: "untouched" },

  { name: "answer", at: (world) => world.answers[0], by: "anyone" },
  {
    name: "answer with mistakes",
    at: (world) => world.answers[0],
    by: "anyone",
    act: async (page) => {
      // As a browser without the form's own checks sends it.
      await page.$eval("main form", (form) => Object.assign(form, { noValidate: true }));
      await page.click("main button.primary");
    },
    status: 422,
  },
  {
    name: "answer sent",
    at: (world) => world.answers.at(-1),
    by: "anyone",
    act: async (page, world) => {
      // Some of the invented people have answered already.
      while ((await answer(page)) !== 200) await page.goto(world.answers.pop());
    },
  },
  {
    name: "answer sent twice",
    at: (world) => world.answers[0],
    by: "anyone",
    act: async (page) => {
      const again = page.url();
      await answer(page);
      await page.goto(again);
      await answer(page);
    },
    status: 409,
  },
  { name: "answer too early", at: (world) => `/a${world.scheduled.slice("/waves".length)}/early`, by: "anyone", status: 409 },
  { name: "answer too late", at: (world) => `/a${world.closed.slice("/waves".length)}/late`, by: "anyone", status: 410 },
  { name: "answer to a wave that was called off", at: (world) => `/a${world.cancelled.slice("/waves".length)}/off`, by: "anyone", status: 410 },
  { name: "answer by an unknown link", at: `/a/${NOWHERE}/unknown`, by: "anyone", status: 404 },
];

/** What pages link to and is no page: files, and letters as they arrive. */
export const NO_PAGES = [/\.(csv|json|pdf|png|svg|xlsx)$/, /^\/privacy\/threat-model$/, /^\/captured-mail\/\d+\/html$/];
