"""Two pages on a sheet's side, ordered so that the folded sheets make a booklet (saddle stitching).

Text and tags are kept: each page becomes a form that is drawn on its half, and the tags name the form.
"""

from __future__ import annotations

from decimal import Decimal

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from macros.print.pdf_tags import Node

A4_LANDSCAPE = (Decimal("841.89"), Decimal("595.276"))


def order(pages: int) -> list[tuple[int | None, int | None]]:
    """Left and right page of each side, counted from 0; None is an empty page. Sides alternate front, back."""
    if pages <= 2:
        return [(0, 1 if pages == 2 else None)]  # one leaf, printed on one side
    total = -(-pages // 4) * 4
    sides = []
    for sheet in range(total // 4):
        low, high = 2 * sheet, total - 1 - 2 * sheet
        sides += [(high, low), (low + 1, high - 1)]
    return [tuple(page if page < pages else None for page in side) for side in sides]  # type: ignore[misc]


def _form(page: Page) -> Object:
    """A page's content as a form, with the key by which the tags know it."""
    form = page.as_form_xobject()
    form.StructParents = page.obj.StructParents
    return form


def impose(pdf: Pdf, root: Node) -> None:
    """Turn a booklet's pages into A4 sheets two up, to be printed on both sides (flipped on the short
    edge) and folded.

    Args:
        pdf: a tagged file with upright pages of one size and no forms with tags of their own.
        root: all its structure elements.
    """
    old = list(pdf.pages)
    width, height = A4_LANDSCAPE
    drawn: dict[tuple[int, int], tuple[Object, Object]] = {}
    for pair in order(len(old)):
        side = pdf.make_indirect(Dictionary(Type=Name.Page, MediaBox=Array([0, 0, width, height]), Tabs=Name.S))
        forms, annotations, strokes = Dictionary(), Array(), []
        for half, index in enumerate(pair):
            if index is None:
                continue
            page, name, left = old[index], "LR"[half], width / 2 * half
            forms[Name(f"/{name}")] = form = _form(page)
            strokes.append(f"q 1 0 0 1 {left} 0 cm /{name} Do Q\n")
            drawn[page.obj.objgen] = (side, form)
            for annotation in page.get(Name.Annots, Array()):
                edges = [Decimal(str(edge)) for edge in annotation.Rect]
                annotation.Rect = Array([edges[0] + left, edges[1], edges[2] + left, edges[3]])
                annotation.P = side
                annotations.append(annotation)
        side.Contents = pdf.make_stream("".join(strokes).encode())
        side.Resources = Dictionary(XObject=forms)
        if annotations:
            side.Annots = annotations
        pdf.pages.append(Page(side))
    _point(root, drawn)
    for _ in old:
        del pdf.pages[0]
    for stale in (Name.Outlines, Name.PageLabels, Name.OpenAction, Name.Dests, Name.Names):
        if stale in pdf.Root:  # they name pages that are gone, and a sheet to print needs none
            del pdf.Root[stale]
    pdf.Root.ViewerPreferences.Duplex = Name.DuplexFlipShortEdge if len(old) > 2 else Name.Simplex


def _point(node: Node, drawn: dict[tuple[int, int], tuple[Object, Object]]) -> None:
    """Point every structure element to the new pages, and its content to the forms on them."""
    element = node.element
    own = element.get(Name.Pg)
    if node.filled:
        kids = element.K
        single = not isinstance(kids, Array)
        changed: list[Object | int] = []
        for kid in [kids] if single else list(kids):
            number = kid if isinstance(kid, int) else kid.get(Name.MCID)
            if number is not None:
                at = own if isinstance(kid, int) else kid.get(Name.Pg, own)
                assert at is not None  # content stands on a page
                side, form = drawn[at.objgen]
                changed.append(Dictionary(Type=Name.MCR, Pg=side, Stm=form, MCID=int(number)))
            else:
                if kid.get(Name.Type) == Name.OBJR and Name.Pg in kid:
                    kid.Pg = drawn[kid.Pg.objgen][0]
                changed.append(kid)
        element.K = changed[0] if single else Array(changed)
    if own is not None:
        element.Pg = drawn[own.objgen][0]
    for below in node.kids:
        _point(below, drawn)
