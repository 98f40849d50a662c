// Counts the comment's characters down near the end, as the browser's own limit counts them. Nothing else.
"use strict";
{
  const NEAR = 100;
  const why = document.getElementById("why");
  const left = document.getElementById("left");
  const show = () => {
    const rest = why.maxLength - why.value.length;
    left.hidden = rest > NEAR;
    left.textContent = left.hidden ? "" : `${left.dataset.words} ${rest}`;
  };
  why.addEventListener("input", show);
  show();
}
