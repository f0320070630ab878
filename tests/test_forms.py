"""A body gets one workbook with just what is asked of it; nothing in it can become a formula; it says what is wrong."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import median

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.forms.checks import BLANK, FINE, Row
from macros.forms.layout import CHECK, DEMO, FOOT, HEAD, HEADS, ID, MARKS, OPEN, SHEET, columns, defined, marks
from macros.forms.sheet import before, held
from macros.forms.workbook import all_of, bytes_of
from macros.judged.account import Account
from macros.judged.asked import Form, Request, current, forms, rounds
from macros.judged.cells import Kind, Scope, answer, evidence_of, evidence_words, joined, parted
from macros.records.progress import Evidence
from macros.rules.checked import load_checked

ROOT = Path(__file__).parent.parent
DEMO_DAY = datetime.date(2026, 6, 1)


@cache
def account(progress: str = "tests/demo/progress") -> Account:
    project = load_checked(ROOT, ROOT / progress if progress else None, DEMO_DAY)
    return Account(project, DEMO_DAY)


@cache
def demo_forms() -> dict[str, Form]:
    newest = current(account())
    assert newest is not None
    return {form.slug: form for form in forms(account(), newest)}


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufffe\uffff"), min_size=1)


def opened(content: bytes, **how: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), **how)


def place_of(form: Form, key: str) -> int:
    """The column's number, counted from 1."""
    return [column.key for column in columns(form)].index(key) + 1


def test_each_figure_is_asked_once_and_the_median_form_has_few_cells() -> None:
    asked = [(r.about, form.member and form.member.code) for form in demo_forms().values() for r in form.asked]
    assert len(asked) == len(set(asked))
    about = {about for about, _ in asked}
    for target in account().project.targets:
        filed = [f for f in account().effective_about.get(target.id, ()) if f.year == 2025]
        assert target.id in about or filed, f"nobody is asked for {target.id}"
    assert median(form.needed for form in demo_forms().values()) <= 12
    without = [r for body in demo_forms().values() for r in body.asked if r.arranged is False]
    assert without == []


def test_without_an_arrangement_every_body_of_the_clause_is_asked() -> None:
    real = account("")
    newest = current(real)
    assert newest is not None
    assert newest.title == "2025年度"
    assert newest.due_on == datetime.date(2026, 1, 31)
    found = forms(real, newest)
    assert all(form.derived and not form.arranged for form in found)
    skilled = [form.body.slug for form in found if "t07-skilled" in form.by_about and not form.member]
    assert skilled == ["union", "human-resources"]
    scopes = {form.by_about["t07-skilled"].scope for form in found if "t07-skilled" in form.by_about}
    assert scopes == {Scope.EITHER, Scope.PART}


def test_a_member_of_a_collective_has_a_form_of_its_own() -> None:
    towns = [form for form in demo_forms().values() if form.body.slug == "towns"]
    assert [form.member.name for form in towns if form.member] == ["屯光镇", "阳湖镇", "黎阳镇", "新潭镇", "奕棋镇"]
    assert {form.asked[0].scope for form in towns} == {Scope.PART}
    first, second, third, *_ = (form.asked[0].current for form in towns)
    assert first
    assert second
    assert third is None
    assert first.report.member == "屯光镇"
    office = demo_forms()["office-members"]
    assert office.member is None, "its members are not known: one form for all of them"


def test_what_another_body_reports_is_shown_and_cannot_be_written() -> None:
    form = demo_forms()["human-resources"]
    assert [request.about for request in form.asked] == ["t11"]
    assert {request.about: request.reporter for request in form.shown}["t07-skilled"] == "区总工会"
    assert all(not request.cells for request in form.shown)
    sheet = opened(bytes_of(form))["他单位填报"]
    assert sheet.protection.sheet
    assert all(cell.protection.locked for row in sheet.iter_rows() for cell in row)
    assert "填报安排，非方案原文" in str(sheet["A2"].value)


