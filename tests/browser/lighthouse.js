// Runs Lighthouse in Debian's Chromium, signed in to the demonstration.
import { createServer } from "node:net";

import { chromium } from "playwright-core";

import { EXECUTABLE, signIn } from "./browser.js";
import { demo } from "./candor.js";
import { facts } from "./world.js";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const GOAL = 95;
/** A survey tool must not be found by search engines: every page says noindex on purpose. */
const SKIPPED = ["is-crawlable"];

/** A port that nobody uses at this moment. */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const { default: lighthouse } = await import("lighthouse");
const port = await freePort();
const tour = await demo();
const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ["--no-sandbox", `--remote-debugging-port=${port}`] });
let worst = 100;
try {
  const context = await browser.newContext({ baseURL: tour.origin, locale: "en" });
  const page = await context.newPage();
  await signIn(page, tour);
  const { answers, opened, report } = await facts(page);
  const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const signedIn = { Cookie: cookies };
  const pages = { answer: [answers[0], {}], "sign in": ["/sign-in", {}], home: ["/", signedIn], wave: [opened, signedIn], report: [report, signedIn] };
  console.log(`${"".padEnd(10)}${CATEGORIES.map((name) => name.padStart(16)).join("")}`);
  for (const [name, [path, extraHeaders]] of Object.entries(pages)) {
    const flags = { port, logLevel: "error", onlyCategories: CATEGORIES, skipAudits: SKIPPED, extraHeaders };
    const { lhr } = await lighthouse(tour.origin + path, flags);
    if (lhr.runtimeError) throw new Error(`${name}: ${lhr.runtimeError.message}`);
    const figures = CATEGORIES.map((category) => Math.round((lhr.categories[category].score ?? 0) * 100));
    worst = Math.min(worst, ...figures);
    console.log(`${name.padEnd(10)}${figures.map((figure) => String(figure).padStart(16)).join("")}`);
    const missed = Object.values(lhr.audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== "informative");
    for (const { id, title, displayValue } of missed) console.log(`    ${id}: ${title} ${displayValue ?? ""}`);
  }
} finally {
  await Promise.all([browser.close(), tour.stop()]);
}
if (worst < GOAL) {
  console.error(`the lowest figure is ${worst}, under ${GOAL}`);
  process.exitCode = 1;
}
