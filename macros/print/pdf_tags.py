"""Finish the tags of a printed table: its row heads, which the typesetter marks as plain cells.

Every table of the edition has its row head in the first column.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf


def children(element: Object) -> Iterator[Object]:
    """The structure elements below one; marked content and annotations are none."""
    kids = element.get(Name.K, Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield kid


def elements(root: Object) -> Iterator[Object]:
    """All structure elements in reading order."""
    for kid in children(root):
        yield kid
        yield from elements(kid)


def attributes(element: Object) -> list[Object]:
    """The attribute dictionaries of a structure element."""
    found = element.get(Name.A, Array())
    return [item for item in (found if isinstance(found, Array) else [found]) if isinstance(item, Dictionary)]


def span(cell: Object, name: Name) -> int:
    """How many rows or columns a cell takes: /RowSpan or /ColSpan, else 1."""
    return next((int(item[name]) for item in attributes(cell) if name in item), 1)


def rows(table: Object) -> Iterator[Object]:
    """The rows of a table, of its head first."""
    return (element for element in elements(table) if element.S == Name.TR)


def _mark(table: Object) -> None:
    covered = 0  # rows in which the cell above still takes the first column
    for row in rows(table):
        if covered:
            covered -= 1
            continue
        first = next(children(row), None)
        if first is None:
            continue
        covered = span(first, Name.RowSpan) - 1
        if first.S == Name.TD:
            first.S = Name.TH
            first.A = Array([*attributes(first), Dictionary(O=Name.Table, Scope=Name.Row)])


def read(content: bytes) -> Pdf:
    """A file to be changed; close it after use."""
    return Pdf.open(io.BytesIO(content))


def finish(pdf: Pdf) -> None:
    """Mark the row heads of every table."""
    for element in elements(pdf.Root.StructTreeRoot):
        if Name.Table == element.S:
            _mark(element)


def packed(pdf: Pdf) -> bytes:
    """The file's bytes, compact and without anything random."""
    out = io.BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()
