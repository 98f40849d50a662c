// Folds the tree of groups: a button before the name of whatever has something below it.
"use strict";
for (const table of document.querySelectorAll("table[data-fold]")) {
  const rows = Array.from(table.tBodies[0].rows);
  const depth = (row) => {
    if (row.classList.contains("all")) return 0;
    if (row.classList.contains("dep")) return 1;
    return Number(row.className.match(/level-(\d)/)?.[1] ?? 1);
  };
  const folded = new Set();

  // A row is seen unless something above it is folded.
  const show = () => {
    let hidden = Infinity;
    for (const row of rows) {
      const level = depth(row);
      if (level <= hidden) hidden = folded.has(row) ? level : Infinity;
      row.hidden = level > hidden;
    }
  };

  const fold = (row, button, name) => {
    const isFolded = folded.has(row);
    button.setAttribute("aria-expanded", String(!isFolded));
    button.setAttribute("aria-label", `${isFolded ? table.dataset.unfold : table.dataset.fold} ${name}`);
  };

  rows.forEach((row, index) => {
    const next = rows[index + 1];
    if (depth(row) === 0 || !next || depth(next) <= depth(row)) return;
    const head = row.cells[0];
    const name = head.textContent.trim();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fold";
    head.prepend(button);
    fold(row, button, name);
    button.addEventListener("click", () => {
      if (!folded.delete(row)) folded.add(row);
      fold(row, button, name);
      show();
    });
  });
}
