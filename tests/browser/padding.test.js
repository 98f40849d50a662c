// What leaves the browser has one length, whatever is chosen and typed.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { launch, open, signIn } from "./browser.js";
import { demo } from "./candor.js";
import { answerLinks } from "./world.js";

const LONG = "Люди, «и» тишина: 50 % & +1 = ёж 🦔\n".repeat(20);

let browser, tour, admin, links;
before(async () => {
  browser = await launch();
  tour = await demo();
  admin = await open(browser, tour.origin, { locale: "en" });
  await signIn(admin.page, tour);
  links = await answerLinks(admin.page);
});
after(() => Promise.all([browser?.close(), tour?.stop()]));

/** The body that is sent for an answer, and the length that the page names. */
async function sent(score, why, javaScriptEnabled) {
  const { context, page } = await open(browser, tour.origin, { locale: "ru", javaScriptEnabled });
  await page.goto(links.pop());
  const named = Number(await page.getAttribute("main form", "data-length"));
  await page.check(`[name=score][value='${score}']`, { force: true });
  await page.fill("[name=why]", why);
  const [request] = await Promise.all([page.waitForRequest((each) => each.method() === "POST"), page.click("main button.primary")]);
  await page.waitForLoadState();
  const [body, headers] = [request.postDataBuffer(), await request.allHeaders()];
  await context.close();
  return { named, length: body.length, announced: Number(headers["content-length"]), body: new URLSearchParams(body.toString()) };
}

describe("the form's length", () => {
  it("every form has one length where scripts run", async () => {
    for (const [score, why] of [["0", ""], ["10", LONG], ["9", "漢".repeat(1000)], ["10", ""]]) {
      const form = await sent(score, why, true);
      assert.deepEqual([form.length, form.announced], [form.named, form.named], `${score}, ${why.length} characters`);
      assert.deepEqual([form.body.get("score"), form.body.get("why").replaceAll("\r", "")], [score, why]);
    }
  });

  it("without scripts its length shows, as the notice says", async () => {
    const [short, long] = [await sent("0", "", false), await sent("10", LONG, false)];
    assert.ok(short.length < 400 && long.length > 2000, `${short.length}, ${long.length}`);
  });
});
