// Every page in both languages, at every width, light and dark.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it, test } from "node:test";

import { HEIGHT, NARROWEST, WIDTHS, launch, open, speak } from "./browser.js";
import { axe, frame, none, nu, overflow, shifts, squeezed } from "./checks.js";
import { NO_PAGES, PAGES } from "./pages.js";
import { SHOTS, shoot, writeIndex } from "./shots.js";
import { World } from "./world.js";

const LANGUAGES = { en: "English", ru: "Russian" };
const SCHEMES = ["light", "dark"];
/** What axe looks for: a phone's layout can change anything, another scheme only colours; a tablet has one of the layouts. */
const LOOKS = {
  "1280 light": (page) => axe(page),
  "1280 dark": (page) => axe(page, { onlyColours: true }),
  "360 light": (page) => axe(page),
};
/** Pages that are looked at side by side. */
const AT_ONCE = 2;

let browser, world, sources;
/** Shapes of addresses that were looked at, and of those that pages link to, with the page. */
const seen = new Set();
const linked = new Map();

before(async () => {
  await rm(SHOTS, { recursive: true, force: true });
  await mkdir(SHOTS, { recursive: true });
  sources = await mkdtemp(path.join(tmpdir(), "candor-pages-"));
  browser = await launch();
  world = await World.make(browser);
});

after(async () => {
  await writeIndex(PAGES.map((page) => page.name), Object.keys(LANGUAGES), WIDTHS, SCHEMES);
  await Promise.all([browser?.close(), world?.stop(), rm(sources, { recursive: true, force: true })]);
  console.log(`Pictures of all pages: ${path.join(SHOTS, "index.html")}`);
});

for (const [language, name] of Object.entries(LANGUAGES)) {
  describe(`in ${name}`, { concurrency: AT_ONCE }, () => {
    before(async () => {
      for (const place of Object.values(world.places).filter(({ state }) => state)) {
        const { context, page } = await open(browser, place.origin, { storageState: place.state });
        await page.goto("/account");
        await speak(page, language);
        await context.close();
      }
    });
    for (const entry of PAGES) {
      it(`“${entry.name}” is accessible, quiet and fits every width, light and dark`, () => look(entry, language));
    }
  });
}

/** Opens a page, does what brings it about, and looks at it from all sides. */
async function look(entry, language) {
  const { origin, state } = world.places[entry.in ?? "demo"];
  const who = { origin, storageState: entry.by === "anyone" ? undefined : state, locale: language };
  await withPage(who, async (page, complaints) => {
    const at = typeof entry.at === "function" ? await entry.at(world, page, language) : entry.at;
    const { status, html } = await arrive(page, at, entry.act && (() => entry.act(page, world)));
    assert.equal(status, entry.status ?? 200, `${page.url()} ${await page.title()}`);
    await writeFile(path.join(sources, `${entry.name} ${language}.html`), html);
    // What is unfolded here moves the rest, and so it should.
    const moved = await shifts(page);
    if (entry.unfolded) await page.$$eval("details", (all) => all.forEach((details) => Object.assign(details, { open: true })));
    await remember(page, entry.name);
    const wrong = [...(await frame(page, language)), ...moved, ...(await fromAllSides(page, entry.name, language))];
    none([...wrong, ...complaints]);
  });
}

/** Tabs that are free, by who looks at what in them: opening one anew costs as much as a page. */
const free = new Map();

/** Lends a tab with nothing on it and nothing said about it. */
async function withPage({ origin, ...who }, use) {
  const key = JSON.stringify([origin, who]);
  const tab = free.get(key)?.pop() ?? (await open(browser, origin, who));
  tab.complaints.length = 0;
  await tab.page.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
  await tab.page.emulateMedia({ colorScheme: SCHEMES[0] });
  await use(tab.page, tab.complaints);
  free.set(key, [...(free.get(key) ?? []), tab]);
}

/** The last document that a visit ends with. */
async function arrive(page, at, act) {
  let last;
  const hear = (response) => {
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) last = response;
  };
  page.on("response", hear);
  await page.goto(at);
  if (act) {
    const before = last;
    await act();
    await page.waitForLoadState("load");
    assert.notEqual(last, before, "nothing was sent");
  }
  page.off("response", hear);
  return { status: last.status(), html: await last.text() };
}

async function fromAllSides(page, name, language) {
  const wrong = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme });
      await shoot(page, name, language, width, scheme);
      if (scheme === SCHEMES[0]) wrong.push(...(await overflow(page)), ...(await squeezed(page)));
      const found = await LOOKS[`${width} ${scheme}`]?.(page);
      wrong.push(...(found ?? []).map((what) => `${width}, ${scheme}: ${what}`));
    }
  }
  await page.setViewportSize({ width: NARROWEST, height: HEIGHT });
  return [...wrong, ...(await overflow(page)), ...(await squeezed(page))];
}

/** An address without what differs from one thing to the next. */
const shape = (address) =>
  new URL(address).pathname.replace(/^\/a\/[^/]+\/.+/, "/a/…").replace(/[0-9a-f-]{36}/g, "…").replace(/\/\d+(?=\/|$)/g, "/0").replace(/\/(en|ru)$/, "/…");

async function remember(page, name) {
  seen.add(shape(page.url()));
  const links = await page.$$eval("a[href]", (all) => all.map((link) => link.href));
  for (const link of links.filter((each) => new URL(each).origin === new URL(page.url()).origin)) linked.set(shape(link), name);
}

test("every page that a page links to is in the table", () => {
  const missing = [...linked].filter(([address]) => !seen.has(address) && !NO_PAGES.some((file) => file.test(address)));
  none(missing.map(([address, from]) => `${address}, from “${from}”`));
});

test("the Nu Html Checker has nothing to say about any page", async () => {
  none(await nu(sources));
});
