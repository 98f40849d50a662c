// What the pages are looked at with: the demonstration, a company on its first day, one nobody has begun, and one that
// gave its wave up.
import { readFile } from "node:fs/promises";

import { Company, demo, fixture } from "./candor.js";
import { open, signIn } from "./browser.js";

/** Who makes a company's first account. */
export const ADMIN = { name: "Мария Орлова", email: "maria@example.com", password: "five words are a good password" };

/** How often a letter is looked for. */
const MOST_LOOKS = 500;

/** Makes the first account by the one-time code; its browser is signed in afterwards. */
export async function found(page, company) {
  await page.goto(`/first-run?code=${await company.code()}`);
  await page.fill("[name=name]", ADMIN.name);
  await page.fill("[name=email]", ADMIN.email);
  await page.fill("[name=password]", ADMIN.password);
  await page.click("main button.primary");
  await page.waitForURL((url) => url.pathname !== "/first-run");
}

/** Names the company, imports six people, launches a wave to them and gives it up; answers the wave's path. */
async function forsake(page, company) {
  await page.goto("/settings");
  for (const [field, value] of [["company", "Acme"], ["contact", "hr@acme.example"], ["sender_address", "survey@acme.example"]]) {
    await page.fill(`[name=${field}]`, value);
  }
  await page.click("main form[action='/settings'] button.primary");
  await page.waitForSelector("[role=status]");
  const people = [1, 2, 3, 4, 5, 6].map((number) => `${number},Person ${number},p${number}@acme.example,Sales`);
  const roster = ["Employee ID,Full name,Work email,Department", ...people].join("\n");
  await page.goto(await uploaded(page, { name: "roster.csv", mimeType: "text/csv", buffer: Buffer.from(roster) }));
  await page.click("form[action$='/apply'] button.primary");
  await page.waitForSelector("[role=status]");
  await page.goto("/waves/new");
  await page.click("main form button.primary");
  await page.waitForURL(/\/waves\/[0-9a-f-]{36}$/);
  const wave = new URL(page.url()).pathname;
  await page.goto(`${wave}/launch`);
  await page.click("main form[action$='/launch'] button");
  await page.waitForURL((url) => url.pathname === wave);
  await company.giveUp(wave.slice("/waves/".length));
  return wave;
}

/** Makes an action, a link to the report, and two managers of a department whose comments are shown; answers where each is. */
async function readers(page, report) {
  const post = async (path, form, status) => {
    const response = await page.request.post(path, { form, maxRedirects: 0 });
    if (response.status() !== status) throw new Error(`${path}: ${response.status()}`);
    return response.text();
  };
  await post(`${report}/actions`, { what: "Quiet Fridays: <b>no meetings</b> после обеда", who: "Мария Орлова", due: "2030-03-01" }, 303);
  const [action] = await links(page, `${report}/actions`, "tbody th a");
  await page.goto(`${report}/links`);
  const [shared] = (await post(`${report}/links`, { until: await page.inputValue("[name=until]") }, 201)).match(/\/r\/[\w-]+/);
  await page.goto(`${report}/comments`);
  const places = await page.$$eval("#group option", (all) => all.map((one) => one.textContent.replace(/ \(\d+\)$/, "")));
  await page.goto("/settings/managers");
  const department = await page.$$eval("#department option", (all, names) => all.find((one) => names.includes(one.textContent)).value, places);
  const managers = ["ana@example.com", "boris@example.com"];
  for (const email of managers) await post("/settings/managers", { name: "Ана Борисова", email, department, language: "en" }, 303);
  const welcomes = [];
  for (const email of managers) welcomes.push((await letterTo(page, email)).match(/\/welcome\/[\w-]+/)[0]);
  return { action, shared, welcomes };
}

/** The newest letter to an address, looked for again until the demonstration has sent it. */
async function letterTo(page, address) {
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const [mail] = await links(page, `/captured-mail?to=${address}`, "tbody th a");
    if (mail) return (await page.request.get(`${mail}/html`)).text();
  }
  throw new Error(`no letter to ${address}`);
}

/** Chooses the password of an invited manager, whose browser is signed in afterwards. */
async function comeIn(page, welcome) {
  await page.goto(welcome);
  await page.fill("[name=password]", ADMIN.password);
  await page.click("main button.primary");
  await page.waitForURL((url) => url.pathname === "/team");
}

