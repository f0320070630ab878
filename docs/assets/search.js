// A plain script: a page opened from a folder loads no modules. Finding words; loaded when the search is first used.
"use strict";
window.siteSearch = (() => {
  // ---- plain: width, case and white space do not count; what is typed so stands so in the text ----
  const plain = (text) => {
    const characters = [], places = [];
    Array.from(text).forEach((character, place) => {
      for (const part of character.normalize("NFKC").toLowerCase()) {
        if (part.trim()) { characters.push(part); places.push(place); }
      }
    });
    return { characters, places, text: characters.join("") };
  };

  // ---- folded: quotation marks, dashes, separators, traditional characters and numerals do not count ----
  const DASHES = /[-‐‑‒–—―−~〜～－]/;
  const SILENT = /[“”‘’"'「」『』«»《》〈〉＂＇`]/;
  const DIGITS = "零一二三四五六七八九", UNITS = { 十: 10, 百: 100, 千: 1000, 万: 10000 };
  const NUMERALS = /[零〇一二三四五六七八九十百千万两]+/g;

  // 二十二 is 22, 五千 5000, 七 7; 十四五 and 二〇二五 are read digit by digit or left as they stand.
  const numeral = (word) => {
    const plainly = word.replace(/〇/g, "零").replace(/两/g, "二");
    if (!/[十百千万]/.test(plainly)) return Array.from(plainly, (digit) => DIGITS.indexOf(digit)).join("");
    let sum = 0, digit = null, last = Infinity;
    for (const character of plainly) {
      const unit = UNITS[character];
      if (!unit) {
        const value = DIGITS.indexOf(character);
        if (digit !== null && value) return word; // two digits side by side are no number
        digit = value || null;
        continue;
      }
      if (unit >= last) return word;
      if (digit === null && unit !== 10) return word;
      sum += (digit === null ? 1 : digit) * unit;
      digit = null;
      last = unit;
    }
    if (digit !== null && last !== 10 && !/零.$/.test(plainly)) return word; // 五千三 is said, not written
    return String(sum + (digit || 0));
  };

  const folder = (variants) => (given) => {
    const characters = [], places = [];
    given.characters.forEach((character, at) => {
      if (SILENT.test(character)) return;
      characters.push(DASHES.test(character) ? "-" : variants[character] || character);
      places.push(given.places[at]);
    });
    // A comma between digits goes; numerals become digits.
    const out = [], where = [];
    const text = characters.join("");
    let at = 0; // characters outside the basic plane count two units: none of them is a numeral
    const units = [];
    characters.forEach((character, place) => { for (let i = 0; i < character.length; i++) units.push(place); });
    const copy = (end) => {
      for (; at < end; at++) {
        const grouped = /[,，]/.test(text[at]) && /[0-9]/.test(text[at - 1] || "") && /^[0-9]{3}/.test(text.slice(at + 1));
        if (!grouped) { out.push(text[at]); where.push(places[units[at]]); }
      }
    };
    for (const found of text.matchAll(NUMERALS)) {
      copy(found.index);
      const digits = Array.from(numeral(found[0])), length = found[0].length;
      digits.forEach((digit, place) => { // the first and the last stand where the numeral begins and ends
        out.push(digit);
        where.push(places[units[found.index + (place === digits.length - 1 ? length - 1 : Math.min(place, length - 1))]]);
      });
      at = found.index + length;
    }
    copy(text.length);
    return { characters: out, places: where, text: out.join("") };
  };

  // ---- an index made ready ----
  const ready = (index) => {
    const variants = Object.create(null), readings = Object.create(null);
    const pairs = Array.from(index.variants);
    for (let i = 0; i < pairs.length; i += 2) variants[pairs[i]] = pairs[i + 1];
    for (const [sound, characters] of Object.entries(index.readings)) {
      for (const character of characters) (readings[character] = readings[character] || []).push(sound);
    }
    const fold = folder(variants);
    const texts = index.texts.map((text) => {
      const own = { text, plain: plain(text) };
      // Only asked for where the words do not stand as typed.
      Object.defineProperty(own, "folded", { get() { return this.kept = this.kept || fold(this.plain); } });
      return own;
    });
    const pages = index.pages.map(([url, title, kind, number, blocks], order) => ({
      url, title, kind, number, order,
      name: plain(title).text,
      blocks: blocks.map(([anchor, at]) => ({ anchor, ...{ at } })),
    }));
    const also = Object.entries(index.also).map(([typed, means]) => [fold(plain(typed)).text, means]);
    also.sort((a, b) => b[0].length - a[0].length);
    return { texts, pages, also, fold, readings, variants, places: index.places };
  };

  // ---- how a word may stand in the text: each way is a test of a text, with the places where it stands ----
  const written = (word, form = "plain") => ({
    word,
    in: (text) => text[form].text.includes(word),
    spots: (text) => {
      const found = [], { text: whole, places } = text[form];
      for (let at = whole.indexOf(word); at >= 0; at = whole.indexOf(word, at + word.length)) {
        // The form counts UTF-16 units, the places whole characters.
        const from = Array.from(whole.slice(0, at)).length;
        const to = from + Array.from(word).length;
        found.push([places[from], places[to - 1] + 1]);
      }
      return found;
    },
  });

  // Characters one by one: `same(character, index)` says whether a text's character may stand there.
  const pattern = (length, same, form) => {
    const spots = (text) => {
      const found = [], { characters, places } = text[form];
      for (let from = 0; from + length <= characters.length; from++) {
        let at = 0;
        while (at < length && same(characters[from + at], at)) at++;
        if (at === length) found.push([places[from], places[from + length - 1] + 1]);
      }
      return found;
    };
    return { in: (text) => spots(text).length > 0, spots };
  };

  const near = (sound) => sound.replace(/^([zcs])h/, "$1").replace(/ng$/, "n").replace(/^n/, "l");

  // A run of letters as the sounds of characters: whole syllables, in names also first letters alone.
  const spoken = (letters, readings, initials) => {
    const from = (characters, place, rest) => {
      if (!rest) return place;
      const character = characters[place];
      if (character === undefined) return -1;
      for (const sound of readings[character] || []) {
        if (rest.length < sound.length && rest.length > (initials ? 0 : 1) && sound.startsWith(rest)) return place + 1;
        if (rest.startsWith(sound)) {
          const end = from(characters, place + 1, rest.slice(sound.length));
          if (end >= 0) return end;
        }
      }
      if (initials) {
        for (const sound of readings[character] || []) {
          if (rest[0] === sound[0]) {
            const end = from(characters, place + 1, rest.slice(1));
            if (end >= 0) return end;
          }
        }
      }
      return -1;
    };
    const spots = (text) => {
      const found = [], { characters, places } = text.plain;
      for (let start = 0; start < characters.length; start++) {
        const end = from(characters, start, letters);
        if (end > start) { found.push([places[start], places[end - 1] + 1]); start = end - 1; }
      }
      return found;
    };
    return { in: (text) => spots(text).length > 0, spots };
  };

  const JOINTS = /的|和|与|及|跟|有哪些|有什么|哪些|什么|怎么|怎样|如何|谁|吗|呢|请问/;
  const FILLERS = /^(?:的|和|与|及|有|要|做|是|哪些|什么|怎么|如何|负责|任务)+|(?:的|和|与|及|有|要|做|是|哪些|什么|怎么|如何|吗|呢)+$/g;
  const SPLIT = /[\s,，、。;；:：!！?？.·|/\\()（）[\]【】+&]+/;

  const search = (index) => {
    const { texts, pages, also, fold, readings, variants } = index;
    const simple = (word) => plain(word).characters.map((character) => variants[character] || character);
    const holding = (way) => {
      if (!way.texts) way.texts = new Set(texts.filter((text) => way.in(text)));
      return way.texts;
    };
    const stands = (way) => holding(way).size > 0;
    const example = (way) => {
      const said = new Set();
      for (const text of holding(way)) {
        const characters = Array.from(text.text);
        for (const [from, to] of way.spots(text)) said.add(characters.slice(from, to).join(""));
        if (said.size >= 3) break;
      }
      return [...said].slice(0, 3);
    };

    // All pages where each word stands in one of its ways.
    const hits = (words) => pages.flatMap((page) => {
      const own = words.map((ways) => page.blocks.filter((block) => ways.some((way) => holding(way).has(texts[block.at]))));
      if (own.some((found) => !found.length)) return [];
      const counted = new Map();
      for (const block of own.flat()) counted.set(block, (counted.get(block) || 0) + 1);
      // The block that holds most of the words, the first among equals.
      const best = [...counted].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
      return [{ page, anchor: best.anchor, text: texts[best.at], ways: words.flat() }];
    });
    const ranked = (results, words) => {
      const rank = ({ page }) => (
        words.some((word) => [page.number, `任务${page.number}`, page.name].includes(word)) ? 0
          : words.every((word) => page.name.includes(word)) ? 1 : 2
      );
      return results.map((result) => ({ ...result, rank: rank(result) }))
        .sort((a, b) => a.rank - b.rank || a.page.order - b.page.order);
    };

    // The ways of one word, from the most to the least certain; each step only where the last found nothing.
    const steps = [
      (word) => [["", [written(word)]]],
      (word) => {
        const folded = fold(plain(word)).text;
        const task = folded.match(/^(?:第?([0-9]+)(?:条|项|号)?任务|任务第?([0-9]+)(?:条|项|号)?|第([0-9]+)(?:条|项|号|个)?)[:：.．、,，]?$/);
        const forms = task ? [`任务${task.slice(1).find(Boolean)}`] : [];
        if (folded) forms.push(folded, folded.replace(/^[:：.．、,，;；。]+|[:：.．、,，;；。]+$/g, ""));
        const percent = folded.match(/^(?:百分之|100分之)([0-9.]+)$/);
        if (percent) forms.push(`${percent[1]}%`);
        return forms.filter(Boolean).map((form) => ["同一个词的另一种写法", [written(form, "folded")]]);
      },
      (word) => {
        const folded = fold(plain(word)).text;
        // The place before a body's name: the plan writes 区教育局.
        for (const place of index.places) {
          const local = folded.replace(new RegExp(`^(.+[市州])?${place}(?=.)`), "");
          const ways = [`区${local}`, `${place.slice(-1)}${local}`, local].map((name) => written(name, "folded"));
          const good = local !== folded && ways.find(stands);
          if (good) return [["通常写作", [good]]];
        }
        for (const [typed, means] of also) {
          if (!folded.includes(typed)) continue;
          const rest = folded.split(typed).map((part) => part.replace(FILLERS, ""))
            .filter((part) => part && ![...index.places, "区"].some((place) => part.endsWith(place)));
          const ways = means.map((name) => written(fold(plain(name)).text, "folded"));
          if (rest.every((part) => stands(written(part, "folded")))) {
            return [["通常指", ways, rest.map((part) => [written(part, "folded")])]];
          }
        }
        return [];
      },
      (word) => {
        const letters = word.normalize("NFD").replace(/[\u0300-\u0307\u0309-\u036f]/g, "").replace(/u\u0308/g, "v").replace(/[1-5'’-]/g, "");
        if (!/^[a-z]{2,}$/.test(letters)) return [];
        return [["读音相同", [spoken(letters, readings, false)]], ...(new Set(letters).size > 1 ? [["拼音首字母", [Object.assign(spoken(letters, readings, true), { names: true })]]] : [])];
      },
      (word) => {
        const typed = simple(word);
        if (typed.length < 2 || !typed.some((character) => readings[character])) return [];
        const sounds = typed.map((character) => readings[character] || []);
        const alike = (how) => pattern(typed.length, (character, at) => character === typed[at]
          || (readings[character] || []).some((sound) => sounds[at].some((own) => how(own) === how(sound))), "plain");
        return [["读音相同", [alike((sound) => sound)]], ["读音相近", [alike(near)]]];
      },
      (word) => {
        const ways = [SPLIT, JOINTS].map((joint) => word.split(joint).filter(Boolean)).filter((parts) => parts.length > 1 || (parts[0] && parts[0] !== word));
        if (ways.length) return ways.map((parts) => ["分开查", null, parts]);
        // Cut where the text has the longest pieces: 老年人手机 is 老年人 and 手机.
        const typed = Array.from(fold(plain(word)).text), pieces = [];
        for (let at = 0; at < typed.length;) {
          let end = typed.length;
          while (end > at + 1 && !stands(written(typed.slice(at, end).join(""), "folded"))) end--;
          if (end > at + 1) pieces.push(typed.slice(at, end).join(""));
          else if (!/[的和与在是了吗呢有之及么哪谁]/.test(typed[at])) return [];
          at = Math.max(end, at + 1);
        }
        return pieces.length > 1 || (pieces[0] && pieces[0] !== word) ? [["分开查", null, pieces]] : [];
      },
      (word) => {
        const typed = Array.from(fold(plain(word)).text), found = [];
        if (typed.length < 3) return [];
        // Not the last of a short word: whatever begins alike would be found.
        for (let wrong = 0; wrong < typed.length - (typed.length < 4 ? 1 : 0); wrong++) {
          found.push(pattern(typed.length, (character, at) => at === wrong ? /\p{Script=Han}/u.test(character) : character === typed[at], "folded"));
        }
        if (typed.length > 3) {
          for (let extra = 1; extra < typed.length - 1; extra++) {
            found.push(written(typed.filter((_, at) => at !== extra).join(""), "folded"));
          }
          for (let lost = 1; lost < typed.length; lost++) {
            const longer = [...typed.slice(0, lost), null, ...typed.slice(lost)];
            found.push(pattern(longer.length, (character, at) => longer[at] === null ? /\p{Script=Han}/u.test(character) : character === longer[at], "folded"));
          }
        }
        const good = found.filter(stands);
        return good.length ? [["差一个字", good]] : [];
      },
    ];

    const namesOnly = (way) => {
      if (way.names && !way.texts) {
        const names = new Set(pages.map((page) => page.title));
        for (const page of pages) if (page.blocks.length) names.add(texts[page.blocks[0].at].text); // its heading
        way.texts = new Set(texts.filter((text) => names.has(text.text) && way.in(text)));
      }
      return way;
    };
    // One word: { ways of each part, how }, or null where nothing is like it.
    const read = (word, depth = 0) => {
      for (const step of steps) {
        for (const [how, ways, rest] of step(word)) {
          if (!ways) { // several words
            if (depth) continue;
            const parts = rest.map((part) => read(plain(part).text, 1));
            if (parts.every(Boolean)) return { how, words: parts.flatMap((part) => part.words), said: parts.flatMap((part) => part.said) };
            continue;
          }
          const good = ways.map(namesOnly).filter(stands);
          if (!good.length) continue;
          const said = how ? good.flatMap(example) : [word];
          return { how, words: [good, ...(rest || [])], said: [...new Set(said)].slice(0, 3) };
        }
      }
      return null;
    };

    /* Results, and how they were come by: `how` is "" where every word stands as typed. */
    return (query) => {
      const words = query.split(/\s+/).map((word) => plain(word).text).filter(Boolean);
      if (!words.length) return { results: [], how: "", said: [], missing: [] };
      const exact = hits(words.map((word) => [written(word)]));
      if (exact.length) return { results: ranked(exact, words), how: "", said: words, missing: [] };
      // Letters with spaces between the syllables are one word.
      const joined = words.length > 1 && words.every((word) => /^[a-zü\u0300-\u036f1-5']+$/.test(word.normalize("NFD"))) ? [words.join("")] : words;
      const understood = joined.map((word) => read(word));
      const known = understood.filter(Boolean);
      const missing = joined.filter((_, at) => !understood[at]);
      const said = [...new Set(known.flatMap((word) => word.said))];
      const how = known.map((word) => word.how).find(Boolean) || "";
      const all = known.flatMap((word) => word.words);
      const names = said.map((word) => fold(plain(word)).text);
      if (known.length && !missing.length) {
        const found = hits(all);
        if (found.length) return { results: ranked(found, names), how: how || "分开查", said, missing };
      }
      if (joined.length < 2 && all.length < 2) return { results: [], how: "", said: [], missing };
      // No page has all of it: the pages that have most.
      const counts = pages.map((page) => all.filter((ways) => page.blocks.some((block) => ways.some((way) => holding(way).has(texts[block.at])))).length);
      const most = Math.max(0, ...counts);
      if (!most) return { results: [], how: "", said: [], missing };
      const some = pages.flatMap((page, at) => {
        if (counts[at] < most) return [];
        const own = all.filter((ways) => page.blocks.some((block) => ways.some((way) => holding(way).has(texts[block.at]))));
        return hits(own).filter((result) => result.page === page);
      });
      return { results: ranked(some, names), how: "只写到一部分", said, missing };
    };
  };

  // Where the words stand in a text that is on the page: folded as in the search, so that a find= from
  // a results list marks what it named.
  const marks = (text, words, index) => {
    const own = { text, plain: plain(text) };
    own.folded = index ? index.fold(own.plain) : own.plain;
    return words.flatMap((word) => written(plain(word).text).spots(own)).sort((a, b) => a[0] - b[0]);
  };

  return { plain, numeral, folder, ready, search, marks };
})();
