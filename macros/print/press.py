"""The published data in print: full edition, wall matrix, one booklet a body.

The templates read the very JSON that the site publishes. Typst sets them as PDF/A-2a and PDF/UA-1; it
refuses a character that no font has.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin

import segno
import typst
from pikepdf import Pdf

from macros.fonts import covered as fonts
from macros.print.booklet import imposed
from macros.print.pdf_tags import finish
from macros.published.tables import FOLDER

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS = ["a-2a", "ua-1"]
FULL, MATRIX = "pdf/plan.pdf", "pdf/matrix-a3.pdf"
SHARE = "assets/share.png"


def booklet(slug: str) -> str:
    """Path of a body's booklet, below the site."""
    return f"pdf/bodies/{slug}.pdf"


def sheets(slug: str) -> str:
    """Path of the same booklet two up on A4, to print, fold and staple."""
    return f"pdf/bodies/{slug}-sheets.pdf"


def pages(content: bytes) -> int:
    """How many pages a PDF has."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


class BookError(Exception):
    """The edition could not be set; says what and where, in Chinese."""


@cache
def _typesetter() -> typst.Compiler:
    found = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in fonts.folders()],
    )
    return typst.Compiler(root=TEMPLATES, font_paths=found, ignore_system_fonts=True)


def _set(template: str, inputs: Mapping[str, str], timestamp: int, kind: Literal["pdf", "png"] = "pdf") -> bytes:
    """Set one template, as a PDF that conforms or as a picture of 72 points an inch.

    Raises:
        BookError: Typst refused it.
    """
    try:
        made = _typesetter().compile(
            input=TEMPLATES / f"{template}.typ",
            format=kind,
            ppi=72,
            sys_inputs=dict(inputs),
            pdf_standards=STANDARDS if kind == "pdf" else [],
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        of = f"（{inputs['body']}）" if "body" in inputs else ""
        raise BookError(f"macros/print/templates/{template}.typ{of}: 排不出来：{error.diagnostic}") from error
    assert isinstance(made, bytes)
    return finish(made) if kind == "pdf" else made


def qr(address: str) -> str:
    """An address as a QR code, in SVG."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


class Press:
    """Sets the files of one edition.

    Args:
        published: the open data, path below the site to content.
    """

    def __init__(self, published: Mapping[str, bytes]) -> None:
        self.inputs = {
            path.removeprefix(f"{FOLDER}/").removesuffix(".json"): content.decode()
            for path, content in published.items()
            if path.startswith(FOLDER) and path.endswith(".json") and not path.endswith(".schema.json")
        }
        edition = json.loads(self.inputs["edition"])
        self.site, self.timestamp = edition.get("site_url"), edition["timestamp"]

    def _set(self, template: str, page: str, **more: str) -> bytes:
        inputs = self.inputs | more
        if self.site:
            inputs["qr"] = qr(urljoin(self.site, page))
        return _set(template, inputs, self.timestamp)

    def full(self) -> bytes:
        """The full edition."""
        return self._set("full", "")

    def matrix(self) -> bytes:
        """The responsibility matrix on A3."""
        return self._set("matrix", "matrix.html")

    def share(self) -> bytes:
        """The picture for links on other sites, as PNG of 1200 by 630 points."""
        return _set("share", self.inputs, self.timestamp, "png")

    def booklet(self, slug: str) -> bytes:
        """A body's booklet."""
        return self._set("booklet", f"bodies/{slug}.html", body=slug)


@lru_cache(maxsize=1)
def _books(published: tuple[tuple[str, bytes], ...]) -> dict[str, bytes]:
    press = Press(dict(published))
    made = {FULL: press.full(), MATRIX: press.matrix(), SHARE: press.share()}
    for body in json.loads(press.inputs["bodies"]):
        slug = body["slug"]
        made[booklet(slug)] = press.booklet(slug)
        made[sheets(slug)] = imposed(made[booklet(slug)])
    return made


def books(published: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every PDF and the picture for links: path below the site, content. The same input gives the
    same bytes, and is set only once while a preview runs.

    Args:
        published: the open data, path below the site to content.

    Raises:
        BookError: a template could not be set.
    """
    return dict(_books(tuple(sorted(published.items()))))