/** Four places with all that the table of pages asks for, by name; one of them a manager reads, too. */
export class World {
  /** @type {Record<string, { origin: string, state?: object }>} */
  places = {};
  #running = [];

  static async make(browser) {
    const world = new World();
    const [full, started, untouched, forsaken] = await Promise.all([demo(), ...[1, 2, 3].map(() => Company.start())]);
    const all = { demo: full, started, untouched, forsaken };
    world.#running = Object.values(all);
    world.places = Object.fromEntries(Object.entries(all).map(([name, { origin }]) => [name, { origin }]));
    await world.#enter(browser, "started", (page) => found(page, started));
    await world.#enter(browser, "forsaken", async (page) => {
      await found(page, forsaken);
      world.forsaken = await forsake(page, forsaken);
    });
    await world.#enter(browser, "demo", async (page) => {
      await signIn(page, full);
      Object.assign(world, await facts(page));
      Object.assign(world, await readers(page, world.report));
    });
    world.places.manager = { origin: full.origin };
    await world.#enter(browser, "manager", (page) => comeIn(page, world.welcomes.pop()));
    return world;
  }

  async #enter(browser, place, enter) {
    const { context, page } = await open(browser, this.places[place].origin);
    await enter(page);
    this.places[place].state = await context.storageState();
    await context.close();
  }

  stop = () => Promise.all(this.#running.map((one) => one.stop()));
}

/** The paths of what a page links to. */
async function links(page, path, selector) {
  await page.goto(path);
  return page.$$eval(selector, (found) => found.map((link) => new URL(link.href).pathname));
}

/** Addresses of the demonstration's people, departments, waves, reports and letters. */
export async function facts(page) {
  const [person, another] = await links(page, "/people", "tbody a[href^='/people/']");
  const [bounced] = await links(page, "/people?status=bounced", "tbody a[href^='/people/']");
  const [department] = await links(page, "/people/departments", "tbody a[href^='/people/departments/']");
  const [report, earlier] = await links(page, "/reports", "tbody a[href^='/reports/']");
  const compared = [earlier, report].map((path, index) => `${"ab"[index]}=${path.split("/").at(-1)}`).join("&");
  const waves = await wavesByState(await links(page, "/waves", "main a[href^='/waves/']"), page);
  await page.goto(`${waves.opened}/undelivered`);
  const address = await page.$eval("form[action$='/address']", (form) => new URL(form.action).pathname);
  const [mail] = await links(page, "/captured-mail", "tbody th a");
  const people = [person, another].map((path) => `id=${path.split("/").at(-1)}`).join("&");
  return { person, bounced, people, department, report, compared, comments: `${report}/comments`, ...waves, address, mail, answers: await answerLinks(page) };
}

/** Paths of answer pages of the open wave, from the newest letters. */
export async function answerLinks(page) {
  const found = new Set();
  for (const mail of (await links(page, "/captured-mail", "tbody th a")).slice(0, 25)) {
    const html = await (await page.request.get(`${mail}/html`)).text();
    const [, link] = html.match(/href="http:\/\/[^/]+(\/a\/[^"?]+)/) ?? [];
    if (link) found.add(link);
  }
  return [...found];
}

/** A wave of every state: the demonstration's own, and copies that become a draft and one that was called off. */
async function wavesByState(paths, page) {
  const waves = {};
  for (const path of paths.filter((each) => /^\/waves\/[0-9a-f-]{36}$/.test(each))) {
    await page.goto(path);
    const has = async (end) => (await page.$(`main a[href='${path}/${end}']`)) !== null;
    const state = (await has("close")) ? "opened" : (await has("launch")) ? "scheduled" : "closed";
    waves[state] ??= path;
  }
  const copy = async () => {
    const response = await page.request.post(`${waves.opened}/duplicate`, { maxRedirects: 0 });
    return response.headers().location.replace(/\/edit$/, "");
  };
  // A second copy beside the first would be the first.
  waves.cancelled = await copy();
  await page.request.post(`${waves.cancelled}/cancel`);
  waves.draft = await copy();
  return waves;
}

/** The same of a fixture. */
export async function preview(page, name) {
  return uploaded(page, { name, mimeType: "text/csv", buffer: await readFile(fixture(`messy/${name}`)) });
}

/** Uploads a roster, and answers the path of its preview. */
async function uploaded(page, file) {
  const response = await page.request.post("/people/import", { multipart: { file }, maxRedirects: 0 });
  return response.headers().location;
}