def test_a_row_is_known_by_three_marks() -> None:
    form = demo_forms()["union"]
    book = opened(bytes_of(form))
    sheet = book[SHEET]
    assert sheet.column_dimensions[openpyxl.utils.get_column_letter(place_of(form, ID))].hidden
    for row, request in enumerate(form.asked, start=HEAD + 1):
        assert sheet.cell(row, place_of(form, ID)).value == request.about
        assert sheet.cell(row, 1).value == request.number
        letter = openpyxl.utils.get_column_letter(place_of(form, "value"))
        assert book.defined_names[defined(request.about)].attr_text == f"'{SHEET}'!${letter}${row}"
    numbers = [request.number for each in demo_forms().values() for request in (*each.asked, *each.shown)]
    by_number = {request.number: request.about for each in demo_forms().values() for request in each.asked}
    assert len(set(numbers)) >= len(by_number) == len(set(by_number.values()))


def test_who_it_is_for_stands_in_sheet_properties_and_print() -> None:
    form = demo_forms()["towns-341002100"]
    book = opened(bytes_of(form))
    written = {row[2]: row[3] for row in book[MARKS].iter_rows(values_only=True) if not row[1]}
    expected = {key: text or None for key, text in marks(form).items()}
    assert written == expected
    assert {it.name: it.value or None for it in book.custom_doc_props.props} == expected
    assert book[MARKS].sheet_state == "veryHidden"
    assert form.edition in str(book[SHEET].oddFooter.left.text)


def test_only_what_is_asked_can_be_written() -> None:
    form = demo_forms()["science-association"]
    sheet = opened(bytes_of(form))[SHEET]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    free = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert len(free) == form.writable + len(FOOT)


def test_the_same_form_is_the_same_bytes() -> None:
    for form in (demo_forms()["union"], demo_forms()["education"]):
        assert bytes_of(form) == bytes_of(form)
    whole = list(demo_forms().values())
    assert all_of(whole) == all_of(whole)


HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", '=HYPERLINK("http://x")', "\t=1", "http://x.y"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    form = demo_forms()["agriculture"]
    request = form.asked[0]
    filled = {(request.about, key): text for key in request.cells} | {("", label): text for label in FOOT}
    marked = {(request.about, "value"): text, ("", "日期"): text}
    hostile = replace(form, name=text, round=form.round.model_copy(update={"title": text}), arranged=text)
    for content in (bytes_of(form, filled=filled, marked=marked), bytes_of(hostile), all_of([hostile])):
        sheets = [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if "worksheets/sheet" in name]
        book = opened(content)
        formulas = [
            (sheet.title, cell.coordinate, str(cell.value))
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]
        known = re.compile(r"=(IF\(|\"只填白底有框的格。还有 \"&SUMIF\()")
        assert formulas
        assert all(known.match(formula) for _, _, formula in formulas)
        assert not any("hyperlink" in zipfile.ZipFile(io.BytesIO(content)).read(name).decode() for name in sheets)
    assert opened(bytes_of(form, filled=filled))[SHEET].cell(HEAD + 1, place_of(form, "value")).value == text


def test_a_spoilt_value_stays_as_it_was_typed_and_is_marked_in_words() -> None:
    form = demo_forms()["union"]
    about = form.asked[0].about
    content = bytes_of(
        form, filled={(about, "value"): "约20人", (about, "why"): "补"}, marked={(about, "value"): "只写数字：20"}
    )
    cell = opened(content)[SHEET].cell(HEAD + 1, place_of(form, "value"))
    assert (cell.value, cell.data_type) == ("约20人", "s")
    assert cell.comment
    assert cell.comment.text == "只写数字：20"
    assert cell.border.left.style == "thick"
    check = opened(content, data_only=True)[SHEET].cell(HEAD + 1, place_of(form, CHECK)).value
    assert check == "要改：“本期”只写数字"


