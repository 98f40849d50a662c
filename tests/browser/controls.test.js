// Every check sees what it is for: pages that are wrong on purpose, each in one way.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { HEIGHT, NARROWEST, launch, open } from "./browser.js";
import { axe, frame, nu, overflow, shifts, squeezed } from "./checks.js";
import { walk } from "./keyboard.js";

const page = (main, { lang = "en", head = "" } = {}) =>
  `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A page</title><link rel="icon" href="data:,">${head}</head><body><main><h1>A page</h1>${main}</main></body></html>`;
const good = page("<p><a href='#a'>Go on</a></p><p id='a'>Text</p>");

let browser, server, origin;
const served = new Map();

before(async () => {
  browser = await launch();
  server = createServer((request, response) => {
    const html = served.get(request.url);
    response.writeHead(html ? 200 : 404, { "content-type": "text/html; charset=utf-8" }).end(html);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
});
after(async () => {
  await browser?.close();
  await new Promise((resolve) => server.close(resolve));
});

/** Serves a page, looks at it, and answers what the check and the watch found. */
async function look(html, check = async () => [], options = {}) {
  served.set("/page", html);
  const { context, page: tab, complaints } = await open(browser, origin, options);
  await tab.goto("/page", { waitUntil: "networkidle" });
  const found = [...(await check(tab)), ...complaints];
  await context.close();
  return found.join("\n");
}

describe("a page that is right", () => {
  for (const [name, check] of Object.entries({ axe, overflow, shifts, squeezed, walk, frame: (tab) => frame(tab, "en") })) {
    it(`passes ${name}`, async () => assert.equal(await look(good, check), ""));
  }
});

describe("a page that is wrong is caught", () => {
  const cases = [
    ["pale text", page("<p style='color: #bbb'>Pale</p>"), axe, /axe color-contrast/],
    ["pale text, where only colours are looked at", page("<p style='color: #bbb'>Pale</p>"), (tab) => axe(tab, { onlyColours: true }), /axe color-contrast/],
    ["a field without a label", page("<input type='text'>"), axe, /axe label/],
    ["small targets side by side", page("<button style='width:9px;height:9px;padding:0;border:0'>a</button><button style='width:9px;height:9px;padding:0;border:0'>b</button>"), axe, /axe target-size/],
    ["a skipped heading", page("<h4>Deep</h4>"), axe, /axe heading-order/],
    ["a wide part", page("<div style='width: 500px'>Wide</div>"), overflow, /scrolls sideways at 320/, { viewport: { width: NARROWEST, height: HEIGHT } }],
    ["text in too narrow a place", page("<div style='width: 1px; overflow-wrap: anywhere'>Squeezed</div>"), squeezed, /“Squeezed” is squeezed/],
    ["another language", page("", { lang: "de" }), (tab) => frame(tab, "ru"), /says that it is in “de”, not “ru”/],
    ["a second heading of the first rank", page("<h1>Again</h1>"), (tab) => frame(tab, "en"), /2 headings of the first rank/],
    ["a word on the console", page("<script>console.info('hello')</script>"), undefined, /console info: hello/],
    ["a script's error", page("<script>nothing.here()</script>"), undefined, /script: ReferenceError/],
    ["a missing picture", page("<img src='/missing.png' alt=''>"), undefined, /console error: Failed to load/],
    ["a request to another host", page("<img src='http://localhost:9/x.png' alt=''>"), undefined, /asks another host: http:\/\/localhost:9/],
    ["text that moves", page("<div id='a'></div><p style='height: 400px'>Moves</p><script>setTimeout(() => { a.style.height = '300px' }, 100)</script>"), shifts, /shifts its layout/],
    ["an invisible focus", page("<button style='outline: none'>Go</button>"), walk, /“Go” has the focus and does not show it/],
    ["a focus that is covered", page("<button>Go</button><div style='position:fixed;inset:0;background:white'></div>"), walk, /“Go” has the focus and is covered/],
    ["a focus that jumps about", page("<button tabindex='2' style='position:absolute;top:500px;left:9px'>One</button><button tabindex='3' style='position:absolute;top:100px;left:9px'>Two</button>"), walk, /the focus jumps up to “Two”/],
  ];
  for (const [what, html, check, expected, options] of cases) {
    it(`by ${what}`, async () => assert.match(await look(html, check, options), expected));
  }

  it("by markup that is no HTML", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "candor-markup-"));
    await writeFile(path.join(folder, "good.html"), good.replaceAll("'", '"'));
    assert.deepEqual(await nu(folder), []);
    await writeFile(path.join(folder, "bad.html"), page("<p><div>No paragraph</div></p><ul><p>No list</p></ul>"));
    assert.match((await nu(folder)).join("\n"), /bad\.html:1 error: /);
    await rm(folder, { recursive: true });
  });
});
