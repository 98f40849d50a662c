// What is true of every page. Each check answers sentences about what is wrong, and none when all is well.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const { resolve } = createRequire(import.meta.url);
const AXE = readFileSync(resolve("axe-core/axe.min.js"), "utf8");
const VNU = path.join(path.dirname(resolve("vnu-jar/package.json")), "build", "dist", "vnu.jar");
/** Everything of WCAG 2.2 up to AA that a machine can see, and what axe's authors advise beyond it. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** The largest layout shift that nobody sees: a tenth of what Chromium's authors call good. */
const SHIFT = 0.01;
/** The part of it that another colour scheme can change. */
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

/** Fails with all that was found, a line each. */
export function none(found) {
  if (found.length > 0) throw new Error(found.join("\n"));
}

/** axe's violations, with the elements. Mails stand in frames where no script runs, axe included: they are left out. */
export async function axe(page, { onlyColours = false } = {}) {
  const options = { runOnly: onlyColours ? COLOURS : RULES, resultTypes: ["violations"], iframes: false, preload: false };
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const violations = await page.evaluate(async (how) => (await globalThis.axe.run(document, how)).violations, options);
  return violations.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.html.slice(0, 160)}\n      ${node.failureSummary}`);
    return `axe ${id}: ${help} (${nodes.length})\n    ${places.join("\n    ")}`;
  });
}

/** One heading of the first rank, the right language, a title. */
export async function frame(page, language) {
  const found = await page.evaluate(() => ({
    language: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    title: document.title.trim(),
  }));
  const wrong = [];
  if (found.language !== language) wrong.push(`says that it is in “${found.language}”, not “${language}”`);
  if (found.headings !== 1) wrong.push(`${found.headings} headings of the first rank`);
  if (!found.title) wrong.push("no title");
  return wrong;
}

/** How far what was on the screen moved by itself while the page came in. */
export async function shifts(page) {
  const moved = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const moved = [];
        const observer = new PerformanceObserver((list) => moved.push(...list.getEntries().map((each) => each.value)));
        observer.observe({ type: "layout-shift", buffered: true });
        // Two frames later everything that was kept has been handed over.
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(moved))));
      }),
  );
  const sum = moved.reduce((before, each) => before + each, 0);
  return sum > SHIFT ? [`shifts its layout by ${sum}`] : [];
}

/** Whether anything makes the page wider than the window, and what. */
export async function overflow(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const beyond = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
    const last = beyond.at(-1);
    const what = last ? ` (${last.tagName.toLowerCase()}${last.className ? `.${last.className}` : ""})` : "";
    return [`scrolls sideways at ${innerWidth}: ${scrollWidth} pixels${what}`];
  });
}

/** Text that stands letter under letter, since what holds it is too narrow. What only screen readers get is left out. */
export async function squeezed(page) {
  return page.evaluate(() => {
    const isForReaders = (element) => element.closest(".vh") || getComputedStyle(element).clipPath === "inset(50%)";
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const words = text.data.trim();
      const holder = text.parentElement;
      if (words.length < 5 || !holder.checkVisibility() || isForReaders(holder)) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      if (range.getClientRects().length * 2 >= words.length) found.push(`“${words}” is squeezed into a column of letters`);
    }
    return found;
  });
}

/**
 * What the Nu Html Checker says and is no fault here.
 * A table that becomes cards on a phone by `display: block` is none any more to assistive technology in some browsers
 * unless its parts say their roles; and `paint-order` is a property of SVG that the checker does not know.
 */
const NO_FAULT = [
  /The “(table|rowgroup|row|columnheader|rowheader|cell)” role is unnecessary for element/,
  /The “role” attribute must not be used on a “(tr|th|td)” element which has a “table” ancestor/,
  /CSS: “paint-order”: Property “paint-order” doesn't exist/,
];

/** The Nu Html Checker's messages about all files of a folder. */
export async function nu(folder) {
  const command = ["-jar", VNU, "--format", "json", "--exit-zero-always", "--skip-non-html", folder];
  const report = await new Promise((resolve, reject) => {
    execFile("java", command, { maxBuffer: 64 << 20 }, (error, _, said) => (error ? reject(error) : resolve(said)));
  });
  const messages = JSON.parse(report).messages.filter(({ message }) => !NO_FAULT.some((known) => known.test(message)));
  return messages.map(({ url, lastLine, type, subType, message, extract }) => {
    return `${decodeURIComponent(path.basename(url ?? folder))}:${lastLine} ${subType ?? type}: ${message} ${extract?.replaceAll("\n", " ") ?? ""}`;
  });
}
