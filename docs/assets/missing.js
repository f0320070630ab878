// A plain script: a page opened from a folder loads no modules. For the missing page, which is served for any address.
"use strict";
// Without the site's address nobody knows how deep below it the asked one lies, so the page names this script
// at several depths; where it is found, there the site is. Style, links and the other scripts follow.
(() => {
  const base = new URL("..", document.currentScript.src).pathname, root = document.documentElement;
  if (window.siteFound) return;
  window.siteFound = true;
  if (base === "/") return;
  root.dataset.base = base.slice(0, -1);
  const under = (path) => base + path.replace(/^\//, "");
  for (const link of document.head.querySelectorAll('link[href^="/"]')) link.setAttribute("href", under(link.getAttribute("href")));
  for (const name of ["early", "site"]) {
    const script = document.createElement("script");
    script.src = under(`assets/${name}.js`);
    script.async = false;
    addEventListener("DOMContentLoaded", () => document.head.append(script));
  }
  addEventListener("DOMContentLoaded", () => {
    for (const link of document.querySelectorAll('a[href^="/"]')) link.setAttribute("href", under(link.getAttribute("href")));
  });
})();
