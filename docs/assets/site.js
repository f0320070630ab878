// Search, the two switches, filters. Everything else of the site works without.
"use strict";
(() => {
  const root = document.documentElement;
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // ---- switches ----
  for (const [id, isOn, set] of [
    ["scheme", () => root.dataset.mdColorScheme === "slate", (on) => {
      root.dataset.mdColorScheme = on ? "slate" : "default";
      chosen.write("scheme", root.dataset.mdColorScheme);
    }],
    ["elder", () => root.classList.contains("elder"), (on) => {
      root.classList.toggle("elder", on);
      chosen.write("elder", on ? "yes" : "no");
    }],
  ]) {
    const button = document.getElementById(id);
    button.setAttribute("aria-pressed", isOn());
    button.addEventListener("click", () => {
      set(!isOn());
      button.setAttribute("aria-pressed", isOn());
    });
  }

  // ---- search: every place where the words stand, no other ----
  // Width and case do not count, nor white space. One character stays one character, so that places in
  // the plain form are places in the text.
  const plain = (text) => {
    const characters = [], places = [];
    [...text].forEach((character, place) => {
      for (const part of character.normalize("NFKC").toLowerCase()) {
        if (part.trim()) { characters.push(part); places.push(place); }
      }
    });
    return { text: characters.join(""), places };
  };
  const terms = (query) => query.split(/\s+/).map((word) => plain(word).text).filter(Boolean);

  let loading;
  const index = () => loading ??= new Promise((resolve, reject) => {
    const script = make("script", { src: `${root.dataset.base}/assets/search-index.js` });
    script.onload = () => resolve(searchIndex.map((page) => ({
      ...page, blocks: page.blocks.map(([anchor, text]) => ({ anchor, text, ...{ plain: plain(text) } })),
    })));
    script.onerror = () => { loading = undefined; reject(new Error("no index")); };
    document.head.append(script);
  });

  const search = (pages, query) => {
    const words = terms(query);
    if (!words.length) return [];
    return pages.flatMap((page, order) => {
      const hits = words.map((word) => page.blocks.filter((block) => block.plain.text.includes(word)));
      if (hits.some((found) => !found.length)) return [];
      // The block that holds most of the words, headings first among equals.
      const best = [...new Set(hits.flat())]
        .map((block) => ({ block, held: words.filter((word) => block.plain.text.includes(word)).length }))
        .reduce((a, b) => (b.held > a.held ? b : a)).block;
      const exact = words.some((word) => [page.number, `任务${page.number}`, plain(page.title).text].includes(word));
      const titled = words.every((word) => plain(page.title).text.includes(word));
      return [{ page, block: best, words, order, rank: exact ? 0 : titled ? 1 : 2 }];
    }).sort((a, b) => a.rank - b.rank || a.order - b.order);
  };

  // Places of the words in a text, in characters of the text itself.
  const marks = (block, words) => words.flatMap((word) => {
    const found = [];
    for (let at = block.plain.text.indexOf(word); at >= 0; at = block.plain.text.indexOf(word, at + word.length)) {
      // The plain form counts UTF-16 units, the places whole characters.
      const from = [...block.plain.text.slice(0, at)].length;
      const count = [...word].length;
      found.push([block.plain.places[from], block.plain.places[from + count - 1] + 1]);
    }
    return found;
  }).sort((a, b) => a[0] - b[0]);

  const excerpt = (block, words) => {
    const characters = [...block.text];
    const all = marks(block, words);
    const start = Math.max(0, (all[0]?.[0] ?? 0) - 20), end = Math.min(characters.length, start + 90);
    const line = make("span", { className: "excerpt" }, start ? "…" : "");
    let at = start;
    for (const [from, to] of all) {
      if (from < at || to > end) continue;
      line.append(characters.slice(at, from).join(""), make("mark", {}, characters.slice(from, to).join("")));
      at = to;
    }
    line.append(characters.slice(at, end).join(""), end < characters.length ? "…" : "");
    return line;
  };

  const query = document.getElementById("query");
  const found = document.getElementById("found");
  const [status, list] = found.children;
  let asked = 0;
  const close = () => { found.hidden = true; asked++; };
  const show = async () => {
    const words = query.value.trim(), turn = ++asked;
    if (!words) return close();
    found.hidden = false;
    let pages;
    try { pages = await index(); } catch {
      status.textContent = "搜索用的文件没有装载成功，请刷新页面再试。";
      return;
    }
    if (turn !== asked) return;
    const results = search(pages, words);
    status.textContent = results.length ? `“${words}”：${results.length} 条` : `没有找到“${words}”`;
    list.replaceChildren(...["任务", "单位", "目标", "页面"].flatMap((kind) => {
      const own = results.filter((result) => result.page.kind === kind);
      if (!own.length) return [];
      const id = `found-${kind}`;
      return [
        make("p", { id, className: "group" }, `${kind}（${own.length}）`),
        Object.assign(make("ul", {}, ...own.map(({ page, block, words }) => {
          const address = new URL(`${root.dataset.base}/${page.url}`, location);
          address.searchParams.set("find", words.join(" "));
          address.hash = block.anchor;
          return make("li", {}, make("a", { href: address.href }, page.title, excerpt(block, words)));
        })), { ariaLabel: `${kind}里的结果` }),
      ];
    }));
  };
  // `input` fires for keys, paste, speech and handwriting alike; half-composed characters wait.
  query.addEventListener("input", (event) => { if (!event.isComposing) show(); });
  query.addEventListener("compositionend", show);
  query.addEventListener("focus", () => { index().catch(() => {}); });
  query.addEventListener("click", show);
  query.form.addEventListener("submit", (event) => {
    event.preventDefault();
    show().then(() => found.querySelector("a")?.focus());
  });
  document.addEventListener("keydown", (event) => {
    if (found.hidden) return;
    const links = [...found.querySelectorAll("a")], at = links.indexOf(document.activeElement);
    const inside = at >= 0 || document.activeElement === query;
    if (event.key === "Escape") { close(); query.focus(); }
    if (event.key === "ArrowDown" && inside && links.length) { event.preventDefault(); links[Math.min(at + 1, links.length - 1)].focus(); }
    if (event.key === "ArrowUp" && at >= 0) { event.preventDefault(); (links[at - 1] ?? query).focus(); }
  });
  document.addEventListener("click", (event) => {
    if (!found.contains(event.target) && !query.form.contains(event.target)) close();
  });

  // Arrived from a search: show the words where they stand, the text itself untouched.
  const sought = terms(new URLSearchParams(location.search).get("find") ?? "");
  if (sought.length && window.Highlight && CSS.highlights) {
    const ranges = [];
    for (const block of document.querySelectorAll("article :is(h1, h2, h3, p, li, th, td, dt, dd, caption, figcaption, q)")) {
      if (block.querySelector("p, li, td, q")) continue;
      const nodes = [], walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) nodes.push(walker.currentNode);
      const units = nodes.flatMap((node) => {
        const places = [];
        let offset = 0;
        for (const character of node.data) { places.push([node, offset, offset + character.length]); offset += character.length; }
        return places;
      });
      const whole = { plain: plain(nodes.map((node) => node.data).join("")) };
      for (const [from, to] of marks(whole, sought)) {
        const range = new Range();
        range.setStart(units[from][0], units[from][1]);
        range.setEnd(units[to - 1][0], units[to - 1][2]);
        ranges.push(range);
      }
    }
    if (ranges.length) {
      CSS.highlights.set("found", new Highlight(...ranges));
      if (!location.hash) ranges[0].startContainer.parentElement.scrollIntoView({ block: "center" });
    }
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
    const apply = () => {
      const wanted = Object.fromEntries(selects.map(({ name, select }) => [name, select.value]));
      for (const part of table.querySelectorAll("[data-body], [data-action], [data-period]")) {
        part.hidden = ["body", "action", "period"].some((name) => (
          wanted[name] && part.dataset[name] !== undefined && !part.dataset[name].split(" ").includes(wanted[name])
        ));
      }
      for (const group of table.tBodies) {
        const targets = [...group.querySelectorAll(".target")];
        group.hidden ||= targets.length > 0 && targets.every((row) => row.hidden);
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
      const count = table.querySelectorAll("tbody:not([hidden]) :is(tr[data-body], tr.target):not([hidden])").length;
      const narrowed = selects.some(({ name, select }) => name !== "sort" && select.selectedIndex);
      shown.textContent = narrowed ? `显示 ${count} 行` : "";
    };
    form.addEventListener("change", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.append(shown);
    const filtered = () => selects.some(({ select }) => select.selectedIndex);
    const fold = document.querySelector(".table-fold");
    fold.append(form);
    fold.open = filtered();
    apply();
  }
})();
