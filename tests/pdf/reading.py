"""Reading a PDF as three viewers do, and measuring where its characters stand."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pymupdf
import pypdfium2

from macros.print.pdf_tags import children, elements, rows
from tests.tools.setup import pdftotext

MM = 72 / 25.4
SIZE, PITCH = 15.793, 28.99
TOP, WIDTH, HEIGHT = 37 * MM, 156 * MM, 225 * MM
Box = tuple[float, float, float, float]  # left, top, right, bottom in points from the page's top left corner


def poppler(content: bytes, page: int, box: Box) -> str:
    """The text within a box of a page (counted from 0), by Poppler."""
    tool = pdftotext()
    left, top, right, bottom = (round(edge * 10) for edge in box)
    command = [tool.executable, "-r", "720", "-f", str(page + 1), "-l", str(page + 1), "-x", str(left), "-y", str(top)]
    command += ["-W", str(right - left), "-H", str(bottom - top), "-enc", "UTF-8", "-", "-"]
    run = subprocess.run(command, input=content, env=tool.env, capture_output=True, check=True)
    return run.stdout.decode()


def mupdf(content: bytes, page: int, box: Box) -> str:
    """The same by MuPDF."""
    with pymupdf.open(stream=content) as pdf:
        flags = pymupdf.TEXTFLAGS_TEXT & ~pymupdf.TEXT_PRESERVE_LIGATURES
        return pdf[page].get_text("text", clip=pymupdf.Rect(box), flags=flags)


def pdfium(content: bytes, page: int, box: Box) -> str:
    """The same by PDFium."""
    pdf = pypdfium2.PdfDocument(content)
    try:
        sheet = pdf[page]
        left, top, right, bottom = box
        height = sheet.get_height()
        return sheet.get_textpage().get_text_bounded(left, height - bottom, right, height - top)
    finally:
        pdf.close()


READERS = (poppler, mupdf, pdfium)


def squeezed(text: str) -> str:
    """Without white space: where lines break is the layout's, not the text's."""
    return re.sub(r"\s", "", text)


@dataclass(frozen=True)
class Char:
    """A character as set.

    Attributes:
        x: its origin from the page's left edge, in points.
        y: its baseline from the page's top edge, in points.
        right: the end of its advance.
    """

    char: str
    x: float
    y: float
    right: float
    font: str
    size: float


def chars(page: pymupdf.Page) -> Iterator[Char]:
    """Every character of a page that runs upright."""
    for block in page.get_text("rawdict", flags=0)["blocks"]:
        for line in block.get("lines", []):
            if line["dir"] != (1.0, 0.0):
                continue
            for span in line["spans"]:
                for it in span["chars"]:
                    x, y = it["origin"]
                    yield Char(it["c"], x, y, it["bbox"][2], span["font"], span["size"])


def lines(page: pymupdf.Page) -> list[list[Char]]:
    """A page's upright characters, line by line from the top, each from the left."""
    found: dict[float, list[Char]] = {}
    for char in chars(page):
        found.setdefault(round(char.y, 1), []).append(char)
    return [sorted(found[y], key=lambda char: char.x) for y in sorted(found)]


def unicode_targets(content: bytes) -> set[int]:
    """Every code point that any font's raw ToUnicode map can give."""
    points: set[int] = set()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                cmap = item.ToUnicode.read_bytes().decode("latin-1")
                for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
                    for value in re.findall(r"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]+)>", block):
                        points |= {ord(char) for char in bytes.fromhex(value).decode("utf-16-be", "replace")}
                for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
                    for low, high, value in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
                        first = ord(bytes.fromhex(value).decode("utf-16-be", "replace")[-1])
                        points |= set(range(first, first + int(high, 16) - int(low, 16) + 1))
                    assert "[" not in block, "an array of a bfrange is not read here"
    return points


def _characters(font: pikepdf.Object) -> dict[int, str]:
    """What a font's codes of two bytes say, by its ToUnicode map."""
    found: dict[int, str] = {}
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, value in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for low, high, value in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            first = bytes.fromhex(value).decode("utf-16-be")
            for step in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + step] = first[:-1] + chr(ord(first[-1]) + step)
    return found


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """The text of a page by the number of its marked content."""
    fonts = {name: _characters(font) for name, font in page.obj.Resources.get("/Font", {}).items()}
    found: dict[int, str] = {}
    inside: list[int | None] = []
    characters: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            inside.append(int(operands[1].MCID) if name == "BDC" and "/MCID" in operands[1] else None)
        elif name == "EMC":
            inside.pop()
        elif name == "Tf":
            characters = fonts[str(operands[0])]
        elif name in ("Tj", "TJ"):
            parts = operands[0] if name == "TJ" else [operands[0]]
            codes = b"".join(bytes(it) for it in parts if isinstance(it, pikepdf.String))
            numbers = [it for it in inside if it is not None]
            if numbers:
                said = "".join(characters[high << 8 | low] for high, low in zip(codes[::2], codes[1::2], strict=True))
                found[numbers[-1]] = found.get(numbers[-1], "") + said
    return found


def spoken_tables(content: bytes) -> list[list[list[str]]]:
    """Every table as its tags say it to those who do not see it: rows of the cells' words."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        texts = {page.obj.objgen: _marked(page) for page in pdf.pages}

        def said(element: pikepdf.Object, page: pikepdf.Object | None) -> str:
            for instead in ("/ActualText", "/Alt"):
                if instead in element:
                    return str(element[instead])
            page, kids = element.get("/Pg", page), element.get("/K", pikepdf.Array())
            words = ""
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, int):
                    words += texts[page.objgen].get(kid, "")
                elif "/S" in kid:
                    words += said(kid, page)
                elif "/MCID" in kid:
                    words += texts[kid.get("/Pg", page).objgen].get(int(kid.MCID), "")
            return words

        tables = [it for it in elements(pdf.Root.StructTreeRoot) if it.S == "/Table"]
        return [[[squeezed(said(cell, None)) for cell in children(row)] for row in rows(table)] for table in tables]


def left_edge(number: int) -> float:
    """The type area's left edge on a page by its printed number: the binding is 28 mm, the fore edge 26 mm."""
    return (28 if number % 2 else 26) * MM


def area(number: int) -> tuple[float, float, float, float]:
    left = left_edge(number)
    return (left - 4, TOP - 4, left + WIDTH + 10, TOP + HEIGHT + 4)


def page_labels(content: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [page.label for page in pdf.pages]


def plan_pages(content: bytes) -> list[tuple[int, int]]:
    """Index and printed number of each page from the notice to the plan's end, found by the labels."""
    with pymupdf.open(stream=content) as pdf:
        end = next(page for _, title, page in pdf.get_toc() if title.startswith("附表1")) - 1
        labels = page_labels(content)
        start = labels.index("1")
        return [(index, int(labels[index])) for index in range(start, end)]
