// A form with data-unsaved asks before what was typed in it is left behind; everything works without.
"use strict";
const form = document.querySelector("form[data-unsaved]");
if (form) {
  let unsaved = document.querySelector("[aria-labelledby=error-summary]") !== null || form.dataset.unsaved === "restored";
  // What is said of the dates in words holds until they are changed.
  const spells = form.querySelectorAll("[data-until-changed]");
  form.addEventListener("input", (event) => {
    unsaved = true;
    if (event.target.type === "datetime-local") for (const spell of spells) spell.hidden = true;
  });
  form.addEventListener("submit", () => { unsaved = false; });
  for (const link of form.querySelectorAll("[data-leave]")) {
    link.addEventListener("click", () => { unsaved = false; });
  }
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  // Whoever ticks a department means the chosen ones.
  const chosen = document.getElementById("chosen");
  form.addEventListener("change", (event) => {
    if (event.target.name === "department" && event.target.checked && chosen) chosen.checked = true;
    if (event.target.id === "audience") {
      for (const box of form.querySelectorAll("[name=department]")) box.checked = false;
    }
  });
}
