"""Sheets as people move them about: inserted, deleted, sorted, hidden, merged; other and older forms, twice the same.

openpyxl stands in for the spreadsheet program; what imitates WPS is called an imitation.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from macros.forms.fault import Fault
from macros.forms.gather import Gathered, gather
from macros.forms.layout import HEAD, MARKS, SHEET, columns
from macros.forms.returns import Asked, File, read_file
from macros.judged.asked import Form, chosen
from macros.published.release import release
from tests.filling import TODAY, Workbook, project, with_parts


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sheets") / "project"
    project(root)
    return root


@pytest.fixture(scope="module")
def collected(root: Path) -> Asked:
    account = release(root, progress=root / "tests/demo/progress", today=TODAY).account
    return Asked(account, chosen(account, None))


@pytest.fixture(scope="module")
def union(collected: Asked) -> Form:
    return collected.forms(collected.round.id)["union"]


def told(file: File) -> list[Fault]:
    return [*file.faults, *(fault for each in file.returned for fault in each.faults)]


def read(book: Workbook, collected: Asked) -> File:
    return read_file(book.raw, "交来的表.xlsx", collected)


def column(form: Form, key: str) -> int:
    return 1 + [each.key for each in columns(form)].index(key)


def rename_head(book: Workbook) -> None:
    book.sheet.cell(HEAD, column(book.form, "value")).value = "完成数"


def swap_heads(book: Workbook) -> None:
    one, other = (book.sheet.cell(HEAD, column(book.form, key)) for key in ("problem", "next"))
    one.value, other.value = other.value, one.value


def move_column(book: Workbook) -> None:
    """The column 存在问题 with all that is in it, behind 下一步打算."""
    one, other = column(book.form, "problem"), column(book.form, "next")
    for row in range(HEAD, HEAD + 1 + len(book.form.asked)):
        a, b = book.sheet.cell(row, one), book.sheet.cell(row, other)
        a.value, b.value = b.value, a.value


def double_head(book: Workbook) -> None:
    book.sheet.cell(HEAD, len(columns(book.form)) + 1).value = "本期"


def clear_head(book: Workbook) -> None:
    book.sheet.cell(HEAD, column(book.form, "evidence")).value = None


def insert_column(book: Workbook) -> None:
    book.sheet.insert_cols(column(book.form, "progress"))
    book.sheet.cell(HEAD + 2, column(book.form, "progress")).value = "另有 5 人在外地"


def insert_headed_column(book: Workbook) -> None:
    book.sheet.insert_cols(column(book.form, "progress"))
    book.sheet.cell(HEAD, column(book.form, "progress")).value = "备注"


def insert_row(book: Workbook) -> None:
    book.sheet.insert_rows(HEAD + 2)
    book.sheet.cell(HEAD + 2, column(book.form, "target")).value = "其中女职工"
    book.sheet.cell(HEAD + 2, column(book.form, "value")).value = 5


def add_sum(book: Workbook) -> None:
    book.sheet.cell(HEAD + 1 + len(book.form.asked), column(book.form, "task")).value = "合计"
    book.sheet.cell(HEAD + 1 + len(book.form.asked), column(book.form, "value")).value = 300


def delete_row(book: Workbook) -> None:
    book.sheet.delete_rows(HEAD + 2)


def double_row(book: Workbook) -> None:
    book.sheet.insert_rows(HEAD + 2)
    for cell in book.sheet[HEAD + 1]:
        book.sheet.cell(HEAD + 2, cell.column).value = cell.value


def sort_rows(book: Workbook, without: str = "") -> None:
    rows = range(HEAD + 1, HEAD + 1 + len(book.form.asked))
    for key in (each.key for each in columns(book.form) if each.key != without):
        number = column(book.form, key)
        values = [book.sheet.cell(row, number).value for row in rows]
        for row, value in zip(rows, reversed(values), strict=True):
            book.sheet.cell(row, number).value = value


def sort_without_hidden(book: Workbook) -> None:
    sort_rows(book, without="id")


def foreign_row(book: Workbook) -> None:
    book.sheet.cell(HEAD + 1, column(book.form, "id")).value = "t99-nothing"


def merge_down(book: Workbook) -> None:
    letter = book.sheet.cell(HEAD + 1, column(book.form, "evidence")).column_letter
    book.sheet.merge_cells(f"{letter}{HEAD + 1}:{letter}{HEAD + 3}")


def change_promise(book: Workbook) -> None:
    book.cell("t07-skilled", "quote").value = "到2025年，全区技能人才达到150人"


def no_heads(book: Workbook) -> None:
    for cell in book.sheet[HEAD]:
        cell.value = None


def no_marks(book: Workbook) -> None:
    del book.book[MARKS]
    book.book.custom_doc_props.props.clear()
    for foot in (book.sheet.oddFooter.left, book.sheet.oddFooter.center, book.sheet.oddFooter.right):
        foot.text = None


def other_round(book: Workbook) -> None:
    for sheet in (book.book[MARKS],):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "2025-annual":
                    cell.value = "2024-annual"
    for prop in book.book.custom_doc_props.props:
        if prop.value == "2025-annual":
            prop.value = "2024-annual"
    for foot in (book.sheet.oddFooter.left, book.sheet.oddFooter.center, book.sheet.oddFooter.right):
        foot.text = foot.text and foot.text.replace("2025-annual", "2024-annual")


SPOILT: list[tuple[Callable[[Workbook], None], str, str, str]] = [
    (rename_head, "head", "", "表头“完成数”改动过.*改回“本期”"),
    (swap_heads, "moved_head", "", "不在原来的位置.*退回的新表"),
    (move_column, "moved_head", "", "不在原来的位置"),
    (double_head, "double_head", "", "表头“本期”有两列"),
    (clear_head, "head", "", "表头删掉了.*改回“佐证材料"),
    (insert_column, "column", "", "列不是表里原有的列.*写到表里原有的列"),
    (insert_headed_column, "column", "", "多了一列“备注”"),
    (insert_row, "inserted_row", "", "不是表里原有的行.*再删掉这一行"),
    (add_sum, "inserted_row", "", "不是表里原有的行"),
    (delete_row, "deleted_row", "A5", "少了“7.2 .*”这一行.*退回的新表"),
    (double_row, "double_row", "A6", "有两行（另一行是第 5 行）.*只留一行"),
    (sort_without_hidden, "torn_row", "A5", "只给一部分列排过序.*撤销排序"),
    (foreign_row, "foreign_row", "", "隐藏的编号改动过"),
    (merge_down, "merged", "", "合并成了一格.*取消合并"),
    (change_promise, "changed_text", "", "“承诺（原文）”改动过.*原文不能改"),
    (no_heads, "no_head", "", "找不到表头那一行"),
    (no_marks, "no_mark", "", "认不出是哪个单位"),
    (other_round, "round", "", "这是“2024.*”的表，现在收的是“2025年终”"),
]


@pytest.mark.parametrize(("spoil", "kind", "cell", "says"), SPOILT, ids=lambda value: getattr(value, "__name__", ""))
def test_a_moved_sheet_is_told(
    spoil: Callable[[Workbook], None], kind: str, cell: str, says: str, union: Form, collected: Asked
) -> None:
    book = Workbook(union).fill()
    spoil(book)
    found = [fault for fault in told(read(book, collected)) if fault.blocks]
    assert kind in {fault.kind for fault in found}
    fault = next(fault for fault in found if fault.kind == kind)
    assert fault.sheet == SHEET
    assert cell in ("", fault.cell)
    assert re.search(says, f"{fault.wrong}（{fault.remedy}）")
    # What is wrong is never called missing, and nothing else is found wrong than what the move brings.
    assert {fault.kind for fault in found} <= {
        kind,
        "no_value",
        "no_evidence",
        "foreign_row",
        "torn_row",
        "changed_text",
    }


def test_sorted_rows_are_known_again(union: Form, collected: Asked) -> None:
    book = Workbook(union).fill().put("t07-skilled", "value", 217)
    sort_rows(book)
    file = read(book, collected)
    assert [(fault.kind, fault.blocks) for fault in told(file)] == [("sorted", False)]
    assert file.returned[0].answers["t07-skilled"].texts["value"] == "217"


def test_hidden_rows_are_read_and_said(union: Form, collected: Asked) -> None:
    book = Workbook(union).fill()
    book.sheet.row_dimensions[HEAD + 2].hidden = True
    file = read(book, collected)
    assert [(fault.kind, fault.cell, fault.blocks) for fault in told(file)] == [("hidden_row", f"A{HEAD + 2}", False)]


def test_what_stands_outside_is_said(union: Form, collected: Asked) -> None:
    book = Workbook(union).fill()
    book.sheet.cell(HEAD + 30, 3).value = "另附说明一份"
    book.book.create_sheet("草稿")["A1"] = "还有 7 人"
    assert {(fault.kind, fault.blocks) for fault in told(read(book, collected))} == {
        ("stray", False), ("other_sheet", False),
    }  # fmt: skip


def test_empty_rows_and_columns_change_nothing(union: Form, collected: Asked) -> None:
    book = Workbook(union).fill()
    book.sheet.insert_rows(HEAD + 2)
    book.sheet.insert_cols(column(union, "progress"))
    file = read(book, collected)
    assert [fault for fault in told(file) if fault.blocks] == []
    assert all(answer.touched for answer in file.returned[0].answers.values())


def test_lost_drop_downs_are_checked_again(union: Form, collected: Asked) -> None:
    book = Workbook(union).fill()
    book.sheet.data_validations.dataValidation.clear()
    book.sheet.protection.sheet = False
    book.put("t07-skilled", "status", "大概有")
    assert [fault.kind for fault in told(read(book, collected))] == ["choice"]


def test_an_older_form_is_told_and_its_content_is_kept(union: Form, collected: Asked) -> None:
    then = replace(union, asked=[replace(union.asked[0], number="7.9"), *union.asked[1:]])
    file = read(Workbook(then).fill(), collected)
    found = [fault for fault in told(file) if fault.blocks]
    assert "edition" in {fault.kind for fault in found}
    assert file.returned[0].answers["t07-skilled"].shown["value"] == "150"


def test_a_form_issued_before_another_body_reported_is_no_older_form(root: Path, collected: Asked) -> None:
    """Without an arrangement the rows that another body has reported since are read-only, not unknown."""
    account = collected.account
    free = replace(account, project=replace(account.project, reporting=None))
    before = Asked(free, collected.round)
    form = before.forms(before.round.id)["scitech"]
    shown = replace(form.asked[0], reporter="区教育局", last_words="12个")
    after = Asked(free, before.round)
    after._forms[before.round.id] = {"scitech": replace(form, asked=form.asked[1:], shown=[*form.shown, shown])}
    book = Workbook(form)
    assert told(read(book, after)) == []
    first = form.asked[0].about
    book.fill()
    (fault,) = [fault for fault in told(read(book, after)) if fault.blocks]
    assert (fault.kind, fault.cell) == ("reported", book.name(first, "value"))
    assert "已经由“区教育局”报告" in fault.wrong


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("区教育局-2025年终.xlsx", "other_body"),
        ("教育口/区教育局.xlsx", "other_body"),
        ("区总工会.xlsx", ""),
        ("报区科协.xlsx", ""),
        ("报区科协（区总工会填）.xlsx", ""),
        ("新建 XLSX 工作表.xlsx", ""),
    ],
)
def test_another_bodys_name_on_the_file(name: str, kind: str, union: Form, collected: Asked) -> None:
    file = read_file(Workbook(union).fill().raw, name, collected)
    assert [fault.kind for fault in told(file)] == ([kind] if kind else [])


def hand_in(folder: Path, files: Mapping[str, bytes], collected: Asked) -> Gathered:
    for name, raw in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(raw)
    return gather(folder, collected)


def test_the_same_return_twice_is_harmless(tmp_path: Path, union: Form, collected: Asked) -> None:
    raw = Workbook(union).fill().raw
    found = hand_in(tmp_path, {"一.xlsx": raw, "邮箱/二.xlsx": raw}, collected)
    assert [fault for file in found.files for fault in told(file)] == []


def test_two_different_returns_of_a_body_are_told_in_both(tmp_path: Path, union: Form, collected: Asked) -> None:
    one = Workbook(union).fill()
    two = Workbook(union).fill().put("t07-skilled", "value", 199)
    found = hand_in(tmp_path, {"一.xlsx": one.raw, "二.xlsx": two.raw}, collected)
    for file, other in zip(found.files, reversed(found.files), strict=True):
        (fault,) = told(file)
        assert (fault.kind, fault.cell) == ("twice", one.name("t07-skilled", "value"))
        assert other.name in fault.wrong


def test_files_of_open_programs_are_said_and_others_told(tmp_path: Path, union: Form, collected: Asked) -> None:
    files = {"~$表.xlsx": b"x", ".~lock.表.xlsx#": b"x", "Thumbs.db": b"x", "说明.txt": "请查收".encode()}
    found = hand_in(tmp_path, files, collected)
    assert sorted(found.skipped) == [".~lock.表.xlsx#", "~$表.xlsx"]
    assert [(file.name, [fault.kind for fault in file.faults]) for file in found.files] == [("说明.txt", ["text"])]


# Imitations of what WPS does to a file. Source of the forms: files saved by WPS Office 12.


def imitation_dimension(raw: bytes) -> bytes:
    """An imitation: WPS declares A1 as the dimension of a full sheet."""
    return with_parts(
        raw,
        {
            f"xl/worksheets/sheet{n}.xml": lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', xml)
            for n in (1, 2)
        },
    )


def imitation_properties(raw: bytes) -> bytes:
    """An imitation: WPS notes its own version among the document's properties."""
    more = (
        b'<property xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
        b' fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="99" name="KSOProductBuildVer">'
        b"<vt:lpwstr>2052-12.1.0.18276</vt:lpwstr></property></Properties>"
    )
    return with_parts(raw, {"docProps/custom.xml": lambda xml: xml.replace(b"</Properties>", more)})


