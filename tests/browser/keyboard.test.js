// The main paths without a mouse: the focus is always seen, goes in reading order, and errors lead to their fields.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { WIDTHS, launch, open, signIn } from "./browser.js";
import { demo } from "./candor.js";
import { focused, tabTo, walk } from "./keyboard.js";
import { answerLinks } from "./world.js";

let browser, tour, admin;
before(async () => {
  browser = await launch();
  tour = await demo();
  admin = await open(browser, tour.origin, { locale: "en" });
});
after(() => Promise.all([browser?.close(), tour?.stop()]));

/** Presses Enter and waits for the page that it leads to. */
async function enter(page) {
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
}

/** The summary of errors has the focus; its first link brings it to the field. */
async function toTheFirstError(page) {
  // A browser moves the focus with the first picture that it draws, which may come after the page's load.
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "alert");
  const link = await tabTo(page, (stop) => stop.href.startsWith("#"));
  await page.keyboard.press("Enter");
  const stop = await focused(page);
  assert.equal(`#${stop.id}`, link.href, "the link leads to its field");
  return stop;
}

// The wave whose report is the newest.
async function newestReport(page) {
  await page.goto("/reports");
  const hrefs = await page.locator("main a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  return hrefs.map((href) => href.match(/^\/reports\/([0-9a-f-]{36})$/)?.[1]).find(Boolean);
}

describe("by keyboard alone", () => {
  it("an admin signs in, after a mistake that leads back to its field", async () => {
    const { page } = admin;
    await page.goto("/sign-in");
    await tabTo(page, (stop) => stop.field === "email");
    await page.keyboard.type(tour.email);
    await tabTo(page, (stop) => stop.field === "password");
    await page.keyboard.type("not the password");
    await enter(page);
    const field = await toTheFirstError(page);
    assert.equal(field.field, "email");
    await tabTo(page, (stop) => stop.field === "password");
    await page.keyboard.type(tour.password);
    await enter(page);
    assert.notEqual(new URL(page.url()).pathname, "/sign-in");
  });

  it("the skip link leads past the header", async () => {
    const { page } = admin;
    await page.goto("/people");
    await page.keyboard.press("Tab");
    const first = await focused(page);
    assert.equal(first.href, "#main");
    await page.keyboard.press("Enter");
    const next = await tabTo(page, () => true);
    assert.ok(next.inMain, `“${next.name}” comes next`);
  });

  it("a wave is planned, with a mistake on the way, and scheduled", async () => {
    const { page } = admin;
    await page.goto("/");
    await tabTo(page, (stop) => stop.href === "/waves");
    await enter(page);
    await tabTo(page, (stop) => stop.href === "/waves/new");
    await enter(page);
    await tabTo(page, (stop) => stop.field === "title");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("By keyboard");
    const threshold = await tabTo(page, (stop) => stop.field === "threshold");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("1");
    await enter(page);
    assert.equal((await toTheFirstError(page)).field, threshold.field);
    await page.keyboard.press("Control+A");
    await page.keyboard.type("5");
    await enter(page);
    await page.waitForURL(/\/waves\/[0-9a-f-]{36}$/);
    await tabTo(page, (stop) => stop.href.endsWith("/schedule"));
    await enter(page);
    assert.match(await page.locator("h1").innerText(), /By keyboard/);
  });

  it("an employee answers", async () => {
    const [link] = await answerLinks(admin.page);
    const { context, page, complaints } = await open(browser, tour.origin, { locale: "en", viewport: { width: 360, height: 720 } });
    await page.goto(link);
    await tabTo(page, (stop) => stop.field === "score");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowLeft");
    for (let score = 0; score < 8; score += 1) await page.keyboard.press("ArrowRight");
    assert.equal(await page.inputValue("[name=score]:checked"), "8");
    await tabTo(page, (stop) => stop.field === "why");
    await page.keyboard.type("Because.");
    await tabTo(page, (stop) => stop.type === "summary");
    await page.keyboard.press("Enter");
    assert.ok(await page.locator("details").first().evaluate((details) => details.open), "more can be read");
    await tabTo(page, (stop) => stop.type === "submit");
    await enter(page);
    assert.equal(new URL(page.url()).pathname, "/a");
    assert.deepEqual(complaints, []);
    await context.close();
  });

  const paths = [
    "/", "/people", "/people/departments", "/people/import", "/waves", "/waves/new", "/settings", "/settings/themes", "/settings/benchmarks",
    "/settings/managers", "/account", "/captured-mail", "/reports", "/reports/compare", "/reports/{wave}", "/reports/{wave}/heatmap",
    "/reports/{wave}/method", "/reports/{wave}/comments", "/reports/{wave}/actions", "/reports/{wave}/tell", "/reports/{wave}/links",
  ];
  for (const path of paths) {
    it(`the focus goes through ${path} in reading order and is always seen, on a laptop and a phone`, async () => {
      const { page } = admin;
      if (!(await admin.context.cookies()).length) await signIn(page, tour);
      const newest = path.includes("{wave}") ? await newestReport(page) : "";
      for (const width of [WIDTHS[0], WIDTHS.at(-1)]) {
        await page.setViewportSize({ width, height: 720 });
        await page.goto(path.replace("{wave}", newest));
        assert.equal(await page.locator("h1").count(), 1, "it is there");
        assert.deepEqual(await walk(page), [], `at ${width}`);
      }
      await page.setViewportSize({ width: WIDTHS[0], height: 720 });
    });
  }

  it("no page complained", () => {
    // Chromium's note that a key was pressed before the page had given the focus away.
    const early = /Autofocus processing was blocked because a document already has a focused element/;
    assert.deepEqual(admin.complaints.filter((complaint) => !early.test(complaint)), []);
  });
});
