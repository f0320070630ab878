"""Faults of layout that a reader sees, found in a finished file by its tags and its ink."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator

import pikepdf
import pymupdf

from macros.print.pdf_tags import children, elements, rows

LEAST = 1 / 3


def _pages(element: pikepdf.Object) -> Iterator[tuple[int, int]]:
    """The pages that an element's content stands on."""
    own = element.get("/Pg")
    kids = element.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            yield own.objgen
        elif "/S" in kid:
            yield from _pages(kid)
        elif kid.get("/Type") == "/MCR":
            yield kid.get("/Pg", own).objgen


def tables(content: bytes) -> Iterator[tuple[str, list[list[int]]]]:
    """Every table's summary, and the pages (from 0) that each row of its body stands on."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        index = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        for table in (it for it in elements(pdf.Root.StructTreeRoot) if it.S == "/Table"):
            summary = next(str(it.Summary) for it in table.A if "/Summary" in it)
            body = [row for part in children(table) if part.S != "/THead" for row in [part] if part.S == "/TR"]
            body = body or [row for part in children(table) if part.S == "/TBody" for row in rows(part)]
            yield summary, [sorted({index[page] for page in _pages(row)}) for row in body]


def torn_rows(content: bytes) -> list[str]:
    """Rows that go on over a page, where what goes on has no name."""
    return [summary for summary, body in tables(content) if any(len(pages) > 1 for pages in body)]


def lonely_rows(content: bytes) -> list[str]:
    """Tables whose first or last row stands alone on its page."""
    found = []
    for summary, body in tables(content):
        on = Counter(pages[0] for pages in body if pages)
        counts = [on[page] for page in sorted(on)]
        single = summary.startswith("目标“")  # large print: a table a target, parted only where one fills pages
        if not single and len(counts) > 1 and sum(counts) > 2 and 1 in (counts[0], counts[-1]):
            found.append(summary)
    return found


def white_pages(content: bytes, top: float, bottom: float, *, single: bool = False) -> list[int]:
    """Pages (from 0) filled by less than a third that begin no chapter; the issued text ends where it ends.

    Args:
        content: the file.
        top: of the type area, in points from the page's top edge.
        bottom: its end.
        single: the file is one chapter.
    """
    with pymupdf.open(stream=content) as pdf:
        starts = {0} if single else {page - 1 for level, _, page in pdf.get_toc() if level == 1}
        starts |= {page - 2 for _, title, page in pdf.get_toc() if title.startswith("附表1")}
        found = []
        for page in pdf:
            boxes = [pymupdf.Rect(it["bbox"]) for it in page.get_text("dict")["blocks"]]
            boxes += [pymupdf.Rect(it["rect"]) for it in page.get_drawings()]
            ends = [box.y1 for box in boxes if box.y0 >= top - 4 and box.y1 <= bottom + 4]
            filled = (max(ends, default=top) - top) / (bottom - top)
            if filled < LEAST and page.number not in starts and boxes:
                found.append(page.number)
        return found