def imitation_picture(raw: bytes) -> bytes:
    """An imitation: a picture that WPS has placed in a cell, with its parts."""
    images = (
        b'<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"'
        b' xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        b' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        b' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><etc:cellImage><xdr:pic>'
        b'<xdr:nvPicPr><xdr:cNvPr id="2" name="ID_0123ABCD"/></xdr:nvPicPr>'
        b'<xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>'
    )
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.png"/>'
        b"</Relationships>"
    )
    return with_parts(
        raw,
        {
            "xl/cellimages.xml": lambda _: images,
            "xl/_rels/cellimages.xml.rels": lambda _: relations,
            "xl/media/image1.png": lambda _: b"\x89PNG imitation",
        },
    )


@pytest.mark.parametrize("imitation", [imitation_dimension, imitation_properties, imitation_picture])
def test_imitations_of_wps_are_read(imitation: Callable[[bytes], bytes], union: Form, collected: Asked) -> None:
    plain = read_file(Workbook(union).fill().raw, "表.xlsx", collected)
    file = read_file(imitation(Workbook(union).fill().raw), "表.xlsx", collected)
    assert told(file) == []
    assert file.returned[0].answers == plain.returned[0].answers
    assert [(picture.key, picture.content) for picture in file.pictures] == (
        [("ID_0123ABCD", b"\x89PNG imitation")] if imitation is imitation_picture else []
    )


def test_days_of_either_calendar_are_days(union: Form, collected: Asked) -> None:
    book = Workbook(union).fill()
    book.book.epoch = datetime.datetime(1904, 1, 1)
    book.put("t07-skilled", "as_of", datetime.date(2025, 12, 30), "yyyy-mm-dd")
    assert read(book, collected).returned[0].answers["t07-skilled"].texts["as_of"] == "2025-12-30"
