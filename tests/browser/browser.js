// Debian's Chromium, and an ear for everything that a page should not say or fetch.
import { chromium } from "playwright-core";

/** Widths of a laptop, a tablet and a phone, and the narrowest that must do. */
export const WIDTHS = [1280, 768, 360];
export const NARROWEST = 320;
export const HEIGHT = 900;
/** The longest that anything may take before a test fails, in milliseconds. */
const PATIENCE = 30_000;

/** Debian's. */
export const EXECUTABLE = "/usr/bin/chromium";

export const launch = () => chromium.launch({ executablePath: EXECUTABLE, args: ["--no-sandbox", "--disable-gpu"] });

/** A browser profile of its own whose pages are watched; `complaints` says what was wrong with any of them. */
export async function open(browser, origin, options = {}) {
  // A colour on its way to another has the contrast of neither, so nothing moves.
  const context = await browser.newContext({ baseURL: origin, reducedMotion: "reduce", viewport: { width: WIDTHS[0], height: HEIGHT }, ...options });
  context.setDefaultTimeout(PATIENCE);
  const complaints = [];
  context.on("page", (page) => watch(page, origin, complaints));
  return { context, complaints, page: await context.newPage() };
}

function watch(page, origin, complaints) {
  const say = (what) => complaints.push(`${new URL(page.url(), origin).pathname}: ${what}`);
  page.on("console", (message) => {
    // Chromium writes this line for every page that says no; whether it should have, each test asks by itself.
    const isThePage = message.location().url === page.url() || message.location().url === page.navigating;
    if (!(isThePage && /^Failed to load resource: the server responded with a status of 4/.test(message.text()))) {
      say(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => say(`script: ${error}`));
  page.on("request", (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) page.navigating = request.url();
    const url = new URL(request.url());
    if (url.origin !== origin && !["data:", "blob:", "about:"].includes(url.protocol)) say(`asks another host: ${url.origin}`);
  });
}

/** Signs in by the form. */
export async function signIn(page, { email, password }) {
  await page.goto("/sign-in");
  await page.fill("[name=email]", email);
  await page.fill("[name=password]", password);
  await page.click("main button.primary");
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

/** Switches the pages of whoever is signed in, or of this browser, to a language. */
export async function speak(page, language) {
  const switched = page.waitForResponse((response) => response.request().isNavigationRequest() && response.status() === 200);
  await page.click(`form[action="/language"] button[value=${language}]`);
  await switched;
  await page.waitForSelector(`html[lang=${language}]`, { state: "attached" });
}
