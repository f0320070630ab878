"""The workbooks in a real LibreOffice: its check says what ours says, ids outlive .xls, the print is a form to sign."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from macros.forms.checks import Row
from macros.forms.layout import CHECK, FOOT, HEAD, ID, MARKS, OPEN, SHEET, defined, marks
from macros.forms.sheet import before, held
from macros.forms.workbook import write
from macros.judged.asked import Form, rounds
from macros.judged.asked import forms as forms_of
from macros.judged.cells import Kind
from tests.test_forms import account, demo_forms, place_of
from tests.tools.office import convert
from tests.tools.setup import pdftotext

pytestmark = pytest.mark.slow

WRITTEN = {
    "missing": {},
    "fine": {"value": "12", "evidence": "年报", "scope": "全区的数", "second": "40", "progress": "甲"},
    "no day": {"as_of": ""},
    "words for a day": {"as_of": "2025年12月31日"},
    "no such day": {"as_of": "2025-02-30"},
    "no such month": {"as_of": "2025-13-01"},
    "another year": {"as_of": "2024-12-31"},
    "short day": {"as_of": "2025-1-1"},
    "full width": {"value": "１２"},
    "about": {"value": "约20"},
    "thousands": {"value": "1,200"},
    "share": {"value": "12.5%"},
    "unit": {"value": "20人"},
    "dash": {"value": "—"},
    "fraction": {"value": "1.5"},
    "negative": {"value": "-1"},
    "much": {"value": "100000000000"},
    "none without why": {"status": "不涉及", "value": ""},
    "none with why": {"status": "不涉及", "value": "", "why": "没有"},
    "none with a figure": {"status": "未统计", "why": "没有"},
    "another status": {"status": "有"},
    "cause alone": {"cause": "资金", "progress": ""},
    "cause": {"cause": "资金", "problem": "没有到账"},
    "more than all": {"value": "41"},
    "of nothing": {"value": "0", "second": "0"},
    "no evidence": {"evidence": "  "},
    "another basis": {"basis": "其他"},
    "another state": {"value": "完成"},
    "nothing reported": {"why": "", "value": "3"},
    "hostile": {"progress": '=1+1"', "evidence": "＝1"},
}
"""Beside what makes a row good: what somebody writes."""


def cases() -> list[tuple[Form, dict[tuple[str, str], str]]]:
    """Every kind of writing, in one form with a row of each kind that nobody has reported, and in reported ones."""
    real = [request for form in forms_of(account(""), rounds(account(""))[0]) for request in form.asked]
    rows = [next(request for request in real if request.kind is kind) for kind in Kind if kind is not Kind.BENCHMARK]
    form = replace(demo_forms()["union"], asked=rows)
    found = []
    for name, said in WRITTEN.items():
        base = {} if name == "missing" else WRITTEN["fine"] | said
        filled = {}
        for request in rows:
            first = {Kind.STATE: "推进中", Kind.HELD: "已举办"}.get(request.kind)
            for key in request.cells:
                if key in base:
                    filled[request.about, key] = base[key]
            if first and "value" not in said and base:
                filled[request.about, "value"] = first
        found.append((form, filled))
    for slug in ("science-association", "union", "office-members"):
        reported = demo_forms()[slug]
        found += [(reported, {}), (reported, {(reported.asked[0].about, "value"): "7"})]
        changed = {(request.about, "why"): "写错了" for request in reported.asked}
        found.append((reported, changed | {(reported.asked[0].about, "value"): "7"}))
    return found


def test_the_live_check_computes_what_we_say(tmp_path: Path) -> None:
    files, all_cases = [], cases()
    for number, (form, filled) in enumerate(all_cases):
        path = tmp_path / f"f{number}.xlsx"
        write(path, form, filled=filled)
        # Saved without what was computed before: LibreOffice has to compute it.
        openpyxl.load_workbook(path).save(path)
        files.append(path)
    compared = 0
    for kind in ("xlsx", "xls"):
        made = convert(files, kind, tmp_path / kind)
        if kind == "xls":
            made = convert(made, "xlsx", tmp_path / "back")
        for path, (form, filled) in zip(made, all_cases, strict=True):
            sheet = openpyxl.load_workbook(path, data_only=True)[SHEET]
            cells, was = held(form, filled), before(form)
            total = 0
            for number, request in enumerate(form.asked, start=HEAD + 1):
                given = {key: was.get((request.about, key), cell.given) for key, cell in request.cells.items()}
                said = {key: cells[request.about, key] for key in request.cells}
                row = Row(request, given)
                assert sheet.cell(number, place_of(form, CHECK)).value == row.check(said), (kind, request.kind, said)
                assert sheet.cell(number, place_of(form, OPEN)).value == row.open(said), (kind, request.kind, said)
                total += row.open(said)
                compared += 1
            assert sheet["A3"].value == f"只填白底有框的格。还有 {total} 格没有填。"
    assert compared > 200


def test_who_and_which_row_it_is_outlives_other_formats(tmp_path: Path) -> None:
    form = demo_forms()["science-association"]
    path = tmp_path / "f.xlsx"
    write(path, form)
    (old,) = convert([path], "xls", tmp_path / "xls")
    for made in (*convert([path], "xlsx", tmp_path / "again"), *convert([old], "xlsx", tmp_path / "back")):
        book = openpyxl.load_workbook(made)
        sheet = book[SHEET]
        told = {row[2]: row[3] for row in book[MARKS].iter_rows(values_only=True) if not row[1]}
        assert told == {key: text or None for key, text in marks(form).items()}
        properties = {it.name: it.value or None for it in book.custom_doc_props.props}
        assert properties["form"] == form.slug
        letter = openpyxl.utils.get_column_letter(place_of(form, "value"))
        for row, request in enumerate(form.asked, start=HEAD + 1):
            assert sheet.cell(row, place_of(form, ID)).value == request.about
            assert str(sheet.cell(row, 1).value) == request.number
            name = book.defined_names[defined(request.about)].attr_text.replace("'", "")
            assert name == f"{SHEET}!${letter}${row}"


def test_it_prints_as_a_form_to_sign(tmp_path: Path) -> None:
    real = forms_of(account(""), rounds(account(""))[0])
    form = next(form for form in real if form.slug == "science-association")
    path = tmp_path / "f.xlsx"
    write(path, form)
    (pdf,) = convert([path], "pdf", tmp_path)
    tool = pdftotext()
    info = subprocess.run([tool.executable, "-layout", str(pdf), "-"], env=tool.env, capture_output=True, text=True)
    pages = [page for page in info.stdout.split("\f") if "填报表" in page.split("\n")[0]]
    assert len(pages) > 1, "so many rows fill more than one page"
    for page in pages:
        assert "佐证材料" in page, "the heads stand on every page"
        assert form.edition in page
    assert all(f"{label}：" in pages[-1] for label in FOOT)
