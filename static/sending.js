// Keeps the figures of a sending up to date while they are looked at. Without this script they are those of the moment
// at which the page was asked for, and a link asks anew. A tab that is not looked at keeps no stream open: browsers
// allow only a few to one host.
"use strict";
{
  const section = document.getElementById("sending");
  const said = document.getElementById("sending-said");
  let step = section.dataset.step;
  let stream;

  const show = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("sending");
    if (!fresh) return;
    for (const part of fresh.querySelectorAll("[data-live]")) {
      const old = document.getElementById(part.id);
      // What has not changed is left alone: somebody may be about to press it.
      if (!old || old.outerHTML === part.outerHTML) continue;
      const hadFocus = old.contains(document.activeElement);
      old.replaceWith(document.adoptNode(part));
      if (hadFocus) document.getElementById("mail").focus();
    }
    // Who listens is told at a few steps, and when something begins or ends.
    if (fresh.dataset.step !== step) {
      step = fresh.dataset.step;
      said.textContent = `${document.getElementById("mail").textContent}. ${document.getElementById("sending-bar").textContent.trim()}`;
    }
  };

  const end = () => {
    stream?.close();
    stream = undefined;
  };

  const begin = () => {
    if (stream || document.hidden || section.dataset.ended) return;
    stream = new EventSource(section.dataset.events);
    stream.addEventListener("sending", (event) => show(event.data));
    stream.addEventListener("end", () => {
      section.dataset.ended = "true";
      end();
    });
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? end() : begin()));
  window.addEventListener("pagehide", end);
  window.addEventListener("pageshow", begin);
  begin();
}
