"""Two pages on a sheet's side, ordered so that the folded sheets make a booklet (saddle stitching).

Text and tags are kept: the new page's content is that of both pages, its marked content numbered on.
"""

from __future__ import annotations

import io
from decimal import Decimal

from pikepdf import (
    Array,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    Operator,
    Page,
    Pdf,
    parse_content_stream,
    unparse_content_stream,
)

from macros.print.pdf_tags import elements, packed

A4_LANDSCAPE = (Decimal("841.89"), Decimal("595.276"))


def order(pages: int) -> list[tuple[int | None, int | None]]:
    """Left and right page of each side, counted from 0; None is an empty page. Sides alternate front, back."""
    total = -(-pages // 4) * 4
    sides = []
    for sheet in range(total // 4):
        low, high = 2 * sheet, total - 1 - 2 * sheet
        sides += [(high, low), (low + 1, high - 1)]
    return [tuple(page if page < pages else None for page in side) for side in sides]  # type: ignore[misc]


def _marked(operands: list[Object], first: int) -> list[Object]:
    """The operands of a marked-content operator with its number moved on by `first`."""
    if len(operands) == 2 and isinstance(operands[1], Dictionary) and Name.MCID in operands[1]:
        moved = Dictionary(operands[1])
        moved.MCID = int(moved.MCID) + first
        return [operands[0], moved]
    return operands


class _Side:
    """One side of a sheet while it is filled."""

    def __init__(self) -> None:
        self.instructions: list[ContentStreamInstruction] = []
        self.resources = Dictionary()
        self.parents: list[Object] = []
        self.annotations: list[Object] = []

    def _resource(self, kind: str, page: Page, name: Name, prefix: str) -> Name:
        new = Name(f"/{prefix}{str(name)[1:]}")
        if Name(kind) not in self.resources:
            self.resources[Name(kind)] = Dictionary()
        self.resources[Name(kind)][new] = page.resources[Name(kind)][name]
        return new

    def place(self, page: Page, parents: Array, left: Decimal, prefix: str) -> int:
        """Draw a page at `left`; returns the number its marked content begins with."""
        first = len(self.parents)
        kinds = {"Do": "/XObject", "gs": "/ExtGState", "Tf": "/Font", "cs": "/ColorSpace", "CS": "/ColorSpace"}
        kinds |= {"scn": "/Pattern", "SCN": "/Pattern", "sh": "/Shading"}

        def add(operands: list[object], operator: str) -> None:
            self.instructions.append(ContentStreamInstruction(operands, Operator(operator)))

        add([], "q")
        add([1, 0, 0, 1, left, 0], "cm")
        for operands, operator in parse_content_stream(page):
            word, args = str(operator), list(operands)
            at = 0 if word == "Tf" else -1
            kind = kinds.get(word)
            if kind and args and isinstance(args[at], Name) and args[at] in page.resources.get(Name(kind), {}):
                args[at] = self._resource(kind, page, args[at], prefix)
            add(_marked(args, first) if word in ("BDC", "DP") else args, word)
        add([], "Q")
        self.parents += list(parents)
        for annotation in page.get(Name.Annots, Array()):
            edges = [Decimal(str(edge)) for edge in annotation.Rect]
            annotation.Rect = Array([edges[0] + left, edges[1], edges[2] + left, edges[3]])
            self.annotations.append(annotation)
        return first


def imposed(content: bytes) -> bytes:
    """A booklet two up on A4, to be printed on both sides (flipped on the short edge) and folded.

    Args:
        content: a tagged PDF with upright pages of one size and no form XObjects with tags of their own.
    """
    with Pdf.open(io.BytesIO(content)) as pdf:
        tree = pdf.Root.StructTreeRoot
        numbers = tree.ParentTree.Nums
        by_key = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        old = list(pdf.pages)
        width, height = A4_LANDSCAPE
        moved: dict[tuple[int, int], tuple[int, Object]] = {}
        keys: dict[int, Object] = {key: value for key, value in by_key.items() if not isinstance(value, Array)}
        for number, pair in enumerate(order(len(old))):
            side = _Side()
            made = pdf.make_indirect(Dictionary(Type=Name.Page, MediaBox=Array([0, 0, width, height])))
            for half, index in enumerate(pair):
                if index is None:
                    continue
                page = old[index]
                parents = by_key.get(int(page.get(Name.StructParents, -1)), Array())
                first = side.place(page, parents, width / 2 * half, "LR"[half])
                moved[page.obj.objgen] = (first, made)
            made.Contents = pdf.make_stream(unparse_content_stream(side.instructions))
            made.Resources = side.resources
            made.StructParents = -1 - number  # final keys below, clear of those of annotations
            made.Tabs = Name.S
            if side.annotations:
                made.Annots = Array(side.annotations)
                for annotation in side.annotations:
                    annotation.P = made
            keys[-1 - number] = Array(side.parents)
            pdf.pages.append(Page(made))
        _renumber(tree, moved)
        for _ in old:
            del pdf.pages[0]
        free = max((key for key in keys if key >= 0), default=-1) + 1
        final = {key if key >= 0 else free - 1 - key: value for key, value in keys.items()}
        for page in pdf.pages:
            page.obj.StructParents = free - 1 - int(page.obj.StructParents)
        tree.ParentTree.Nums = Array([item for key in sorted(final) for item in (key, final[key])])
        tree.ParentTreeNextKey = max(final) + 1
        for stale in (Name.Outlines, Name.PageLabels, Name.OpenAction, Name.Dests, Name.Names):
            if stale in pdf.Root:  # they name pages that are gone, and a sheet to print needs none
                del pdf.Root[stale]
        return packed(pdf)


def _renumber(tree: Object, moved: dict[tuple[int, int], tuple[int, Object]]) -> None:
    """Point every structure element to the new pages and their numbers."""
    for element in elements(tree):
        own = element.get(Name.Pg)
        kids = element.get(Name.K, Array())
        single = not isinstance(kids, Array)
        changed = []
        for kid in [kids] if single else list(kids):
            if isinstance(kid, int) or (isinstance(kid, Dictionary) and kid.get(Name.Type) == Name.MCR):
                at = kid.get(Name.Pg, own) if isinstance(kid, Dictionary) else own
                first, page = moved[at.objgen]
                number = int(kid.MCID if isinstance(kid, Dictionary) else kid) + first
                changed.append(Dictionary(Type=Name.MCR, Pg=page, MCID=number))
            else:
                if isinstance(kid, Dictionary) and kid.get(Name.Type) == Name.OBJR and Name.Pg in kid:
                    kid.Pg = moved[kid.Pg.objgen][1]
                changed.append(kid)
        if changed:
            element.K = changed[0] if single else Array(changed)
        if own is not None:
            element.Pg = moved[own.objgen][1]
