// Screenshots: output of the tests, to be looked at by people.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Where they go; git does not keep them. */
export const SHOTS = fileURLToPath(new URL("../../target/screenshots/", import.meta.url));

const file = (name, language, width, scheme) =>
  `${name.replaceAll(/[^a-z]+/g, "-")}.${language}.${width}.${scheme}.jpg`;

/** Takes a picture of the whole page as it stands. */
export async function shoot(page, name, language, width, scheme) {
  // Playwright would hide the caret by a style of its own, which pages rightly refuse.
  const at = path.join(SHOTS, file(name, language, width, scheme));
  await page.screenshot({ path: at, type: "jpeg", quality: 85, fullPage: true, caret: "initial" });
}

/** A page that shows them all, side by side. */
export async function writeIndex(names, languages, widths, schemes) {
  const rows = names.map((name) => {
    const pictures = languages.flatMap((language) =>
      widths.flatMap((width) =>
        schemes.map((scheme) => {
          const source = file(name, language, width, scheme);
          return `<a href="${source}"><img src="${source}" alt="${language}, ${width}, ${scheme}" loading="lazy" width="${width / 4}"></a>`;
        }),
      ),
    );
    return `<h2>${name}</h2>\n<p>${pictures.join("\n")}</p>`;
  });
  const style = "body { font-family: sans-serif } img { vertical-align: top; border: 1px solid #888 }";
  const head = `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Candor’s pages</title><style>${style}</style>`;
  await writeFile(path.join(SHOTS, "index.html"), `${head}\n${rows.join("\n")}\n`);
}
