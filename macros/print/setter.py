"""Sets one file at a time, in a process of its own: python -m macros.print.setter, fed by the press.

Tasks come on standard input and go out on standard output, one pickle each, until the input ends. A
process of our own, not one of a pool: it begins from nothing, so that it is the same on every system,
imports only what printing needs, and gives the typesetter's memory back when it ends.
"""

from __future__ import annotations

import json
import pickle
import resource
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst
from pikepdf import Pdf

from macros.fonts import files as fonts
from macros.print.booklet import impose
from macros.print.layout import loose
from macros.print.made import Answer, Made, Work
from macros.print.pdf_tags import finish, packed, read
from macros.print.pictures import small

TEMPLATES = Path(__file__).parent / "templates"
TRIES = 4
"""How often a file is set at most: the templates know as many distances."""
MANY = 1000
"""Marks above which one try has to do: the typesetter keeps what it laid out in every try, a gigabyte in four."""
STANDARDS: tuple[Literal["a-2a"], Literal["ua-1"]] = ("a-2a", "ua-1")


@cache
def _typesetter() -> typst.Compiler:
    found = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in fonts.folders()],
    )
    return typst.Compiler(root=TEMPLATES, font_paths=found, ignore_system_fonts=True)


def typeset(work: Work) -> list[bytes]:
    """Typst's own bytes: a PDF that conforms, or a picture a page, of 72 points an inch.

    Raises:
        typst.TypstError: it refused.
    """
    made = _typesetter().compile(
        input=TEMPLATES / f"{work.template}.typ",
        format=work.kind,
        ppi=72,
        sys_inputs=dict(work.inputs),
        pdf_standards=[*STANDARDS] if work.kind == "pdf" else None,
        timestamp=work.timestamp,
    )
    assert made is not None
    return [made] if isinstance(made, bytes) else made


def _marks() -> list[dict[str, Any]]:
    """Where things came to stand in the file that was set last."""
    found: list[dict[str, Any]] = json.loads(_typesetter().query("<mark>", field="value"))
    return found


def fitted(work: Work) -> tuple[bytes, list[dict[str, Any]]]:
    """Set a file, again with other distances in the chapters that leave a page nearly empty.

    Returns the best of a few tries, and where things stand in it.
    """
    fits: dict[str, int] = {}
    best: tuple[int, bytes, list[dict[str, Any]]] | None = None
    for _ in range(TRIES):
        (content,) = typeset(replace(work, inputs={**work.inputs, "fits": json.dumps(fits)}))
        marks = _marks()
        found = loose(marks)
        if best is None or len(found) < best[0]:
            best = len(found), content, marks
        if not found or len(marks) > MANY:
            break
        fits |= {chapter: fits.get(chapter, 0) + 1 for chapter in found}
    assert best is not None
    return best[1], best[2]


def _pages(pdf: Pdf) -> Made:
    return Made(content=packed(pdf), pages=len(pdf.pages))


def made(work: Work) -> dict[str, Made]:
    """Set a file, finish its tags, impose it where asked; the same work gives the same bytes.

    Raises:
        typst.TypstError: the typesetter refused.
    """
    if work.kind == "png":
        paths = (work.path, *work.further)
        return {path: Made(content=small(it), pages=1) for path, it in zip(paths, typeset(work), strict=True)}
    content, marks = fitted(work)
    with read(content) as pdf:
        finish(pdf, [mark["summary"] for mark in marks if mark["kind"] == "table"])
        files = {work.path: _pages(pdf)}
        if work.sheets:
            impose(pdf)
            files[work.sheets] = _pages(pdf)
    return files


def answer(work: Work) -> Answer:
    """Do a piece of work and say what it took."""
    try:
        files, error = made(work), None
    except typst.TypstError as refused:
        files, error = {}, refused.diagnostic
    unit = 1 if sys.platform == "darwin" else 1024
    return Answer(made=files, error=error, memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)


def main() -> None:
    """Answer until nothing more comes."""
    out, sys.stdout = sys.stdout.buffer, sys.stderr  # whatever a library prints must not stand between
    while True:
        try:
            work = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        pickle.dump(answer(work), out)
        out.flush()


if __name__ == "__main__":
    main()
