"""Pages into the index that the site's search reads: every block of text with the nearest anchor."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser

INDEX = "assets/search-index.js"

_BLOCKS = frozenset(
    """article blockquote caption dd details div dl dt figcaption figure form h1 h2 h3 h4 h5 h6 header li ol p
    pre q section summary table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905
)
_ANCHORS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "tr", "li", "section"))
_SILENT = frozenset(("svg", "script", "style", "nav"))  # ways to other pages are not what a page says
_VOID = frozenset(("br", "col", "hr", "img", "input", "wbr"))


class _Blocks(HTMLParser):
    """Collects (anchor, text) of every block that holds text itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self.anchor = ""
        self.words: list[str] = []
        self.silent = 0

    def _flush(self) -> None:
        text = " ".join("".join(self.words).split())
        self.words = []
        if text:
            self.found.append((self.anchor, text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT or self.silent:
            self.silent += tag not in _VOID
            return
        if tag in _BLOCKS:
            self._flush()
        given = dict(attrs).get("id")
        if given and tag in _ANCHORS:
            self.anchor = given

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.silent and tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            self.silent -= 1
        elif tag in _BLOCKS:
            self._flush()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)

    def close(self) -> None:
        super().close()
        self._flush()


def blocks(html: str) -> list[tuple[str, str]]:
    """Every block of text of a page with the anchor it stands at ("" above the first)."""
    parser = _Blocks()
    parser.feed(html)
    parser.close()
    return parser.found


@dataclass
class Index:
    """The index while the pages are made.

    Attributes:
        targets: id to name of the targets that the table of all targets has rows for.
        pages: address to what is found there, in navigation order.
    """

    targets: dict[str, str]
    pages: list[dict[str, object]] = field(default_factory=list)

    def add(self, url: str, title: str, html: str) -> None:
        """Take in one page's own part; the table of all targets gives an entry for each target."""
        found = blocks(html)
        kind = "任务" if url.startswith("tasks/") else "单位" if url.startswith("bodies/") else "页面"
        entry: dict[str, object] = {"url": url, "title": title, "kind": kind}
        if kind == "任务":
            entry["number"] = title.removeprefix("任务").split()[0]
        if url == "targets.html":
            for target, name in self.targets.items():
                own = [block for block in found if block[0] == target]
                self.pages.append({"url": url, "title": name, "kind": "目标", "blocks": own})
            found = [block for block in found if block[0] not in self.targets]
        self.pages.append(entry | {"blocks": found})

    def script(self) -> str:
        """The index as a script: unlike data, a page opened from a folder may load it."""
        return f"const searchIndex = {json.dumps(self.pages, ensure_ascii=False, separators=(',', ':'))};\n"
