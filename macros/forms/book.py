"""A workbook as people see it: every cell's formula and value, merges, hidden rows, names. Read only.

openpyxl in its normal mode: its read-only mode believes the dimension that a sheet declares, and WPS
declares A1 for a full sheet. Whatever was read is never saved again.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.xml import DEFUSEDXML

from macros.forms.fault import Fault, fault
from macros.forms.seen import Seen

assert DEFUSEDXML, "openpyxl reads entities unless defusedxml is there: install requirements.txt"

Place = tuple[int, int]
"""Row and column, from 1."""
EMPTY = Seen()
_CANNOT = ("文件能解开，但是表格的内容读不懂", "用 WPS 表格或 Excel 打开，另存为“Excel 文件（*.xlsx）”，再交一次")


def named(place: Place) -> str:
    """A cell's name as the spreadsheet shows it."""
    return f"{get_column_letter(place[1])}{place[0]}"


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes:
        title: the name on its tab.
        cells: those that hold anything.
        merged: top, left, bottom, right of each merged area.
        hidden_rows: that nobody sees: hidden by hand, filtered away, or of no height.
        hidden: the whole sheet is.
        footer: what is printed below each page.
    """

    title: str
    cells: Mapping[Place, Seen]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False
    footer: str = ""

    def at(self, row: int, column: int) -> Seen:
        """A cell; an empty one where nothing stands."""
        return self.cells.get((row, column), EMPTY)


@dataclass(frozen=True)
class Book:
    """A workbook.

    Attributes:
        names: defined names of single cells, to sheet and cell.
        said: the document's own properties, by name.
    """

    sheets: tuple[Sheet, ...]
    names: Mapping[str, tuple[str, Place]] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)

    def sheet(self, title: str) -> Sheet | None:
        """The sheet of a name."""
        return next((sheet for sheet in self.sheets if sheet.title == title), None)


def _excel_pictures(raw: bytes) -> dict[int, set[str]]:
    """The cells, by the number of the sheet's file, in which Excel placed a picture (a rich value)."""
    found: dict[int, set[str]] = {}
    with zipfile.ZipFile(io.BytesIO(raw)) as folder:
        names = folder.namelist()
        if not any(name.startswith("xl/richData/") for name in names):
            return found
        for name in names:
            if match := re.fullmatch(r"xl/worksheets/sheet([0-9]+)\.xml", name):
                cells = re.findall(rb'<c\b(?=[^>]*\bvm=")[^>]*\br="([A-Z]+[0-9]+)"', folder.read(name))
                found[int(match.group(1))] = {cell.decode() for cell in cells}
    return found


def _cells(formulas: Any, values: Any, pictures: set[str]) -> Iterator[tuple[Place, Seen]]:
    for place, cell in formulas._cells.items():  # iter_rows would walk every empty cell of a sparse sheet
        if cell.value is None and named(place) not in pictures:
            continue
        other = values._cells.get(place)
        cached = other.value if other is not None else None
        kind, form = cell.data_type, cell.number_format or "General"
        yield place, Seen(cell.value, cached, kind, form, named(place) in pictures)


def _hidden(sheet: Any) -> frozenset[int]:
    return frozenset(
        number
        for number, row in sheet.row_dimensions.items()
        if row.hidden or (row.height is not None and row.height == 0)
    )


def _footer(sheet: Any) -> str:
    foot = sheet.oddFooter
    return " ".join(part.text or "" for part in (foot.left, foot.center, foot.right))


def _names(book: Any) -> dict[str, tuple[str, Place]]:
    places = {}
    for scope in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name, defined in scope.items():
            text = str(defined.attr_text or "")
            match = re.fullmatch(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})", text)
            if match:
                title = (match.group(1) or match.group(2)).replace("''", "'")
                column = openpyxl.utils.column_index_from_string(match.group(3))
                places[name] = (title, (int(match.group(4)), column))
    return places


def opened(raw: bytes) -> Book | Fault:
    """Read a workbook that `guard.look` has let through.

    Args:
        raw: the bytes of an .xlsx.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl cannot keep when it saves: it never saves here
            formulas: Any = openpyxl.load_workbook(io.BytesIO(raw), keep_links=False)
            values = openpyxl.load_workbook(io.BytesIO(raw), data_only=True, keep_links=False)
            pictures = _excel_pictures(raw)
            sheets = []
            for number, sheet in enumerate(formulas.worksheets, start=1):
                cells = dict(_cells(sheet, values[sheet.title], pictures.get(number, set())))
                merged = tuple((m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges)
                hidden = sheet.sheet_state != "visible"
                read = Sheet(sheet.title, cells, tuple(sorted(merged)), _hidden(sheet), hidden, _footer(sheet))
                sheets.append(read)
            places = _names(formulas)
            said = {each.name: str(each.value) for each in formulas.custom_doc_props.props}
    except Exception:  # openpyxl raises whatever its parts raise on files that other programs wrote
        return fault("unreadable", *_CANNOT)
    return Book(tuple(sheets), places, said)
