// A plain script: a page opened from a folder loads no modules. What the reader chose, before anything is painted.
"use strict";
(() => {
  const root = document.documentElement;
  const site = new URL(root.dataset.base + "/", location).pathname;
  // No storage (private mode, a closed profile): for this page only.
  const read = (name) => { try { return localStorage.getItem(site + name); } catch { return null; } };
  const write = (name, value) => { try { localStorage.setItem(site + name, value); } catch { /* as said */ } };

  const dark = matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default";
  root.classList.add("js");
  root.dataset.mdColorScheme = read("scheme") || dark;
  root.classList.toggle("elder", read("elder") === "yes");

  const switches = [
    ["scheme", () => root.dataset.mdColorScheme === "slate", (on) => {
      root.dataset.mdColorScheme = on ? "slate" : "default";
      write("scheme", root.dataset.mdColorScheme);
    }],
    ["elder", () => root.classList.contains("elder"), (on) => {
      root.classList.toggle("elder", on);
      write("elder", on ? "yes" : "no");
    }],
  ];
  const ready = (run) => { // the missing page loads this script late
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run); else run();
  };
  ready(() => {
    for (const [id, isOn, set] of switches) {
      const button = document.getElementById(id);
      button.setAttribute("aria-pressed", isOn());
      button.addEventListener("click", () => {
        set(!isOn());
        button.setAttribute("aria-pressed", isOn());
      });
    }
  });
})();
