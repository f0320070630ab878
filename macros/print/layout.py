"""Which chapters of a file leave a page nearly empty, by the marks that the templates set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

LEAST = 1 / 3
"""Share of the type area that the last page of a chapter is to fill."""


def loose(marks: Iterable[dict[str, Any]]) -> list[str]:
    """The chapters to set otherwise: a last page less than a third full, or a row alone on a page.

    Args:
        marks: in the order of the file. `page` gives the type area's `top` and `bottom` in points from the
            page's top edge, `start` and `end` a chapter's first and last place, `row` a table row's page.
    """
    top, bottom = 0.0, 0.0
    starts: dict[str, int] = {}
    rows: dict[str, dict[str, int]] = {}
    found: dict[str, None] = {}
    for mark in marks:
        kind, chapter = mark["kind"], mark.get("chapter", "")
        if kind == "page":
            top, bottom = mark["top"], mark["bottom"]
        elif kind == "start":
            starts[chapter] = mark["page"]
        elif kind == "row":
            rows.setdefault(chapter, {})[str(mark["id"])] = mark["page"]  # one at a page's end is tried there first
        elif kind == "end" and mark["page"] != starts.get(chapter, mark.get("first")):
            found |= {chapter: None} if mark["y"] < top + (bottom - top) * LEAST else {}
    for chapter, pages in rows.items():
        on = Counter(pages.values())
        counts = [on[page] for page in sorted(on)]
        if len(counts) > 1 and 1 in (counts[0], counts[-1]) and sum(counts) > 2:
            found[chapter] = None
    return list(found)
