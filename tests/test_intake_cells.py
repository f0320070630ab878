"""Each way to spoil a cell is told at that cell, with a remedy that works; what is plainly right is taken."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

import pytest
import yaml

from macros.forms.fault import Fault
from macros.forms.layout import SHEET
from macros.forms.returns import Asked, File, read_file
from macros.judged.asked import Form, chosen
from macros.judged.cells import Kind
from macros.published.release import release
from tests.conftest import ROOT
from tests.filling import TODAY, Workbook, patched, project

CASES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/forms/faults.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    root = tmp_path_factory.mktemp("cells") / "project"
    project(root)
    account = release(root, progress=root / "tests/demo/progress", today=TODAY).account
    return Asked(account, chosen(account, None))


@pytest.fixture(scope="module")
def forms(collected: Asked) -> Mapping[str, Form]:
    return collected.forms(collected.round.id)


def with_row(forms: Mapping[str, Form], about: str) -> Form:
    return next(form for form in forms.values() if about in form.by_about)


RAW: dict[str, bytes] = {}


def filled(form: Form) -> Workbook:
    """A form that is right; written once, for most of a test's time would go into writing it."""
    if form.slug not in RAW:
        RAW[form.slug] = Workbook(form).fill().raw
    return Workbook(form, RAW[form.slug])


def blocking(file: File) -> list[Fault]:
    found = [*file.faults, *(fault for each in file.returned for fault in each.faults)]
    return [fault for fault in found if fault.blocks]


def spoilt(book: Workbook, case: Mapping[str, Any]) -> bytes:
    put = case["put"]
    if not isinstance(put, dict):
        return book.put(case["about"], case["key"], put, case.get("form", "")).raw
    book.put(case["about"], case["key"], "x")
    cell = book.name(case["about"], case["key"])
    if "error" in put:
        return patched(book.raw, cell, f"<v>{put['error']}</v>", "e")
    shown = put.get("cached")
    value = "" if shown is None else f"<v>{escape(str(shown))}</v>"
    kind = "n" if isinstance(shown, int) or shown is None else "e" if str(shown).startswith("#") else "str"
    return patched(book.raw, cell, f"<f>{escape(put['formula'][1:])}</f>{value}", kind)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}-{case['key']}-{case['put']}"[:50])
def test_a_spoilt_cell_is_told_and_its_remedy_works(
    case: dict[str, Any], forms: Mapping[str, Form], collected: Asked
) -> None:
    about, key = case["about"], case["key"]
    book = filled(with_row(forms, about))
    (fault,) = blocking(read_file(spoilt(book, case), "交来的表.xlsx", collected))
    assert fault.kind == case["kind"]
    assert (fault.sheet, fault.cell) == (SHEET, book.name(about, case.get("at", key)))
    assert re.search(case["says"], f"{fault.wrong}（{fault.remedy}）", re.DOTALL), str(fault)
    assert not re.search("None|YAML|[a-z]+_[a-z]+", str(fault))
    book.put(about, key, case["mend"], "" if isinstance(case["mend"], datetime.date) else "General")
    assert blocking(read_file(book.raw, "交来的表.xlsx", collected)) == []
    if fault.write:  # what the remedy says exactly, typed as it stands there
        book.put(about, key, None).type(about, key, fault.write)
        assert blocking(read_file(book.raw, "交来的表.xlsx", collected)) == []


def test_there_are_many_kinds() -> None:
    assert len({case["kind"] for case in CASES}) >= 40


RIGHT = [
    ("t07-skilled", "value", 210, "General", "210"),
    ("t07-skilled", "value", 210.0, "0.00", "210"),
    ("t18-volunteers", "value", 5200, "#,##0", "5200"),
    ("t07-skilled", "value", 210, '0"人"', "210"),
    ("t07-skilled", "value", "210", "@", "210"),
    ("t07-skilled", "value", " 210 ", "@", "210"),
    ("t07-skilled", "value", 0, "General", "0"),
    ("goal-literacy", "value", 16.5, "General", "16.5"),
    ("goal-literacy", "value", 0.1 + 0.2 + 16, "General", "16.3"),
    ("t07-skilled", "as_of", datetime.date(2025, 12, 30), "yyyy/m/d", "2025-12-30"),
    ("t07-skilled", "as_of", datetime.datetime(2025, 12, 30), 'yyyy"年"m"月"d"日"', "2025-12-30"),
    ("t07-skilled", "as_of", "2025-12-30", "@", "2025-12-30"),
    ("t07-skilled", "as_of", " 2025-12-30\n", "@", "2025-12-30"),
    ("t07-skilled", "evidence", "屯科协〔2025〕12号", "@", "屯科协〔2025〕12号"),
    ("t07-skilled", "evidence", 2025, "General", "2025"),
    ("t07-skilled", "evidence", "统计表\r\n（第二稿）", "@", "统计表\n（第二稿）"),
    ("t07-skilled", "progress", "=不是公式，是一句话", "@", "=不是公式，是一句话"),
]


