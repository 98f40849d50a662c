// A person at a keyboard: where the focus is, whether it is seen, and where it goes.
import assert from "node:assert/strict";

/** The most stops that any page may have. */
const MOST = 400;
/** How far up, in pixels, the next stop may lie before the order is no reading order. */
const UP = 48;

/** The element that has the focus, or none. */
export const focused = (page) =>
  page.evaluate(() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const shown = (element) => {
      const style = element && getComputedStyle(element);
      if (!style || style.outlineStyle === "none") return false;
      // “auto” is the browser's own ring, however wide it says it is.
      return style.outlineStyle === "auto" || Number.parseFloat(style.outlineWidth) >= 2;
    };
    // A radio button that is drawn by its label shows the focus there.
    const stands = getComputedStyle(one).opacity === "0" ? one.labels[0] : one;
    const box = stands.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const on = document.elementFromPoint(x, Math.min(Math.max(y, box.top + 1), innerHeight - 1));
    const name = one.labels?.[0]?.innerText || one.innerText || one.getAttribute("aria-label") || one.name || one.tagName;
    return {
      name: name.trim().slice(0, 60),
      field: one.name ?? "",
      id: one.id,
      href: one.getAttribute("href") ?? "",
      type: one.type ?? one.tagName.toLowerCase(),
      inMain: Boolean(one.closest("main")),
      isSeen: shown(stands) || stands.matches("iframe"),
      isOnScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      isCovered: !(on && (stands.contains(on) || on.contains(stands) || one.contains(on) || on.contains(one))),
      top: box.top + scrollY,
      left: box.left,
    };
  });

/** What is wrong with the place of the focus. */
export function stopWrong(stop) {
  const wrong = [];
  if (!stop.isSeen) wrong.push(`“${stop.name}” has the focus and does not show it`);
  if (!stop.isOnScreen) wrong.push(`“${stop.name}” has the focus outside the window`);
  else if (stop.isCovered) wrong.push(`“${stop.name}” has the focus and is covered`);
  return wrong;
}

/** Presses Tab until the focus stands where it is wanted; every stop on the way must be seen. */
export async function tabTo(page, isWanted, key = "Tab") {
  const passed = [];
  for (let presses = 0; presses < MOST; presses += 1) {
    await page.keyboard.press(key);
    const stop = await focused(page);
    if (!stop) continue;
    assert.deepEqual(stopWrong(stop), []);
    if (isWanted(stop)) return stop;
    passed.push(stop.name);
  }
  return assert.fail(`the keyboard does not get there: ${passed.slice(0, 40)}`);
}

/** Goes through a whole page and answers what is wrong on the way. */
export async function walk(page) {
  const wrong = [];
  let last = null;
  for (let presses = 0; presses < MOST; presses += 1) {
    await page.keyboard.press("Tab");
    const stop = await focused(page);
    // Behind the last stop the browser's own controls come.
    if (!stop) return presses > 0 ? wrong : ["nothing on the page takes the focus"];
    wrong.push(...stopWrong(stop));
    if (last?.inMain && stop.inMain && stop.top < last.top - UP && stop.left <= last.left) {
      wrong.push(`after “${last.name}” the focus jumps up to “${stop.name}”`);
    }
    last = stop;
  }
  return [...wrong, `more than ${MOST} stops, or a trap`];
}
