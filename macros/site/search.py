"""Pages into the index that the site's search reads: every block of text with the nearest anchor."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

from macros.site.typed import readings, variants

INDEX = "assets/search-index.js"

_BLOCKS = frozenset(
    """article blockquote caption dd details div dl dt figcaption figure form h1 h2 h3 h4 h5 h6 header li ol p
    pre q section summary table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905
)
_ANCHORS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "tr", "li", "section"))
_SILENT = frozenset(("svg", "script", "style", "nav"))  # ways to other pages are not what a page says
_VOID = frozenset(("br", "col", "hr", "img", "input", "wbr"))


# Pages are our templates' and Markdown's own HTML: well formed, every `<` and `>` in a value escaped. The
# standard library's parser forgives what never comes and takes four times as long.
_TOKEN = re.compile(r"""<(/?)([a-z][a-z0-9]*)((?:[^>"']|"[^"]*"|'[^']*')*)>|([^<]+)|<""", re.IGNORECASE)
_ID = re.compile(r"""\sid=["']([^"']+)["']""")


def blocks(html: str) -> list[tuple[str, str]]:
    """Every block of text of a page with the anchor it stands at ("" above the first)."""
    found: list[tuple[str, str]] = []
    words: list[str] = []
    anchor, silent = "", 0

    def flush() -> None:
        text = " ".join(unescape("".join(words)).split())
        words.clear()
        if text:
            found.append((anchor, text))

    for token in _TOKEN.finditer(html):
        closing, name, attributes, text = token.groups()
        if name is None:
            if not silent:
                words.append(text or "<")
            continue
        tag = name.lower()
        if tag in _VOID or attributes.endswith("/"):
            if not silent and tag in _BLOCKS:
                flush()
        elif silent or (tag in _SILENT and not closing):
            silent += -1 if closing else 1
        elif tag in _BLOCKS:
            flush()
            if not closing and tag in _ANCHORS and (given := _ID.search(attributes)):
                anchor = unescape(given[1])
    flush()
    return found


SHARD = 400_000
"""Characters of text in one file of the index; more goes into further files, loaded side by side."""


@dataclass
class Index:
    """The index while the pages are made.

    Attributes:
        targets: id to name of the targets that the table of all targets has rows for.
        places: names of the place that people put before a body's name and the plan does not.
        also: what people type to what is written, for what no rule of spelling finds.
        pages: (address, title, kind, number or "", blocks), in navigation order; a block is its anchor
            and its text's place in `texts`.
        texts: every text once, however many pages carry it, with its place.
    """

    targets: dict[str, str]
    also: Mapping[str, Sequence[str]] = field(default_factory=dict)
    places: Sequence[str] = ()
    pages: list[tuple[str, str, str, str, list[tuple[str, int]]]] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=dict)

    def add(self, url: str, title: str, html: str) -> None:
        """Take in one page's own part; the table of all targets gives an entry for each target."""
        found = blocks(html)
        kind = "任务" if url.startswith("tasks/") else "单位" if url.startswith("bodies/") else "页面"
        number = title.removeprefix("任务").split()[0] if kind == "任务" else ""
        if url == "targets.html":
            own: dict[str, list[tuple[str, str]]] = {target: [] for target in self.targets}
            for block in found:
                if block[0] in own:
                    own[block[0]].append(block)
            for target, name in self.targets.items():
                self._page(url, name, "目标", "", own[target])
            found = [block for block in found if block[0] not in self.targets]
        self._page(url, title, kind, number, found)

    def _page(self, url: str, title: str, kind: str, number: str, found: list[tuple[str, str]]) -> None:
        own = [(anchor, self.texts.setdefault(text, len(self.texts))) for anchor, text in found]
        self.pages.append((url, title, kind, number, own))

    def scripts(self) -> dict[str, str]:
        """The index as scripts, path below the site to content: unlike data, a page opened from a folder
        may load them. The first names the others.
        """
        shards: list[list[str]] = [[]]
        size = 0
        for text in self.texts:
            if shards[-1] and size + len(text) > SHARD:
                shards.append([])
                size = 0
            shards[-1].append(text)
            size += len(text)
        known = set("".join(self.texts)) | set("".join(self.also))
        names = [f"search-text-{number}" for number in range(1, len(shards))]
        first = {
            "pages": self.pages,
            "texts": shards[0],
            "parts": names,
            "also": self.also,
            "places": self.places,
            "variants": variants(known),
            "readings": readings(known),
        }
        made = {INDEX: f"const searchIndex = {_json(first)};\n"}
        # In order, whichever comes first: each puts its texts where they belong.
        for number, (name, shard) in enumerate(zip(names, shards[1:], strict=True), start=1):
            start = sum(map(len, shards[:number]))
            place = f"(text, at) => {{ searchIndex.texts[{start} + at] = text; }}"
            made[f"assets/{name}.js"] = f"{_json(shard)}.forEach({place});\n"
        return made


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
