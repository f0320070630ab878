"""Faults of layout that a reader sees, found in a finished file by its tags and its ink."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

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


def lonely_rows(content: bytes) -> list[tuple[str, int]]:
    """Tables whose first or last row stands alone on its page, with the page (from 0).

    A row that is itself high enough to fill a good part of the page is not lonely there.
    """
    found = []
    with pymupdf.open(stream=content) as pdf:
        for summary, body in tables(content):
            on = Counter(pages[0] for pages in body if pages)
            ends = {min(on), max(on)} if len(on) > 1 else set()
            found += [(summary, page) for page in sorted(ends) if on[page] == 1 and not _holds_a_high_row(pdf[page])]
    return found


def _holds_a_high_row(page: pymupdf.Page) -> bool:
    """Whether two rules that follow each other lie further apart than a quarter of the page."""
    rules = sorted({round(it["rect"].y0) for it in page.get_drawings() if it["rect"].height < 1})
    return any(low - high > page.rect.height / 4 for high, low in pairwise(rules))


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


def below_the_area(content: bytes, bottom: float) -> list[tuple[int, str]]:
    """Upright text below the type area that is no page number, with its page (from 0).

    Args:
        content: the file.
        bottom: of the type area, in points from the page's top edge.
    """
    with pymupdf.open(stream=content) as pdf:
        return [
            (page.number, words)
            for page in pdf
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", ())
            if line["dir"] == (1.0, 0.0) and line["bbox"][3] > bottom + 4
            for words in ["".join(span["text"] for span in line["spans"]).strip()]
            if not re.fullmatch("[— 0-9ivxl]*", words)
        ]
