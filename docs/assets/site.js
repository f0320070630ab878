// A plain script: a page opened from a folder loads no modules. The search box and the tables' filters.
"use strict";
(() => {
  const root = document.documentElement;
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // ---- the search box; the finding itself and its index come when they are first needed ----
  const load = (name) => new Promise((resolve, reject) => {
    const script = make("script", { src: `${root.dataset.base}/assets/${name}.js` });
    script.onload = resolve;
    script.onerror = () => { script.remove(); reject(new Error(`no ${name}`)); };
    document.head.append(script);
  });
  let loading;
  const engine = () => {
    loading = loading || Promise.all([load("search"), load("search-index")])
      .then(() => Promise.all(searchIndex.parts.map(load)))
      .then(() => {
        const index = siteSearch.ready(searchIndex);
        return { index, find: siteSearch.search(index) };
      })
      .catch((error) => { loading = undefined; throw error; });
    return loading;
  };

  const excerpt = (text, spots) => {
    const characters = Array.from(text);
    const start = Math.max(0, (spots[0] || [0])[0] - 20), end = Math.min(characters.length, start + 90);
    const line = make("span", { className: "excerpt" }, start ? "…" : "");
    let at = start;
    for (const [from, to] of spots) {
      if (from < at || to > end) continue;
      line.append(characters.slice(at, from).join(""), make("mark", {}, characters.slice(from, to).join("")));
      at = to;
    }
    line.append(characters.slice(at, end).join(""), end < characters.length ? "…" : "");
    return line;
  };
  const spotsOf = (result) => result.ways.flatMap((way) => way.spots(result.text)).sort((a, b) => a[0] - b[0]);

  const query = document.getElementById("query");
  const found = document.getElementById("found");
  const onward = document.getElementById("onward");
  const [status, list] = found.children;
  const quoted = (words) => words.map((word) => `“${word}”`).join("、");
  const sentence = (words, { results, how, said, missing }) => {
    if (!results.length) return `没有找到“${words}”`;
    if (!how) return `“${words}”：${results.length} 条`;
    const without = missing.length ? `，没有找到${quoted(missing)}` : "";
    return `没有一页照样写着“${words}”。${how}：${quoted(said)}${without}，${results.length} 条`;
  };
  let asked = 0;
  const close = () => { found.hidden = true; onward.hidden = true; asked++; };
  const show = async () => {
    const words = query.value.trim(), turn = ++asked;
    if (!words) { close(); return; }
    found.hidden = false;
    let answer;
    try { answer = (await engine()).find(words); } catch (error) {
      if (typeof siteSearch !== "undefined" && typeof searchIndex !== "undefined") throw error;
      status.textContent = "搜索用的文件没有装载成功，请刷新页面再试。";
      return;
    }
    if (turn !== asked) return;
    const { results, how, said } = answer;
    status.textContent = sentence(words, answer);
    onward.hidden = results.length > 0;
    const sought = (how ? said : words.split(/\s+/)).join(" ");
    list.replaceChildren(...["任务", "单位", "目标", "页面"].flatMap((kind) => {
      const own = results.filter((result) => result.page.kind === kind);
      if (!own.length) return [];
      const items = make("ul", {}, ...own.map((result) => {
        const address = new URL(`${root.dataset.base}/${result.page.url}`, location);
        address.searchParams.set("find", sought);
        address.hash = result.anchor;
        return make("li", {}, make("a", { href: address.href }, result.page.title, excerpt(result.text.text, spotsOf(result))));
      }));
      items.setAttribute("aria-label", `${kind}里的结果`);
      return [make("p", { id: `found-${kind}`, className: "group" }, `${kind}（${own.length}）`), items];
    }));
  };
  // `input` fires for keys, paste, speech and handwriting alike; half-composed characters wait.
  query.addEventListener("input", (event) => { if (!event.isComposing) show(); });
  query.addEventListener("compositionend", show);
  query.addEventListener("focus", () => { engine().catch(() => {}); });
  query.addEventListener("click", show);
  query.form.addEventListener("submit", (event) => {
    event.preventDefault();
    show().then(() => {
      const first = (found.querySelector("a") || onward.querySelector("a"));
      if (first) first.focus();
    });
  });
  document.addEventListener("keydown", (event) => {
    if (found.hidden) return;
    const links = [...found.querySelectorAll("a"), ...(onward.hidden ? [] : onward.querySelectorAll("a"))];
    const at = links.indexOf(document.activeElement);
    const inside = at >= 0 || document.activeElement === query;
    if (event.key === "Escape") { close(); query.focus(); }
    if (event.key === "ArrowDown" && inside && links.length) { event.preventDefault(); links[Math.min(at + 1, links.length - 1)].focus(); }
    if (event.key === "ArrowUp" && at >= 0) { event.preventDefault(); (links[at - 1] || query).focus(); }
  });
  document.addEventListener("click", (event) => {
    if (![found, onward, query.form].some((part) => part.contains(event.target))) close();
  });

  // What an address or a search leads to is not left folded.
  const unfold = (part) => {
    const folded = part && part.closest(".folded");
    if (folded) folded.previousElementSibling.open = true;
    return folded;
  };
  const arrive = () => {
    const part = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (unfold(part)) part.scrollIntoView();
  };
  window.addEventListener("hashchange", arrive);
  arrive();

  // Arrived from a search: show the words where they stand, the text itself untouched.
  const sought = new URLSearchParams(location.search).get("find");
  if (sought && window.Highlight && CSS.highlights) {
    load("search").then(() => {
      const ranges = [];
      for (const block of document.querySelectorAll("h1, h2, h3, p, li, th, td, dt, dd, caption, figcaption, q")) {
        if (!block.closest("article") || block.querySelector("p, li, td, q")) continue;
        const nodes = [], walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) nodes.push(walker.currentNode);
        const units = nodes.flatMap((node) => {
          const places = [];
          let offset = 0;
          for (const character of node.data) { places.push([node, offset, offset + character.length]); offset += character.length; }
          return places;
        });
        for (const [from, to] of siteSearch.marks(nodes.map((node) => node.data).join(""), sought.split(/\s+/).filter(Boolean))) {
          const range = new Range();
          range.setStart(units[from][0], units[from][1]);
          range.setEnd(units[to - 1][0], units[to - 1][2]);
          ranges.push(range);
        }
      }
      if (ranges.length) {
        CSS.highlights.set("found", new Highlight(...ranges));
        unfold(ranges[0].startContainer.parentElement);
        if (!location.hash) ranges[0].startContainer.parentElement.scrollIntoView({ block: "center" });
      }
    }, () => {});
  }

  // ---- filters: kept in the address, so that a view can be sent ----
  const address = new URLSearchParams(location.search);
  const table = document.querySelector("table[data-filter]");
  if (table) {
    const choices = JSON.parse(table.dataset.filter);
    const form = make("form", { className: "table-tools" });
    const shown = make("p", { className: "note" });
    shown.setAttribute("role", "status");
    const selects = choices.map(({ name, label, options }) => {
      const select = make("select", { id: `filter-${name}` }, ...options.map(([value, words]) => make("option", { value }, words)));
      select.value = options.some(([value]) => value === address.get(name)) ? address.get(name) : options[0][0];
      form.append(make("div", {}, make("label", { htmlFor: select.id }, label), select));
      return { name, select };
    });
    const visible = (row) => !row.hidden && !row.parentNode.hidden;
    const apply = () => {
      const wanted = {};
      for (const { name, select } of selects) wanted[name] = select.value;
      for (const part of document.querySelectorAll("article [data-body], article [data-action], article [data-period]")) {
        part.hidden = ["body", "action", "task", "period"].some((name) => (
          wanted[name] && part.dataset[name] !== undefined && !part.dataset[name].split(" ").includes(wanted[name])
        ));
      }
      for (const head of table.querySelectorAll(".actions th")) { // as wide as what is left below it
        const below = table.querySelectorAll(`.numbers [data-action="${head.dataset.action}"]:not([hidden])`).length;
        head.hidden = !below;
        head.colSpan = below || 1;
      }
      for (const group of table.tBodies) {
        const targets = [...group.querySelectorAll(".target")];
        if (targets.length && targets.every((row) => row.hidden)) group.hidden = true;
      }
      const items = table.tBodies.length > 1 ? [...table.tBodies] : [...table.tBodies[0].rows];
      items.sort((a, b) => (
        (wanted.sort && b.dataset.count - a.dataset.count) || a.dataset.order - b.dataset.order
      ));
      items[0].parentNode.append(...items);
      for (const { name, select } of selects) {
        if (select.selectedIndex) address.set(name, select.value); else address.delete(name);
      }
      const text = address.toString();
      try { history.replaceState(null, "", `${text ? `?${text}` : location.pathname}${location.hash}`); } catch { /* from a folder */ }
      const rows = [...table.querySelectorAll("tbody tr[data-body], tbody tr.target")].filter(visible);
      const narrowed = selects.some(({ name, select }) => name !== "sort" && select.selectedIndex);
      shown.textContent = narrowed ? `显示 ${rows.length} 行` : "";
    };
    form.addEventListener("change", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.append(shown);
    const fold = document.querySelector(".table-fold");
    fold.append(form);
    fold.open = selects.some(({ select }) => select.selectedIndex);
    apply();
  }

  // ---- print: a page says where it was taken from ----
  const sheet = document.getElementById("sheet-address");
  if (sheet) {
    if (/^https?:$/.test(location.protocol)) sheet.textContent = decodeURI(location.origin + location.pathname);
    root.style.setProperty("--printed", JSON.stringify(sheet.parentElement.textContent));
  }
})();
