// Counts the comment's characters down near the end, as the browser's own limit counts them. And fills what is sent up to
// one length, so that the length of encrypted traffic tells nothing of the answer.
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
  why.form.addEventListener("formdata", ({ formData }) => {
    // Line ends travel as two characters.
    const typed = `${new URLSearchParams(formData)}`.replaceAll("%0A", "%0D%0A");
    formData.set("pad", "0".repeat(Math.max(why.form.dataset.length - typed.length, 0)));
  });
}
