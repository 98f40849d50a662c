// Shows each mail beside its texts as it is being written, and says what may be wrong; without this script a button
// shows the mail, and what may be wrong is said once the form is kept.
"use strict";
{
  const PAUSE = 500;

  // Sends the whole form to a new frame, and puts it in the place of the one before, scrolled as far.
  const show = (letter) => {
    const [button, place] = [letter.querySelector("[data-preview]"), letter.querySelector("[data-place]")];
    const before = place.querySelector("iframe:not([hidden])");
    for (const late of place.querySelectorAll("iframe[hidden]")) late.remove();
    const frame = document.createElement("iframe");
    frame.name = `shown-${letter.id}-${Date.now()}`;
    frame.title = place.dataset.title;
    frame.className = "phone";
    frame.sandbox = "allow-same-origin";
    frame.hidden = before !== null;
    place.append(frame);
    frame.addEventListener("load", () => {
      // Nothing yet, or no mail: whoever is signed out sees it when they save.
      if ((frame.contentDocument?.URL ?? "about:blank") === "about:blank") return;
      const scrolled = before?.contentDocument?.defaultView?.scrollY ?? 0;
      before?.remove();
      frame.hidden = false;
      frame.contentWindow.scrollTo(0, scrolled);
    });
    const form = button.form;
    const [action, target] = [form.getAttribute("action"), form.getAttribute("target") ?? ""];
    form.setAttribute("action", button.getAttribute("formaction"));
    form.setAttribute("target", frame.name);
    // Unlike a click this is no sending of the form to those who listen for one.
    form.submit();
    form.setAttribute("action", action);
    form.setAttribute("target", target);
    button.hidden = true;
  };

  const check = async (form) => {
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch("/waves/letters/check", { method: "POST", body });
    if (!response.ok || response.redirected) return;
    for (const [field, warnings] of Object.entries(await response.json())) {
      const place = form.querySelector(`[data-said="${field}"]`);
      const words = warnings.join(" ");
      if (place && place.textContent !== words) place.textContent = words;
    }
  };

  for (const texts of document.querySelectorAll("[data-letters]")) {
    const letters = texts.querySelectorAll("[data-letter]");
    const showAll = () => { if (texts.open) for (const letter of letters) show(letter); };
    texts.addEventListener("toggle", showAll);
    showAll();
    for (const letter of letters) {
      let waiting;
      letter.addEventListener("input", (event) => {
        event.target.closest(".field").querySelector("[data-restore]").hidden = false;
        clearTimeout(waiting);
        waiting = setTimeout(() => {
          show(letter);
          check(event.target.form).catch(() => {});
        }, PAUSE);
      });
    }
  }
}
