"""The bulletin: an editable Word file that says what the release says, and nothing else."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import docx as library
import pytest
from docx.oxml.ns import qn

from macros.judged.asked import current, derived, forms
from macros.office.bulletin import DEMO, bulletin
from macros.office.keep import keep
from macros.office.word import Grid, Heading, Paragraph, Text, docx
from macros.published.release import Release, release, without
from macros.records.settings import Letter
from tests.conftest import ROOT
from tests.filling import Workbook, asked_of, intake, project
from tests.tools.office import convert

DAY = datetime.date(2026, 6, 1)


@pytest.fixture(scope="module")
def made() -> Release:
    return release(ROOT, progress=ROOT / "tests/demo/progress", today=DAY)


@pytest.fixture(scope="module")
def file(made: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bulletin") / "通报.docx"
    asked = current(made.account)
    assert asked
    path.write_bytes(docx(bulletin(made, asked, Letter())))
    return path


def words(path: Path) -> str:
    document = library.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_every_target_stands_with_the_release_s_sentence(made: Release, file: Path) -> None:
    said = words(file)
    for outcome in made.outcomes.values():
        assert outcome.sentence.rstrip("。") in said
    for report in made.reports.values():
        if report.year == 2025 and report.target and report.evidence:
            assert any((report.figure or "") in line and report.evidence.title in line for line in said.split("\n")), (
                report.id
            )


def test_who_has_not_reported_is_there_and_nobody_else(made: Release, file: Path) -> None:
    asked = current(made.account)
    assert asked
    table = next(t for t in library.Document(str(file)).tables if t.rows[0].cells[2].text == "事项")
    listed = [row.cells[0].text for row in table.rows[1:]]
    for form in forms(made.account, asked):
        missing = [row for row in form.asked if row.current is None]
        name = form.member.name if form.member else form.title
        assert any(name in text for text in listed) == bool(missing), name
        for row in missing:
            assert any(name in r.cells[0].text and f"{row.number} " in r.cells[2].text for r in table.rows)


def test_what_nobody_told_is_a_marked_blank(made: Release, file: Path) -> None:
    said = words(file)
    for what in ("发文字号", "主送单位", "发文机关署名", "成文日期"):
        assert f"【待填：{what}】" in said
    told = Letter.model_validate(
        {"发文字号": "区科协〔2026〕1号", "主送": "各责任单位", "署名": "甲", "成文日期": "某日"}
    )
    asked = current(made.account)
    assert asked
    texts = [getattr(block, "text", "") for block in bulletin(made, asked, told).blocks]
    assert "各责任单位：" in texts
    assert "【待填" not in "".join(texts)


def test_it_is_laid_out_as_official_texts_are(file: Path) -> None:
    document = library.Document(str(file))
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(it.mm) for it in margins if it is not None] == [37, 35, 28, 26]
    normal = document.styles["Normal"]
    assert normal.font.size.pt == 16
    assert normal.paragraph_format.line_spacing.pt == 28
    fonts = {name: document.styles[name].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) for name in
             ("Normal", "Title", "Heading 1", "Heading 2")}  # fmt: skip
    assert fonts == {
        "Normal": "仿宋_GB2312",
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
    }
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [head[:2] for head in heads] == ["一、", "二、", "三、", "四、", "五、"]
    below = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert below
    assert all(re.match("（[一二三四五六七八九十]+）", head) for head in below)


def test_tables_repeat_their_heads_and_tear_no_row(file: Path) -> None:
    for table in library.Document(str(file)).tables:
        for number, row in enumerate(table.rows):
            properties = row._tr.trPr
            assert properties.find(qn("w:cantSplit")) is not None
            assert (properties.find(qn("w:tblHeader")) is not None) == (number == 0)


def test_the_demonstration_says_so_on_every_page(made: Release, file: Path) -> None:
    section = library.Document(str(file)).sections[0]
    assert section.header.paragraphs[0].text == section.even_page_header.paragraphs[0].text == DEMO


def test_a_project_with_nothing_reported_says_only_what_is_true(tmp_path: Path) -> None:
    plain = release(ROOT, today=datetime.date(2024, 3, 1))
    path = tmp_path / "a.docx"
    path.write_bytes(docx(bulletin(plain, derived(plain.account, 2023), Letter())))
    said = words(path)
    assert DEMO not in said
    assert "虚构" not in said
    assert library.Document(str(path)).sections[0].header.paragraphs[0].text == ""
    assert "尚无报告" in said
    assert "没有结果发生变化" in said
    assert not re.search("已报 [1-9]", said)
    early = release(ROOT, today=datetime.date(2024, 1, 15))
    path.write_bytes(docx(bulletin(early, derived(early.account, 2023), Letter())))
    assert "还没有到期" in words(path)
    assert "已过" not in words(path)


def test_no_text_becomes_a_field_a_link_or_markup(tmp_path: Path) -> None:
    nasty = [
        '{ DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" }',
        "=HYPERLINK(\"https://example.org\")",
        "https://example.org/x",
        "</w:t></w:r><w:fldSimple w:instr=\"DATE\"/>",
        "\x13 DATE \x14\x15\x01\ufffe",
        "＝1＋1",
    ]  # fmt: skip
    path = tmp_path / "a.docx"
    blocks = [Heading(nasty[0]), *(Paragraph(it) for it in nasty), Grid(nasty, [nasty, nasty], [1] * len(nasty))]
    path.write_bytes(docx(Text(title=nasty[3], above=[], blocks=blocks, mark="", timestamp=0)))
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                tree = ElementTree.fromstring(archive.read(name))
                assert not [e for e in tree.iter() if e.tag.endswith(("}hyperlink", "}fldSimple"))]
                codes = [e.text for e in tree.iter() if e.tag.endswith("}instrText")]
                assert codes == ([" PAGE "] if name.startswith("word/footer") else [])
                assert b'TargetMode="External"' not in archive.read(name)
    assert nasty[3] in words(path)


def test_the_same_release_gives_the_same_bytes(made: Release, file: Path) -> None:
    asked = current(made.account)
    assert asked
    assert docx(bulletin(made, asked, Letter())) == file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        assert b"python-docx" not in archive.read("docProps/core.xml")


def test_what_somebody_wrote_is_never_written_over(tmp_path: Path) -> None:
    first = keep(tmp_path, "通报.docx", b"one")
    assert keep(tmp_path, "通报.docx", b"two") == first
    assert first.read_bytes() == b"two"
    first.write_bytes(b"edited by hand")
    second = keep(tmp_path, "通报.docx", b"three")
    assert first.read_bytes() == b"edited by hand"
    assert second.read_bytes() == b"three"
    assert second.name == "通报（2）.docx"
    assert keep(tmp_path, "通报.docx", b"four") == second
    (tmp_path / "别的.docx").write_bytes(b"not ours")
    assert keep(tmp_path, "别的.docx", b"five").name == "别的（2）.docx"
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith(".")} == {".made-by-office"}


def test_records_that_are_left_out_take_their_corrections_with_them(made: Release) -> None:
    corrected = next(report for report in made.reports.values() if report.corrects)
    left = without(made, [corrected.corrects or ""])
    assert corrected.id not in left.reports
    assert len(left.reports) == len(made.reports) - 2
    assert without(made, []).files == made.files


def test_the_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.bulletin", "--progress", "tests/demo/progress", "--today", "2026-06-01"]
    done = subprocess.run([*command, "--to", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (made,) = tmp_path.glob("*.docx")
    assert made.name.endswith("报送情况通报（演示）.docx")
    done = subprocess.run([*command, "--round", "2099-x"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "没有“2099-x”这一轮" in done.stderr
    assert "20" in done.stderr


@pytest.mark.slow
def test_an_intake_that_is_all_well_writes_it_and_a_faulty_one_does_not(tmp_path: Path) -> None:
    root = tmp_path / "方案 网站"
    root.mkdir()
    project(root)
    form = asked_of(root)["union"]
    (root / "收表-演示").mkdir()
    book, about = Workbook(form).fill(), form.asked[0].about
    (root / "收表-演示" / "a.xlsx").write_bytes(Workbook(form).fill().put(about, "as_of", "年底").raw)
    assert intake(root).returncode == 1
    assert not (root / "通报-演示").exists()
    (root / "收表-演示" / "a.xlsx").write_bytes(book.raw)
    assert "通报" not in intake(root, "--dry-run").stdout
    done = intake(root)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = (root / "通报-演示").glob("*.docx")
    assert f"通报已写好：{path}" in done.stdout
    assert "区总工会，截至2025-12-31" in words(path)


@pytest.mark.slow
def test_an_office_program_opens_and_saves_it(file: Path, tmp_path: Path) -> None:
    (saved,) = convert([file], "docx", tmp_path / "docx")
    assert words(saved) == words(file)
    document = library.Document(str(saved))
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in document.tables)
    (printed,) = convert([file], "pdf", tmp_path / "pdf")
    import pypdfium2

    pages = pypdfium2.PdfDocument(str(printed))
    texts = [page.get_textpage().get_text_range() for page in pages]
    assert len(texts) > 5
    for number, text in enumerate(texts, start=1):
        assert DEMO in text
        assert f"— {number} —" in text
