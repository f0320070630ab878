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
from functools import cache
from pathlib import Path
from typing import Literal

import typst
from pikepdf import Pdf

from macros.fonts import files as fonts
from macros.print.booklet import impose
from macros.print.made import Answer, Made, Work
from macros.print.pdf_tags import finish, packed, read
from macros.print.pictures import small

TEMPLATES = Path(__file__).parent / "templates"
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


def _summaries() -> list[str]:
    """Words for each table of the file that was set last, in its order."""
    found: list[str] = json.loads(_typesetter().query("<summary>", field="value"))
    return found


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
    (content,) = typeset(work)
    with read(content) as pdf:
        root = finish(pdf, _summaries())
        files = {work.path: _pages(pdf)}
        if work.sheets:
            impose(pdf, root)
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
