"""Finish the tags of a printed table: its row heads, which the typesetter marks as plain cells.

Every table of the edition has its row head in the first column.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

_HEADING = re.compile("/H[1-6]?")


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


def finish(pdf: Pdf, summaries: Sequence[str]) -> None:
    """Finish what the typesetter leaves undone: row heads, tables' summaries, run-in headings, inks.

    Args:
        pdf: changed in place.
        summaries: words for each table, in the order of the file.
    """
    tree = pdf.Root.StructTreeRoot
    every = list(elements(tree))
    tables = [element for element in every if Name.Table == element.S]
    for table, summary in zip(tables, summaries, strict=True):
        _mark(table)
        if summary.startswith("责任矩阵"):
            _name_empty(table)
        table.A = Array([*attributes(table), Dictionary(O=Name.Table, Summary=String(summary))])
    _lift(every)
    _black(pdf)
    if Name.Suspects in pdf.Root.get(Name.MarkInfo, Dictionary()):
        del pdf.Root.MarkInfo.Suspects  # written as a name where the standard wants true or false
    pdf.Root.ViewerPreferences.PrintScaling = Name("/None")


def _name_empty(table: Object) -> None:
    """An empty cell is no blank to a reader: the plan does not name this body there."""
    for cell in elements(table):
        if cell.S == Name.TD and not (isinstance(cell.get(Name.K, Array()), int) or len(cell.get(Name.K, Array()))):
            cell.ActualText = String("原文未列")


def _lift(every: Sequence[Object]) -> None:
    """A heading that begins a paragraph becomes its neighbour: the standard knows no heading inside of one."""
    for paragraph in every:
        kids = paragraph.get(Name.K)
        if paragraph.S != Name.P or not isinstance(kids, Array) or len(kids) == 0:
            continue
        first = kids[0]
        if isinstance(first, Dictionary) and _HEADING.fullmatch(str(first.get(Name.S, ""))):
            parent = paragraph.P
            beside = parent.K if isinstance(parent.K, Array) else Array([parent.K])
            at = next(
                n for n, kid in enumerate(beside) if isinstance(kid, Dictionary) and kid.objgen == paragraph.objgen
            )
            del kids[0]
            first.P = parent
            beside.insert(at, first)
            parent.K = beside


def _black(pdf: Pdf) -> None:
    """Grey by its plain name: the typesetter writes it by a profile, which presses turn into four inks."""
    for page in pdf.pages:
        _plain_grey(page.obj.get(Name.Resources, Dictionary()))


def _plain_grey(resources: Object) -> None:
    spaces = resources.get(Name.ColorSpace, Dictionary())
    for name, space in dict(spaces).items():
        if isinstance(space, Array) and space[0] == Name.ICCBased and int(space[1].N) == 1:
            spaces[name] = Name.DeviceGray
    for form in dict(resources.get(Name.XObject, Dictionary())).values():
        if form.get(Name.Subtype) == Name.Form:
            _plain_grey(form.get(Name.Resources, Dictionary()))


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
