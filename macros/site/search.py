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
_ID = re.compile(r"""\sid=(?:"([^"]+)"|'([^']+)'|([^\s"'>/]+))""")


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
                anchor = unescape(given[1] or given[2] or given[3])
    flush()
    return found


KINDS = {"tasks": "任务", "bodies": "单位", "targets": "目标"}
"""What kind of page stands in which folder; the others are 页面."""

SHARD = 150_000
"""Characters of texts, and of pages, in one file of the index (at most three bytes each); more goes into
further files, loaded side by side.
"""


@dataclass
class Index:
    """The index while the pages are made.

    Attributes:
        places: names of the place that people put before a body's name and the plan does not.
        also: what people type to what is written, for what no rule of spelling finds.
        pages: (address, title, kind, number or "", blocks), in navigation order; a block is its anchor
            and its text's place in `texts`.
        texts: every text once, however many pages carry it, with its place.
    """

    also: Mapping[str, Sequence[str]] = field(default_factory=dict)
    places: Sequence[str] = ()
    pages: list[tuple[str, str, str, str, list[tuple[str, int]]]] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=dict)

    def add(self, url: str, title: str, html: str) -> None:
        """Take in one page's own part."""
        kind = KINDS.get(url.split("/")[0], "页面")
        number = title.removeprefix("任务").split()[0] if kind == "任务" else ""
        own = [(anchor, self.texts.setdefault(text, len(self.texts))) for anchor, text in blocks(html)]
        self.pages.append((url, title, kind, number, own))

    def scripts(self) -> dict[str, str]:
        """The index as scripts, path below the site to content: unlike data, a page opened from a folder
        may load them. The first names the others.
        """
        texts = _shards({text: len(text) for text in self.texts})
        pages = _shards({json: len(json) for json in map(_json, self.pages)})
        known = set("".join(self.texts)) | set("".join(self.also))
        further = _further("texts", [[_json(text) for text in shard] for shard in texts])
        further |= _further("pages", pages)
        first = {
            "pages": self.pages[: len(pages[0])],
            "texts": texts[0],
            "parts": list(further),
            "also": self.also,
            "places": self.places,
            "variants": variants(known),
            "readings": readings(known),
        }
        made = {INDEX: f"const searchIndex = {_json(first)};\n"}
        return made | {f"assets/{name}.js": script for name, script in further.items()}


def _shards(sizes: Mapping[str, int]) -> list[list[str]]:
    """Things with their sizes, in order, in as few lists as hold SHARD each; a larger thing stands alone."""
    shards: list[list[str]] = [[]]
    total = 0
    for thing, size in sizes.items():
        if shards[-1] and total + size > SHARD:
            shards.append([])
            total = 0
        shards[-1].append(thing)
        total += size
    return shards


def _further(field: str, shards: list[list[str]]) -> dict[str, str]:
    """The scripts, by name, that put all but the first shard of a list in its place, whichever comes first."""
    made = {}
    for number, shard in enumerate(shards[1:], start=1):
        start = sum(map(len, shards[:number]))
        place = f"(item, at) => {{ searchIndex.{field}[{start} + at] = item; }}"
        made[f"search-{field}-{number}"] = f"[{','.join(shard)}].forEach({place});\n"
    return made


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
