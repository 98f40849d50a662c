// The main job in a browser: from the one-time code to the report, and from a letter to thanks.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { launch, open, signIn, speak } from "./browser.js";
import { Company, demo, fixture } from "./candor.js";
import { ADMIN, answerLinks, found } from "./world.js";

/** The web addresses that a text has, in any place. */
const addresses = (text) => text.match(/\bhttps?:\/\/[^\s"'<>]+/g) ?? [];

const HEADINGS = "Employee ID,Full name,Work email,Department,Team,Language";
/** Six people, one more than the least of whom anything is shown. */
const STAFF = [
  "1,Ada Quick,ada@example.com,Sales,North,en",
  "2,Лев Орлов,lev@example.com,Sales,North,ru",
  "3,Mei 陳,mei@example.com,Sales,South,en",
  "4,سارة حداد,sara@example.com,Support,,en",
  "5,Zoë O’Hara,zoe@example.com,Support,,en",
  "6,Юлия Петрова,yulia@example.com,Support,,ru",
];
/** The same as someone's spreadsheet first has it: an address without an @, and one that is there twice. */
const MESSY = STAFF.map((row) => row.replace("mei@example.com", "mei.example.com").replace("zoe@example.com", "ADA@example.com"));
/** More than a wave is open as the form suggests it. */
const LATER = 21;

const csv = (rows) => ({ name: "roster.csv", mimeType: "text/csv", buffer: Buffer.from([HEADINGS, ...rows].join("\r\n")) });
const primary = "main form button.primary";

/** Uploads a roster from wherever one is. */
async function upload(page, file) {
  await page.goto("/people/import");
  await page.setInputFiles("[name=file]", file);
  await page.click(primary);
}

/** Reloads a page until something is on it. */
async function until(page, selector) {
  while ((await page.locator(selector).count()) === 0) await page.reload();
}

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

describe("a company on its first day", () => {
  let company, admin;
  before(async () => {
    company = await Company.start();
    admin = await open(browser, company.origin, { locale: "en" });
  });
  after(() => company?.stop());

  it("the one-time code makes the first account, and company and languages are set", async () => {
    const { page } = admin;
    await found(page, company);
    await page.click("header a[href='/settings']");
    await page.fill("[name=company]", "Acme & Söhne");
    await page.fill("[name=contact]", "hr@acme.example");
    await page.fill("[name=sender_name]", "Acme");
    await page.fill("[name=sender_address]", "survey@acme.example");
    for (const language of ["en", "ru"]) await page.check(`[name=language_${language}]`);
    await page.click("main form[action='/settings'] button.primary");
    await page.waitForSelector("[role=status]");
    await page.goto("/settings");
    assert.equal(await page.inputValue("[name=company]"), "Acme & Söhne");
  });

  it("a messy roster is explained row by row and imports nothing", async () => {
    const { page } = admin;
    await upload(page, csv(MESSY));
    await page.waitForURL(/\/people\/import\/.+/);
    const problems = await page.locator("tr[id^=row-]").allInnerTexts();
    assert.equal(problems.length, 3, problems.join("\n"));
    assert.ok(problems.some((text) => text.includes("mei.example.com") || text.includes("Mei 陳")), problems.join("\n"));
    await page.click(`form[action$='/apply'] button`);
    await page.waitForSelector("[role=alert] a[href='#without_problem_rows']");
    await page.goto("/people");
    assert.equal(await page.locator("tbody tr").count(), 0);
  });

  it("a file that is no list is refused, and the form is there again", async () => {
    const { page } = admin;
    await upload(page, fixture("messy/not-a-csv.csv"));
    await page.click("[role=alert] a[href='#file']");
    assert.equal(await page.evaluate(() => document.activeElement.id), "file");
  });

  it("the repaired roster is imported whole", async () => {
    const { page } = admin;
    await upload(page, csv(STAFF));
    await page.waitForURL(/\/people\/import\/.+/);
    assert.equal(await page.locator("tr[id^=row-]").count(), 0);
    await page.click(`form[action$='/apply'] button.primary`);
    await page.waitForSelector("[role=status]");
    await page.goto("/people");
    const names = await page.locator("tbody tr th").allInnerTexts();
    assert.equal(names.length, STAFF.length);
    for (const row of STAFF) assert.ok(names.some((name) => name.includes(row.split(",")[1])), `${row} in ${names}`);
  });

  it("the first wave is planned as the form suggests and launched", async () => {
    const { page } = admin;
    await page.click("header a[href='/waves']");
    await page.click("main a[href='/waves/new']");
    await page.click(primary);
    await page.waitForURL(/\/waves\/[0-9a-f-]{36}$/);
    admin.wave = new URL(page.url()).pathname;
    await page.click("main a[href$='/launch']");
    await page.click("main form[action$='/launch'] button");
    await page.waitForURL((url) => url.pathname === admin.wave);
    await page.waitForSelector("main a[href$='/close']");
  });

  for (const [address, language, javaScriptEnabled] of [
    ["ada@example.com", "en", true],
    ["lev@example.com", "ru", true],
    ["mei@example.com", "en", false],
    ["yulia@example.com", "ru", false],
    ["zoe@example.com", "en", false],
  ]) {
    const how = `${javaScriptEnabled ? "with" : "without"} script, in ${language === "en" ? "English" : "Russian"}`;
    it(`an employee follows the letter to ${address} and answers, ${how}`, async () => {
      const letter = await company.letterTo(address);
      const [link] = letter.text.match(/http:\S+\/a\/\S+/);
      const notice = `${new URL(link).origin}/privacy?lang=${language}`;
      assert.deepEqual(addresses(letter.text), [link, notice], "a mail has one link to answer by, and one to the notice");
      assert.deepEqual(addresses(letter.html), [link, notice], "and its HTML has the same");
      assert.match(letter.subject, language === "en" ? /^Would you recommend/ : /^Порекомендуете/);
      assert.doesNotMatch(letter.html, /<(img|script|link|iframe)|url\(/i, "nothing is fetched");
      const { context, page, complaints } = await open(browser, company.origin, { javaScriptEnabled, locale: language, viewport: { width: 360, height: 720 } });
      await page.goto(link);
      assert.equal(await page.getAttribute("html", "lang"), language);
      assert.equal(await page.locator("[name=score]:checked").count(), 0, "no score is chosen beforehand");
      const numbers = page.locator("[name=score]");
      await numbers.nth(9).check();
      await page.fill("[name=why]", "x".repeat(950));
      assert.equal(await page.locator("#left").isVisible(), javaScriptEnabled, "characters are counted near the end");
      await page.fill("[name=why]", "Good people.\nХорошие люди.");
      await page.click("main button.primary");
      await page.waitForURL((url) => url.pathname === "/a");
      assert.equal(await page.locator("form").count(), 0, "the thanks are no form");
      assert.deepEqual(await context.cookies(), [], "no cookie is set");
      await page.goto(link);
      await numbers.nth(0).check();
      const [again] = await Promise.all([page.waitForResponse((response) => response.url().endsWith("/a")), page.click("main button.primary")]);
      assert.equal(again.status(), 409, "a second answer is not taken");
      assert.deepEqual(complaints, []);
      await context.close();
    });
  }

  it("weeks later the wave has been counted, its report is there and its links lead to no form", async () => {
    const [link] = (await company.letterTo("sara@example.com")).text.match(/http:\S+\/a\/\S+/);
    await company.afterDays(LATER);
    const { page } = admin;
    await signIn(page, ADMIN);
    await page.goto(admin.wave);
    await until(page, "main a[href^='/reports/']");
    await page.click("main a[href^='/reports/']");
    await page.waitForURL(/\/reports\//);
    assert.match(await page.locator("main").innerText(), /100/, "five promoters of five who answered");
    await speak(page, "ru");
    assert.match(await page.locator("h1").innerText(), /[а-яё]/i);
    const late = await page.goto(link);
    assert.equal(late.status(), 410);
  });

  it("nothing of all this made a page complain", () => assert.deepEqual(admin.complaints, []));
});

describe("the demonstration", () => {
  let tour, visitor;
  before(async () => {
    tour = await demo();
    visitor = await open(browser, tour.origin, { locale: "en" });
    await signIn(visitor.page, tour);
  });
  after(() => tour?.stop());

  it("a captured letter leads to the answer page", async () => {
    const { page, context } = visitor;
    await page.goto("/captured-mail?kind=invitation");
    await page.locator("tbody th a").first().click();
    const opened = context.waitForEvent("page");
    await page.click("main a.primary[href*='/a/']");
    const answering = await opened;
    await answering.waitForSelector("[name=score]", { state: "attached" });
    await answering.close();
  });

  it("the answer page is at most two requests and 15 KB on the wire", async () => {
    const [link] = await answerLinks(visitor.page);
    const { context, page } = await open(browser, tour.origin, { locale: "ru", viewport: { width: 360, height: 720 } });
    const sizes = [];
    page.on("requestfinished", (request) => sizes.push(request.sizes().then((size) => size.responseBodySize)));
    await page.goto(link, { waitUntil: "networkidle" });
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    console.log(`      the answer page: ${sizes.length} requests, ${bytes} bytes`);
    assert.ok(sizes.length <= 2, `${sizes.length} requests`);
    assert.ok(bytes > 0 && bytes <= 15 * 1024, `${bytes} bytes`);
    await context.close();
  });

  it("the clock's buttons let a reminder go out and the open wave close, and its report is the newest", async () => {
    const { page } = visitor;
    await page.goto("/reports");
    const reports = await page.locator("tbody tr").count();
    for (let presses = 0; presses < 6; presses += 1) {
      await page.click("form[action='/demo/clock'] button[name=to]");
      await page.waitForSelector("[role=status]");
      if ((await page.locator("tbody tr").count()) > reports) break;
    }
    assert.equal(await page.locator("tbody tr").count(), reports + 1);
    await page.locator("tbody a[href^='/reports/']").first().click();
    await page.waitForSelector("h1.lead");
  });

  it("no page of it complained", () => assert.deepEqual(visitor.complaints, []));
});
