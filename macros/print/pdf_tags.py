"""Finish the tags of a printed table: its row heads, which the typesetter marks as plain cells.

Every table of the edition has its row head in the first column.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


def read(content: bytes) -> Pdf:
    """A file to be changed; close it after use."""
    return Pdf.open(io.BytesIO(content))


@dataclass(slots=True)
class Node:
    """A structure element as read once: asking the file again for each question takes most of the time.

    Attributes:
        filled: it holds marked content or an annotation itself.
    """

    element: Object
    tag: str
    kids: list[Node]
    filled: bool


def tree(element: Object) -> Node:
    """An element and all below it."""
    found = element.get(Name.K)
    kids: list[Node] = []
    filled = False
    for kid in () if found is None else found if isinstance(found, Array) else (found,):
        if isinstance(kid, int) or Name.S not in kid:
            filled = True
        else:
            kids.append(tree(kid))
    return Node(element, str(element.get(Name.S, "")), kids, filled)


def _all(node: Node, tag: str) -> Iterator[Node]:
    """The elements of a kind below one, in reading order."""
    for kid in node.kids:
        if kid.tag == tag:
            yield kid
        yield from _all(kid, tag)


def finish(pdf: Pdf, summaries: Sequence[str]) -> Node:
    """Finish what the typesetter leaves undone: row heads, tables' summaries, run-in headings, inks.

    Args:
        pdf: changed in place.
        summaries: words for each table, in the order of the file.

    Returns:
        every element of the file.
    """
    root = tree(pdf.Root.StructTreeRoot)
    for table, summary in zip(_all(root, "/Table"), summaries, strict=True):
        _mark(table)
        table.element.A = Array([*attributes(table.element), Dictionary(O=Name.Table, Summary=String(summary))])
    for paragraph in _all(root, "/P"):
        _lift(paragraph)
    _black(pdf)
    if Name.Suspects in pdf.Root.get(Name.MarkInfo, Dictionary()):
        del pdf.Root.MarkInfo.Suspects  # written as a name where the standard wants true or false
    pdf.Root.ViewerPreferences.PrintScaling = Name("/None")
    return root


def _mark(table: Node) -> None:
    """Row heads, and no cells that only hold rows together on the page: they stand empty before the first."""
    covered = 0  # rows in which the cell above still takes the first column
    for row in _all(table, "/TR"):
        if row.kids and not row.kids[0].kids and not row.kids[0].filled:
            del row.element.K[0]
            del row.kids[0]
        if covered or not row.kids:
            covered = max(0, covered - 1)
            continue
        first = row.kids[0].element
        covered = span(first, Name.RowSpan) - 1
        if row.kids[0].tag == "/TD":
            first.S = Name.TH
            first.A = Array([*attributes(first), Dictionary(O=Name.Table, Scope=Name.Row)])


def _lift(paragraph: Node) -> None:
    """A heading that begins a paragraph becomes its neighbour: the standard knows no heading inside of one."""
    if not paragraph.kids or not _HEADING.fullmatch(paragraph.kids[0].tag):
        return
    kids, heading = paragraph.element.K, paragraph.kids[0].element
    if not isinstance(kids, Array) or isinstance(kids[0], int) or kids[0].objgen != heading.objgen:
        return  # something stands before it
    parent = paragraph.element.P
    beside = parent.K if isinstance(parent.K, Array) else Array([parent.K])
    at = next(n for n, kid in enumerate(beside) if not isinstance(kid, int) and kid.objgen == paragraph.element.objgen)
    del kids[0]
    heading.P = parent
    beside.insert(at, heading)
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
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()