@pytest.mark.parametrize(("about", "key", "value", "form", "text"), RIGHT)
def test_what_can_mean_one_thing_is_taken(
    about: str, key: str, value: Any, form: str, text: str, forms: Mapping[str, Form], collected: Asked
) -> None:
    book = filled(with_row(forms, about))
    book.put(about, key, value, form)
    file = read_file(book.raw, "交来的表.xlsx", collected)
    assert blocking(file) == []
    assert file.returned[0].answers[about].texts[key] == text


def test_a_form_that_is_right_has_no_fault_at_all(forms: Mapping[str, Form], collected: Asked) -> None:
    for form in forms.values():
        file = read_file(Workbook(form).fill().raw, "交来的表.xlsx", collected)
        assert [*file.faults, *(fault for each in file.returned for fault in each.faults)] == []
        assert file.returned[0].form.slug == form.slug
        assert all(answer.touched for answer in file.returned[0].answers.values())


def test_a_form_as_it_was_sent_says_nothing(forms: Mapping[str, Form], collected: Asked) -> None:
    for form in forms.values():
        (each,) = read_file(Workbook(form).raw, "交来的表.xlsx", collected).returned
        assert (each.faults, each.touched) == ((), False)


@pytest.mark.parametrize("word", ["未统计", "不涉及", "暂无官方数据"])
def test_no_figure_needs_a_reason_and_no_number(word: str, forms: Mapping[str, Form], collected: Asked) -> None:
    book = filled(with_row(forms, "t07-skilled")).put("t07-skilled", "status", word)
    kinds = {fault.kind for fault in blocking(read_file(book.raw, "表.xlsx", collected))}
    assert kinds == {"figure_without_status", "no_reason"}
    book.put("t07-skilled", "value", None).put("t07-skilled", "why", "人才库还没有更新")
    assert blocking(read_file(book.raw, "表.xlsx", collected)) == []


def test_what_a_row_does_not_ask_for_is_told(forms: Mapping[str, Form], collected: Asked) -> None:
    form = next(
        form for form in forms.values() if {request.kind for request in form.asked} >= {Kind.STATE, Kind.NUMBER}
    )
    state = next(request.about for request in form.asked if request.kind is Kind.STATE)
    book = Workbook(form).fill().put(state, "status", "未统计")
    (fault,) = blocking(read_file(book.raw, "表.xlsx", collected))
    assert (fault.kind, fault.cell) == ("misplaced", book.name(state, "status"))


def test_several_faults_are_told_at_once(forms: Mapping[str, Form], collected: Asked) -> None:
    book = filled(with_row(forms, "t07-skilled"))
    book.put("t07-skilled", "value", "约210").put("t07-highly-skilled", "as_of", "2025年底")
    book.put("t07-anhui-craftsmen", "evidence", None)
    book.foot("日期").value = "2026年1月"
    kinds = sorted(fault.kind for fault in blocking(read_file(book.raw, "表.xlsx", collected)))
    assert kinds == ["about", "date", "date", "no_evidence"]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "no_report_day"),
        ("2027-01-01", "future"),
        ("元月十二日", "no_date"),
        (46034, "serial"),
        ("2025-12-01", "day_order"),
    ],
)
def test_the_day_of_the_report_is_needed(value: Any, kind: str, forms: Mapping[str, Form], collected: Asked) -> None:
    book = filled(with_row(forms, "t07-skilled"))
    book.foot("日期").value = value
    assert {fault.kind for fault in blocking(read_file(book.raw, "表.xlsx", collected))} == {kind}
