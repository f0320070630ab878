"""The guide to the forms shows the forms as they are, on the page and on one printed sheet."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from macros.forms.checks import BLANK, FINE, WRONG
from macros.forms.howto import Howto, howto
from macros.forms.layout import HEAD, SHEET
from macros.forms.workbook import bytes_of
from macros.judged.asked import current, forms
from macros.print.howto import FORMS, forms_work
from macros.print.setter import made
from macros.published.release import Release, release, without
from tests.conftest import ROOT

DAY = datetime.date(2026, 6, 1)


@pytest.fixture(scope="module")
def demo() -> Release:
    return release(ROOT, progress=ROOT / "tests/demo/progress", today=DAY)


def guide(of: Release) -> Howto:
    found = howto(of.account)
    assert found
    return found


@pytest.mark.parametrize("made_up", [True, False])
def test_the_picture_is_the_workbook_s_own_cells(made_up: bool, demo: Release) -> None:
    of = demo if made_up else release(ROOT, today=DAY)
    # The picture is that of a form of which nothing has been reported.
    of = without(of, [name for name, report in of.reports.items() if report.year == 2025])
    shown = guide(of)
    asked = current(of.account)
    assert asked
    form = next(it for it in forms(of.account, asked) if it.title == shown.example)
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(form)))
    sheet = book[SHEET]
    assert shown.tabs == [name for name in book.sheetnames if book[name].sheet_state == "visible"]
    for letter, head in zip(shown.letters, shown.heads, strict=True):
        assert sheet[f"{letter}{HEAD}"].value == head
    assert shown.numbers[0] == HEAD
    for number, row in zip(shown.numbers[1:], shown.rows, strict=True):
        for letter, box in zip(shown.letters, row, strict=True):
            cell = sheet[f"{letter}{number}"]
            assert cell.protection.locked is not box.free
            if letter != shown.letters[-1]:  # the check is a formula
                assert (cell.value or "") == box.text
    free = {letter for row in shown.rows for letter, box in zip(shown.letters, row, strict=True) if box.free}
    assert free <= {column.letter for column in shown.columns}
    assert shown.file.endswith(f"{form.title}.xlsx")
    assert not [letter for letter in shown.letters if sheet.column_dimensions[letter].hidden]


def test_what_the_check_says_is_what_it_says(demo: Release) -> None:
    for of in (demo, release(ROOT, today=DAY)):
        untouched, wrong, fine = (said for _, said in guide(of).checks)
        assert untouched == BLANK
        assert wrong.startswith(WRONG)
        assert "佐证材料" in wrong
        assert fine == FINE


def test_no_day_is_named_that_nobody_set(demo: Release) -> None:
    assert "在 2026-01-31 前" in str(guide(demo).steps)
    assert " 前" not in str(guide(release(ROOT, today=DAY)).steps)


def test_before_the_first_year_is_over_nothing_is_asked() -> None:
    early = release(ROOT, today=datetime.date(2022, 7, 1))
    assert howto(early.account) is None
    assert list(forms_work(early)) == []


def test_it_is_one_sheet_whatever_the_form(tiny: Path, demo: Release) -> None:
    for of in (demo, release(ROOT, today=DAY, site_url="https://example.org/"), release(tiny, today=DAY)):
        (work,) = forms_work(of)
        file = made(work)[FORMS]
        assert file.pages == 1
        with pypdfium2.PdfDocument(file.content) as pdf:
            text = pdf[0].get_textpage().get_text_range()
        for step in guide(of).steps:
            assert step.title in text
        assert ("演示数据（虚构）" in text) == of.stamp.demo
