// Before anything is painted: what the reader chose last time. No choice, or no storage: the system's.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const site = new URL(root.dataset.base + "/", location).pathname;
  window.chosen = {
    read(name) {
      try { return localStorage.getItem(site + name); } catch { return null; }
    },
    write(name, value) {
      try { localStorage.setItem(site + name, value); } catch { /* private mode: for this page only */ }
    },
  };
  const dark = chosen.read("scheme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default");
  root.dataset.mdColorScheme = dark;
  root.classList.toggle("elder", chosen.read("elder") === "yes");
})();