@settings(max_examples=25)
@given(st.dictionaries(st.sampled_from(["progress", "problem", "next", "why", "evidence", "value", "as_of"]), TEXTS))
def test_whatever_somebody_wrote_stands_in_the_sheet_to_the_letter(said: dict[str, str]) -> None:
    form = demo_forms()["scitech"]
    about = form.asked[0].about
    content = bytes_of(form, filled={(about, key): text for key, text in said.items()} | {("", "电话"): "0559 0000000"})
    sheet = opened(content)[SHEET]
    for key, text in said.items():
        assert str(sheet.cell(HEAD + 1, place_of(form, key)).value) == text
    assert "0559 0000000" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_lists_and_messages_fit_what_the_programs_hold() -> None:
    found = 0
    for form in demo_forms().values():
        for rule in opened(bytes_of(form))[SHEET].data_validations.dataValidation:
            found += 1
            assert len(rule.formula1 or "") < 255
            assert len(rule.error or "") < 255
            assert len(rule.errorTitle or "") <= 32
            if rule.type == "list":
                assert rule.formula1.startswith('"'), "the list stands in the rule itself"
    assert found
    for form in demo_forms().values():
        for row in opened(bytes_of(form))[SHEET].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert len(cell.value) < 8192
                    assert deepest(cell.value) <= 7, "the old .xls nests functions no deeper"


def deepest(formula: str) -> int:
    """How deep functions are nested, brackets in texts aside."""
    depth = most = 0
    for char in re.sub(r'"[^"]*"', "", formula):
        depth += {"(": 1, ")": -1}.get(char, 0)
        most = max(most, depth)
    return most


def test_every_sheet_of_the_demonstration_says_that_it_is_made_up() -> None:
    content = [bytes_of(form) for form in demo_forms().values()]
    for book in (opened(each) for each in [*content, all_of(list(demo_forms().values()))]):
        for sheet in book:
            if sheet.title != MARKS:
                assert DEMO in str(sheet["A1"].value), sheet.title
                assert DEMO in str(sheet.oddHeader.left.text)
                assert DEMO in str(sheet.oddFooter.left.text)
    real = current(account(""))
    assert real
    for form in forms(account(""), real)[:3]:
        assert all(DEMO not in str(sheet["A1"].value) for sheet in opened(bytes_of(form)))


def test_it_prints_on_a4_landscape_with_repeated_heads() -> None:
    sheet = opened(bytes_of(demo_forms()["science-association"]))[SHEET]
    assert sheet.page_setup.orientation == "landscape"
    assert str(sheet.page_setup.paperSize) == "9"
    assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert "&P" in sheet.oddFooter.right.text


def test_the_sheet_is_written_with_what_its_check_comes_to() -> None:
    for form in demo_forms().values():
        sheet = opened(bytes_of(form), data_only=True)[SHEET]
        open_ = [sheet.cell(row, place_of(form, OPEN)).value for row in range(HEAD + 1, HEAD + 1 + len(form.asked))]
        assert str(sum(open_)) in str(sheet["A3"].value)
        for row, request in enumerate(form.asked, start=HEAD + 1):
            said = sheet.cell(row, place_of(form, CHECK)).value
            assert said == (FINE if request.current else BLANK), (form.slug, request.about)
    for form in forms(account(""), rounds(account(""))[0]):
        given = held(form, {})
        left = [
            row_of(request).open({key: given[request.about, key] for key in request.cells}) for request in form.asked
        ]
        assert sum(left) == form.needed, "the burden is what the empty sheet says is open"
    untouched = demo_forms()["human-resources"]
    assert opened(bytes_of(untouched), data_only=True)[SHEET]["A3"].value == "只填白底有框的格。还有 3 格没有填。"
    assert untouched.needed == 3


def request_of(kind: Kind) -> Request:
    everything = [
        *(r for form in demo_forms().values() for r in form.asked),
        *(r for form in forms(account(""), rounds(account(""))[0]) for r in form.asked),
    ]
    return next(request for request in everything if request.kind is kind and not request.current)


def row_of(request: Request) -> Row:
    return Row(request, {key: cell.given for key, cell in request.cells.items()})


def filled(request: Request, **said: str) -> dict[str, str]:
    return {key: said.get(key, cell.given) for key, cell in request.cells.items()}


