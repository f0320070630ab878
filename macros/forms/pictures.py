"""Pictures and documents inside a returned workbook: taken out for the internal folder, never published."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from openpyxl.utils import get_column_letter

_PART = re.compile(r"(?i)^xl/(media|embeddings)/[^/]+$")
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, or another file, that lies in a workbook.

    Attributes:
        name: of its part, as in image1.png.
        content: its bytes.
        cell: near which it stands, or in which; "" where that is not known.
        sheet: the number of its sheet's file; 0 where not known.
        key: the name by which WPS shows it in a cell; "" for others.
    """

    name: str
    content: bytes
    cell: str = ""
    sheet: int = 0
    key: str = ""


def _tree(folder: zipfile.ZipFile, name: str) -> Any:
    try:
        return fromstring(folder.read(name))
    except (KeyError, ParseError, DefusedXmlException):
        return ()


def _relations(folder: zipfile.ZipFile, part: str) -> dict[str, str]:
    """The targets of a part's relations, as names of parts, by their ids."""
    place, _, name = part.rpartition("/")
    found = {}
    for relation in _tree(folder, f"{place}/_rels/{name}.rels"):
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(place, target))
        found[relation.get("Id", "")] = path
    return found


def _named(tree: Any, end: str) -> Iterator[Any]:
    return (each for each in (tree.iter() if len(tree) else ()) if each.tag.rpartition("}")[2] == end)


def _anchored(folder: zipfile.ZipFile, number: int) -> Iterator[tuple[str, str]]:
    """Part and cell of each picture that floats over a sheet."""
    drawings = [p for p in _relations(folder, f"xl/worksheets/sheet{number}.xml").values() if "/drawings/drawing" in p]
    for drawing in drawings:
        parts = _relations(folder, drawing)
        for anchor in _tree(folder, drawing):
            start = next(_named(anchor, "from"), None)
            if start is None:
                continue
            at = {each.tag.rpartition("}")[2]: int(each.text or 0) for each in start}
            for blip in _named(anchor, "blip"):
                yield parts.get(blip.get(f"{_REL}embed", ""), ""), f"{get_column_letter(at['col'] + 1)}{at['row'] + 1}"


def pictures(raw: bytes) -> list[Picture]:
    """Everything in a workbook that is no sheet: photographs, seals, documents, with the cell where it is known."""
    found = []
    with zipfile.ZipFile(io.BytesIO(raw)) as folder:
        parts = [name for name in folder.namelist() if _PART.match(name)]
        if not parts:
            return []
        places: dict[str, tuple[str, int]] = {}
        for name in folder.namelist():
            if match := re.fullmatch(r"xl/worksheets/sheet([0-9]+)\.xml", name):
                number = int(match.group(1))
                places |= {part: (cell, number) for part, cell in _anchored(folder, number)}
        keys: dict[str, str] = {}
        in_cells = _relations(folder, "xl/cellimages.xml")
        for image in _named(_tree(folder, "xl/cellimages.xml"), "cellImage"):
            shown = next(_named(image, "cNvPr"), None)
            blip = next(_named(image, "blip"), None)
            if shown is not None and blip is not None:
                keys[in_cells.get(blip.get(f"{_REL}embed", ""), "")] = shown.get("name", "")
        for part in sorted(parts):
            cell, number = places.get(part, ("", 0))
            found.append(Picture(part.rpartition("/")[2], folder.read(part), cell, number, keys.get(part, "")))
    return found
