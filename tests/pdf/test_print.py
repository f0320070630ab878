"""What the printed edition says of itself and of what was reported, and how it goes onto paper."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf

from macros.print.pdf_tags import attributes, elements
from macros.print.press import FULL, LARGE, MATRIX, booklet, sheets
from macros.published.formats import FOLDER
from tests.conftest import ROOT
from tests.pdf.layout import below_the_area, lonely_rows, torn_rows, white_pages
from tests.pdf.reading import MM, READERS, chars, spoken_tables, squeezed
from tests.pdf.test_pdf import SLUGS, pdfs
from tests.tools.setup import ghostscript


@cache
def table(site: Path, name: str) -> Any:
    return json.loads((site / FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@cache
def text(path: Path) -> str:
    with pymupdf.open(path) as pdf:
        return squeezed("".join(page.get_text() for page in pdf))


# --- what was reported ----------------------------------------------------------------------------


def test_every_record_is_printed_with_its_evidence(demo: Path) -> None:
    for name in (FULL, LARGE):
        said = text(demo / name)
        records = table(demo, "progress")
        assert records
        for record in records:
            assert squeezed(record.get("evidence", {}).get("title", "")) in said
            for key in ("summary", "note", "reason"):
                if key in record and (key != "note" or "task" in record):
                    assert squeezed(record[key]) in said, record["id"]
        for record in (it for it in records if "corrects" in it):
            old = next(it for it in records if it["id"] == record["corrects"])
            for it in (old, record):
                assert squeezed(it.get("figure") or it["state"] + "：" + it["summary"]) in said
                assert f"{it['reported_on']}报告" in said


def test_a_booklet_prints_its_bodys_own_records(demo: Path) -> None:
    for body in table(demo, "bodies"):
        said = text(demo / booklet(body["slug"]))
        own = [it for it in table(demo, "progress") if it["body"] == body["name"]]
        for record in own:
            assert squeezed(record.get("evidence", {}).get("title", "")) in said
            assert squeezed(record.get("summary", "")) in said
            if "figure" in record:
                assert squeezed(record["figure"]) in said
        assert ("没有更正" in said) == (not any("corrects" in it or "withdraws" in it for it in own))
        assert ("没有各任务进展的报告。" in said) == (not any("task" in it for it in own))


def test_tables_cite_numbers_that_the_register_has(demo: Path) -> None:
    for path in (demo / FULL, demo / LARGE, *(demo / booklet(slug) for slug in SLUGS)):
        said = text(path)
        assert "来源：20" not in said
        numbers = {int(number) for number in re.findall(r"依据〔(\d+)〕", said)}
        listed = said[said.rindex("编号材料以它为依据的记录") :] if numbers else ""
        register = said[said.index("编号材料") :] if numbers else ""
        assert listed or not numbers
        assert all(f"〔{number}〕" in register for number in numbers)


def test_a_corrected_figure_is_not_the_one_that_counts(demo: Path) -> None:
    old = next(it for it in table(demo, "progress") if "corrected_by" in it and "figure" in it)
    new = next(it for it in table(demo, "progress") if it["id"] == old["corrected_by"])
    said = text(demo / FULL)
    assert f"{new['figure']}（截至" in said
    assert f"{old['figure']}（截至" not in said


def test_without_records_the_annexes_are_one_sentence(site: Path) -> None:
    assert "没有收到报告，所以没有各任务进展、依据材料和更正可列。" in text(site / FULL)
    assert "编号材料" not in text(site / FULL)


def test_reported_figures_are_drawn_and_said(demo: Path) -> None:
    drawn = {it["target"] for it in table(demo, "charts")}
    with pikepdf.open(demo / FULL) as pdf:
        figures = [it for it in elements(pdf.Root.StructTreeRoot) if it.S == "/Figure"]
        assert len(figures) == len(drawn) > 10
        names = {it["id"]: it["name"] for it in table(demo, "targets")}
        said = [str(it.Alt) for it in figures]
    assert all(any(alt.startswith(names[target] + "：") for alt in said) for target in drawn)


# --- where it comes from --------------------------------------------------------------------------


def test_the_imprint_says_what_it_was_made_from(site: Path, demo: Path) -> None:
    for folder in (site, demo):
        edition = table(folder, "edition")
        assert {it["path"] for it in edition["sources"]} >= {"data/source/plan.txt", "data/targets.yml"}
        for name in (FULL, LARGE):
            said = text(folder / name)
            assert all(it["path"] in said and it["sha256"] in said for it in edition["sources"])
            assert "编印单位未载明" in said
            assert "公开网址未载明" in said
    for it in table(site, "edition")["sources"]:
        assert hashlib.sha256((ROOT / it["path"]).read_bytes()).hexdigest() == it["sha256"]


def test_every_file_says_what_it_is_not_and_when_it_was_printed(site: Path, demo: Path) -> None:
    for folder in (site, demo):
        day = table(folder, "edition")["date"]
        for path in pdfs(folder):
            said = text(path)
            assert "参考文本，以正式印发文件为准" in said, path
            assert f"排印日期：{day}" in said, path
            with pikepdf.open(path) as pdf:
                about = str(pdf.docinfo["/Subject"]) if "/Subject" in pdf.docinfo else str(pdf.open_metadata())
                assert "/Author" not in pdf.docinfo, "nobody is named who did not make it"
                assert day in about
                assert "编印：未载明" in about


# --- on a press -----------------------------------------------------------------------------------


def _inks(path: Path) -> list[list[float]]:
    """The share of each page that each of the four inks covers."""
    tool = ghostscript()
    command = [tool.executable, "-q", "-o", "-", "-r36", "-sDEVICE=inkcov", str(path)]
    run = subprocess.run(command, env=tool.env, capture_output=True, text=True, check=True)
    return [[float(ink) for ink in line.split()[:4]] for line in run.stdout.splitlines() if "CMYK" in line]


def test_only_black_ink_is_used(site: Path, demo: Path) -> None:
    for path in pdfs(site):
        inks = _inks(path)
        assert any(black > 0.01 for *_, black in inks)
        assert all(colours == [0, 0, 0] for *colours, _ in inks), path
    for path in pdfs(demo):  # which says in red, at the head of each page, that it is made up
        with pymupdf.open(path) as pdf:
            for page, (cyan, *_) in zip(pdf, _inks(path), strict=True):
                assert cyan < 0.01, path
                colours = {
                    span["color"]
                    for block in page.get_text("dict")["blocks"]
                    for line in block.get("lines", ())
                    for span in line["spans"]
                }
                assert {colour for colour in colours if len({colour >> 16, colour >> 8 & 255, colour & 255}) > 1} <= {
                    0xA02020
                }, path


def test_what_a_body_says_is_no_judgement(demo: Path) -> None:
    stated = [(it["target"], said) for it in table(demo, "outcomes") for said in it.get("statements", ())]
    assert stated
    for name in (FULL, LARGE):
        said = text(demo / name)
        for _, it in stated:
            words = squeezed(it["statement"])
            at = said.index(words)
            assert "说明" in said[max(0, at - 40) : at]
            assert said[max(0, at - 40) : at].rfind("说明") > said[max(0, at - 40) : at].rfind("判定")


def test_sheets_ask_to_be_printed_as_they_are(site: Path) -> None:
    for slug in SLUGS:
        with pikepdf.open(site / sheets(slug)) as pdf, pikepdf.open(site / booklet(slug)) as pages:
            wanted = pdf.Root.ViewerPreferences
            assert wanted.PrintScaling == "/None"
            assert wanted.Duplex == ("/DuplexFlipShortEdge" if len(pages.pages) > 2 else "/Simplex")


# --- for those who do not see it ------------------------------------------------------------------


def test_tags_are_whole(site: Path, demo: Path) -> None:
    for path in [*pdfs(site), *pdfs(demo)]:
        with pikepdf.open(path) as pdf:
            assert "/Suspects" not in pdf.Root.MarkInfo
            tree = list(elements(pdf.Root.StructTreeRoot))
            assert any(it.S == "/H1" for it in tree), path
            for it in tree:
                if it.S == "/P":
                    assert not any(re.fullmatch("/H[1-6]?", str(kid.S)) for kid in elements(it)), path
                if it.S == "/Table":
                    assert any("/Summary" in item for item in attributes(it)), path
                if it.S == "/Figure":
                    assert str(it.Alt)


def test_empty_cells_of_the_matrix_say_what_they_mean(site: Path) -> None:
    named = table(site, "responsibilities")
    place = {(it["body"], it["task"]): str(it["position"]) for it in named}
    tasks = [task["id"] for action in table(site, "plan")["actions"] for task in action["tasks"]]
    for path in (MATRIX, FULL):
        content = (site / path).read_bytes()
        matrix = next(it for it in spoken_tables(content) if it[0][0] == "责任单位")
        said = {row[0]: row[1:-1] for row in matrix[3:-1]}
        for body in table(site, "bodies"):
            assert said[body["name"]] == [place.get((body["name"], task), "原文未列") for task in tasks]
        with pymupdf.open(stream=content) as pdf:
            page = next(page.number for page in pdf if "原文未列" in page.get_text())
            box = (0, 0, *pdf[page].rect.br)
        for read in READERS:
            assert squeezed(read(content, page, box)).count("原文未列") == len(tasks) * 23 - len(named), read


def test_no_cell_is_blank_to_a_reader(site: Path, demo: Path) -> None:
    for path in [*pdfs(site), *pdfs(demo)]:
        # A sheet holds its booklet's tags; a form's cells are there to be filled in.
        skipped = path.stem.endswith("-sheets") or path.stem == "forms"
        for rows in () if skipped else spoken_tables(path.read_bytes()):
            assert all(cell for row in rows for cell in row), (path, rows[0])


# --- type -----------------------------------------------------------------------------------------


def _sizes(path: Path) -> Counter[float]:
    found: Counter[float] = Counter()
    with pymupdf.open(path) as pdf:
        for page in pdf:
            found.update(round(char.size, 1) for char in chars(page) if char.char.strip())
    return found


def test_type_is_large_enough(site: Path) -> None:
    for slug in SLUGS:
        sizes = _sizes(site / booklet(slug))
        small = sum(count for size, count in sizes.items() if size < 9)
        assert small <= 64 * 3, (slug, "more than hashes")
        assert sizes[10.5] > 100
    sizes = _sizes(site / LARGE)
    assert sum(count for size, count in sizes.items() if size < 14 and size not in (9.0, 11.9)) == 0, sizes
    assert sizes[18.0] > 4000


def test_numbers_keep_to_their_words_outside_the_issued_text(site: Path, demo: Path) -> None:
    torn = re.compile(r"(?:[0-9]$|[到第]$)")
    goes_on = re.compile(r"^(?:年|项|个|人|场|次|家|%|[＜＝＞][0-9])")
    for folder in (site, demo):
        for name in (FULL, booklet("education"), booklet("towns"), booklet("science-association")):
            found = []
            with pymupdf.open(folder / name) as pdf:
                for page in pdf:
                    for block in page.get_text("dict")["blocks"]:
                        rows = [line for line in block.get("lines", []) if line["dir"] == (1.0, 0.0)]
                        fonts = {span["font"] for line in rows for span in line["spans"]}
                        if any("FandolFang" in font for font in fonts):
                            continue  # the issued text
                        words = [
                            ("".join(span["text"] for span in line["spans"]).strip(), line["bbox"]) for line in rows
                        ]
                        for (above, high), (below, low) in pairwise(words):
                            if low[1] > high[1] + 4 and torn.search(above) and goes_on.search(below):
                                found.append((page.number, above[-6:], below[:6]))
            assert found == [], name


# --- pages ----------------------------------------------------------------------------------------


def test_no_page_is_nearly_empty_and_no_row_alone(site: Path, demo: Path) -> None:
    for folder in (site, demo):
        for path in pdfs(folder):
            content = path.read_bytes()
            if path.stem.endswith("-sheets"):
                continue
            assert torn_rows(content) == [], path
            assert lonely_rows(content) == [], path
            if path.parent.name == "bodies":
                assert white_pages(content, 15 * MM, 194 * MM, single=True) == [], path
                assert below_the_area(content, 194 * MM) == [], path
            elif path.stem not in ("matrix-a3", "forms"):  # sheets of their own size
                assert white_pages(content, 37 * MM, 262 * MM) == [], path
                assert below_the_area(content, 262 * MM) == [], path


def test_titles_are_broken_by_meaning(site: Path) -> None:
    for name in (FULL, LARGE):
        with pymupdf.open(site / name) as pdf:
            page = next(page for page in pdf if "各镇人民政府，各街道办事处，区直有关单位：" in page.get_text())
            rows: dict[float, list[Any]] = {}
            for char in chars(page):
                if char.char.strip() and char.size >= 22:
                    rows.setdefault(round(char.y), []).append(char)
            title = ["".join(char.char for char in rows[y]) for y in sorted(rows)]
            assert "".join(title) == squeezed("".join(table(site, "plan")["notice"]["title"]))
            assert all(line[0] in "屯《（实" or line.startswith("关于") for line in title), title
            body = min(char.y for char in chars(page) if char.char == "各" and char.size < 22)
            last = max(rows)
            assert body - last > 40, "a blank line stands between the title and the addressees"
