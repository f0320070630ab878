"""Forms filled as people fill them, by openpyxl in the place of a spreadsheet program; imitations, and labelled so."""

from __future__ import annotations

import datetime
import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import lxml.etree
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from macros.forms.layout import FOOT, HEAD, SHEET, columns
from macros.forms.workbook import bytes_of
from macros.judged.asked import Form, Request, current, forms
from macros.judged.cells import Kind
from macros.published.release import release
from tests.conftest import ROOT
from tests.tools.kill import copy

TODAY = datetime.date(2026, 6, 1)
REPORTED = "2026-01-12"
SIGNED = {"填报人": "张某某", "审核人": "李某某", "单位负责人": "王某某", "电话": "0559-0000000", "日期": REPORTED}


def project(root: Path, *, without: tuple[str, ...] = ("2025",)) -> Path:
    """A copy of the project with the made-up records, some years taken out; the folder of its progress."""
    copy(root)
    demo = root / "tests" / "demo"
    shutil.copytree(ROOT / "tests" / "demo", demo)
    for year in without:
        shutil.rmtree(demo / "progress" / year)
    if without:  # an objection to a record that is not there any more
        (demo / "objections.yml").unlink(missing_ok=True)
    return demo / "progress"


def asked_of(root: Path, today: datetime.date = TODAY) -> dict[str, Form]:
    """The forms of the round that a copied project is in, by slug."""
    account = release(root, progress=root / "tests/demo/progress", today=today).account
    round_ = current(account)
    assert round_ is not None
    return {form.slug: form for form in forms(account, round_)}


def good(request: Request) -> dict[str, str]:
    """Cells that answer a request so that nothing is to be asked about them."""
    found = {"evidence": "2025年度统计表（虚构）"}
    last = request.last.report if request.last else None
    if request.kind is Kind.STATE:
        return {**found, "value": "推进中", "progress": "演示文字（虚构）：做了两件事。"}
    if request.kind is Kind.HELD:
        return {**found, "value": "已举办"}
    if request.kind is Kind.COVERAGE:
        total = int(last.total or 0) if last else 0
        covered = int(last.covered or 0) if last else 0
        return {**found, "value": str(max(covered, 3)), "second": str(max(total, covered, 5))}
    if request.kind is Kind.BENCHMARK:
        value = Decimal(last.value or 0) if last else Decimal("15.3")
        return {**found, "value": str(value + 0), "second": "14.9"}
    target = request.target
    assert target is not None
    base = last.value if last and last.value is not None else (target.value or Decimal(1)) + 1
    value = base
    while value in (target.value, target.value_max):
        value += 1
    more = {"scope": "全区的数"} if "scope" in request.cells else {}
    return {**found, "value": f"{value:f}", **more}


class Workbook:
    """A form's workbook in a program's hands."""

    def __init__(self, form: Form, raw: bytes | None = None) -> None:
        self.form = form
        self.book = openpyxl.load_workbook(io.BytesIO(raw or bytes_of(form)))
        self.sheet: Worksheet = self.book[SHEET]

    def place(self, about: str, key: str) -> tuple[int, int]:
        """Row and column of a cell on a form that nobody moved about."""
        column = 1 + [each.key for each in columns(self.form)].index(key)
        return HEAD + 1 + [request.about for request in self.form.asked].index(about), column

    def cell(self, about: str, key: str) -> Any:
        return self.sheet.cell(*self.place(about, key))

    def name(self, about: str, key: str) -> str:
        """As the spreadsheet names it."""
        return str(self.cell(about, key).coordinate)

    def foot(self, label: str) -> Any:
        for row in self.sheet.iter_rows(min_row=HEAD + 1):
            for cell in row:
                if isinstance(cell.value, str) and cell.value.strip("：: ") == label:
                    return self.sheet.cell(cell.row, cell.column + 1)
        raise KeyError(label)

    def sign(self) -> Workbook:
        for label in FOOT:
            if label in SIGNED:
                self.foot(label).value = SIGNED[label]
        return self

    def put(self, about: str, key: str, value: Any, form: str = "") -> Workbook:
        """Write into a cell as a hand does: digits become a number in a cell for numbers."""
        cell = self.cell(about, key)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # openpyxl takes what begins with = for a formula; a hand in a text cell writes a text
        if form:
            cell.number_format = form
        return self

    def type(self, about: str, key: str, text: str) -> Workbook:
        """Type a text: what looks like a number becomes one where a number is asked for."""
        digits = self.form.by_about[about].cells[key].digits
        value: Any = text
        if digits and text.replace(".", "", 1).isdigit() and text.isascii():
            value = float(text) if "." in text else int(text)
        return self.put(about, key, value)

    def fill(self) -> Workbook:
        """Answer every row, and sign."""
        for request in self.form.asked:
            for key, text in good(request).items():
                self.type(request.about, key, text)
        return self.sign()

    @property
    def raw(self) -> bytes:
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()


def intake(root: Path, *more: str, today: str = TODAY.isoformat()) -> subprocess.CompletedProcess[str]:
    """Run the command in a copied project."""
    command = [sys.executable, "-m", "scripts.intake", "--progress", "tests/demo/progress", "--today", today, *more]
    return subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", errors="replace", check=False)


def patched(raw: bytes, cell: str, inner: str, kind: str, sheet: str = SHEET) -> bytes:
    """A workbook in which one cell holds what openpyxl cannot write: a formula with the value it last showed.

    Args:
        raw: the workbook.
        cell: as the spreadsheet names it.
        inner: the cell's elements, such as <f>1+1</f><v>2</v>.
        kind: the cell's type: str, e, n.
        sheet: the name on the tab.
    """
    number = 1 + openpyxl.load_workbook(io.BytesIO(raw)).sheetnames.index(sheet)
    name = f"xl/worksheets/sheet{number}.xml"
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    def edit(xml: bytes) -> bytes:
        tree = lxml.etree.fromstring(xml)
        found = tree.find(f".//{{{space}}}c[@r='{cell}']")
        for child in list(found):
            found.remove(child)
        found.set("t", kind)
        found.extend(lxml.etree.fromstring(f'<x xmlns="{space}">{inner}</x>'))
        return bytes(lxml.etree.tostring(tree))

    return with_parts(raw, {name: edit})


def with_parts(raw: bytes, edits: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """A workbook with parts edited, or made of nothing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, edits[name](content) if name in edits else content)
        for name in set(edits) - set(old.namelist()):
            new.writestr(name, edits[name](b""))
    return buffer.getvalue()
