// Filters a list as one types: the same page is fetched with the new filters, and its results take the place of
// those shown. Without this script the form is sent by its button.
"use strict";
{
  const PAUSE = 200;
  const form = document.querySelector("form[data-list]");
  const said = document.getElementById(`${form.dataset.list}-said`);
  let waiting;
  let asked;

  const address = () => {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value.trim() !== "") fields.append(name, value);
    }
    const query = fields.toString();
    return query === "" ? form.action : `${form.action}?${query}`;
  };

  const show = async () => {
    clearTimeout(waiting);
    asked?.abort();
    asked = new AbortController();
    const wanted = address();
    try {
      const response = await fetch(wanted, { signal: asked.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const results = page.getElementById(form.dataset.list);
      // Signed out, or something is wrong: let the browser show what there is.
      if (!response.ok || response.redirected || !results) {
        location.assign(wanted);
        return;
      }
      document.getElementById(form.dataset.list).replaceWith(document.adoptNode(results));
      history.replaceState(null, "", wanted);
      // The buttons that change language or theme come back to this address.
      for (const here of document.getElementsByName("here")) here.value = location.pathname + location.search;
      said.textContent = results.querySelector("[data-count]").textContent.trim();
      document.dispatchEvent(new Event("list:shown"));
    } catch (error) {
      if (error.name !== "AbortError") location.assign(wanted);
    }
  };

  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(show, event.target.matches("select") ? 0 : PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
}

// Ticks all rows of the page at once, and says how many are ticked.
{
  const boxes = () => document.querySelectorAll("[data-ticks] input[name=id]");

  const count = () => {
    const all = document.querySelector("[data-tick-all]");
    if (!all) return;
    const ticked = Array.from(boxes()).filter((box) => box.checked).length;
    all.hidden = false;
    all.control.checked = ticked > 0 && ticked === boxes().length;
    all.control.indeterminate = ticked > 0 && ticked < boxes().length;
    document.querySelector("[data-ticked]").value = ticked;
  };

  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-tick-all]")) {
      for (const box of boxes()) box.checked = event.target.checked;
    }
    if (event.target.closest("[data-ticks]")) count();
  });
  document.addEventListener("list:shown", count);
  window.addEventListener("pageshow", count);
}