def test_what_is_wrong_in_a_row_is_said_in_words() -> None:
    request = request_of(Kind.NUMBER)
    row, good = row_of(request), {"value": "0", "evidence": "年报", "scope": "全区的数"}
    assert row.check(filled(request)) == BLANK
    assert row.check(filled(request, **good)) == FINE
    assert row.check(filled(request, **good | {"as_of": ""})) == "要改：缺截至日期"
    assert row.check(filled(request, **good | {"as_of": "2025年12月31日"})) == "要改：截至日期写成2025-12-31这样"
    assert row.check(filled(request, **good | {"as_of": "2025-02-30"})) == "要改：截至日期写成2025-12-31这样"
    assert row.check(filled(request, **good | {"as_of": "2024-12-31"})) == "要改：截至日期不在2025年"
    for typed in ("１２", "约20", "2000万", "1,200", "12.5%", "20人", "—", "无"):
        assert row.check(filled(request, **good | {"value": typed})) == "要改：“本期”只写数字", typed
    assert row.check(filled(request, **good | {"value": "1.5"})) == "要改：“本期”要写整数"
    assert row.check(filled(request, **good | {"value": "-1"})) == "要改：“本期”不能是负数"
    assert row.check(filled(request, **good | {"value": "", "status": "不涉及"})) == "要改：没有数，要写原因"
    assert row.check(filled(request, **good | {"value": "", "status": "不涉及", "why": "没有"})) == FINE
    both = filled(request, **good | {"status": "不涉及", "why": "没有"})
    assert row.check(both) == "要改：没有数的，“本期”不填"
    assert row.check(filled(request, **good | {"cause": "资金"})) == "要改：选了原因类别，还要写进展情况或存在问题"
    assert row.check(filled(request, **good | {"evidence": " "})) == "要改：缺佐证材料"


def test_whoever_changes_what_was_reported_has_to_say_why() -> None:
    form = demo_forms()["union"]
    request, cells = form.asked[0], held(form, {})
    was = {key: before(form)[request.about, key] for key in request.cells}
    row = Row(request, was)
    assert row.check({key: cells[request.about, key] for key in request.cells}) == FINE
    assert row.check(was | {"value": "77"}) == "要改：改了已报的，要写原因"
    assert row.check(was | {"value": "77", "why": "写错了"}) == FINE
    assert row.check(was | {"value": "77", "as_of": "2025-06-30"}) == FINE, "another day is another report"


def test_a_record_is_told_in_cells_as_it_was_read_from_them() -> None:
    for progress, problem, next_ in [
        ("甲", "", ""),
        ("甲", "乙", "丙"),
        ("", "乙", ""),
        ("", "", "丙"),
        ("甲\n丁", "", "丙"),
    ]:
        assert parted(joined(progress, problem, next_)) == (progress, problem, next_)
    for title, url in [("年报", None), ("年报", "https://x.gov.cn/a"), ("https://x.gov.cn/a", "https://x.gov.cn/a")]:
        assert evidence_of(evidence_words(Evidence(title=title, url=url))) == (title, url)
    for form in demo_forms().values():
        for request in form.asked:
            if request.current:
                said = answer(request.kind, request.current.report)
                assert set(said) <= set(request.cells) | {"scope"}
                for key, text in said.items():
                    options = request.cells[key].options if key in request.cells else ()
                    assert not options or text in options


def test_the_edition_changes_with_what_is_asked_and_not_with_what_is_reported() -> None:
    form = demo_forms()["education"]
    answered = replace(form, asked=[replace(request, current=None, last_words="x") for request in form.asked])
    other = replace(form, asked=[replace(request, as_of=datetime.date(2025, 6, 30)) for request in form.asked])
    assert form.edition == answered.edition
    assert form.edition != other.edition
    assert len({each.edition for each in demo_forms().values()}) == len(demo_forms())


def test_every_head_is_a_word_of_its_own() -> None:
    assert len(set(HEADS.values())) == len(HEADS)
