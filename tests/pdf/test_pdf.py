"""The printed edition as made: conforming, exact, set as the standard says, tagged, bookmarked."""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import statistics
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import pikepdf
import pymupdf
import pytest

from macros.print.booklet import order
from macros.print.howto import FORMS
from macros.print.pdf_tags import attributes, children, elements, rows
from macros.print.press import FULL, LARGE, MATRIX, BookError, booklet, books, sheets
from macros.records.load import load
from tests.conftest import ROOT
from tests.pdf.reading import (
    HEIGHT,
    MM,
    PITCH,
    READERS,
    SIZE,
    TOP,
    WIDTH,
    area,
    chars,
    left_edge,
    lines,
    page_labels,
    plan_pages,
    squeezed,
    unicode_targets,
)
from tests.pdf.verapdf import PROFILES, failures

METHOD = (
    "断行",
    "单位名称",
    "合称",
    "目标的要求",
    "目标的期限",
    "总数还是各年相加",
    "怎样判定",
    "单位",
    "目标",
    "数据文件",
)
CLOSING = "，。、；：？！》）”’〕·%"
OPENING = "《（“‘〔"
UNLISTED = ("屯溪区全民科学素质行动规划纲要实施方案（2022—2025年）", "目　录", *METHOD)
ANNEXES = ["附表1目标指标", "附表2责任矩阵", "附表3各单位任务清单", "附表4各任务进展、依据材料、更正"]
ANNEXES += ["附录1口径说明", "附录2索引", "附录3编制说明"]
SLUGS = [path.stem for path in sorted((ROOT / "docs" / "bodies").glob("*.md")) if path.stem != "index"]


@cache
def published(site: Path, name: str) -> object:
    return json.loads((site / "open-data" / f"{name}.json").read_text(encoding="utf-8"))


def pdfs(site: Path) -> list[Path]:
    return sorted((site / "pdf").rglob("*.pdf"))


@pytest.fixture(scope="module")
def full(site: Path) -> bytes:
    return (site / FULL).read_bytes()


def issued() -> str:
    return squeezed((ROOT / "data" / "source" / "plan.txt").read_text(encoding="utf-8"))


# --- 1: standards ---------------------------------------------------------------------------------


def test_every_file_is_there(site: Path) -> None:
    names = {path.relative_to(site).as_posix() for path in pdfs(site)}
    assert names == {FULL, LARGE, MATRIX, FORMS, *map(booklet, SLUGS), *map(sheets, SLUGS)}
    assert len(names) == 4 + 2 * 23


@pytest.mark.parametrize("edition", ["site", "demo"])
@pytest.mark.parametrize("profile", PROFILES)
def test_conforms(edition: str, profile: str, request: pytest.FixtureRequest) -> None:
    assert failures(pdfs(request.getfixturevalue(edition)), profile) == {}


UNTOLD = {
    "6.1-1": "the file is PDF 1.7, not 2.0",
    "5-2": "it names PDF/UA-1 in its metadata",
    "5-5": "and no revision of PDF/UA-2",
    "8.2.5.2-2": "its tags are in no namespace of PDF 2.0",
}
"""What the typesetter cannot do yet for PDF/UA-2, in every file; below, in files with bookmarks or contents."""
BOOKMARKED = {"8.8-1": "links and bookmarks point to places on pages, not to tags"}
LISTED = {"8.2.5.8-1": "entries of the contents do not refer to the heading's tag"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (FULL, UNTOLD | BOOKMARKED | LISTED),
        (LARGE, UNTOLD | BOOKMARKED | LISTED),
        (MATRIX, UNTOLD | BOOKMARKED),
        (booklet("towns"), UNTOLD | BOOKMARKED),
        (sheets("towns"), UNTOLD),
    ],
)
def test_what_is_missing_for_the_next_standard_is_known(demo: Path, path: str, expected: dict[str, str]) -> None:
    (found,) = failures([demo / path], "ua2").values()
    assert {it.split(":")[0] for it in found} == expected.keys()


def _no_font(pdf: pikepdf.Pdf) -> None:
    font = next(it for it in pdf.objects if isinstance(it, pikepdf.Dictionary) and "/FontFile3" in it)
    del font.FontFile3


def _a_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")


def _a_row_outside_its_table(pdf: pikepdf.Pdf) -> None:
    table = next(it for it in elements(pdf.Root.StructTreeRoot) if it.S == "/Table")
    next(rows(table)).S = pikepdf.Name.P


def _no_title_bar(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


@pytest.mark.parametrize(
    ("profile", "spoil"),
    [("2a", _no_font), ("2a", _a_script), ("ua1", _a_row_outside_its_table), ("ua1", _no_title_bar)],
)
def test_the_checker_finds_what_is_broken(
    full: bytes, profile: str, spoil: Callable[[pikepdf.Pdf], None], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(io.BytesIO(full)) as pdf:
        spoil(pdf)
        pdf.save(broken)
    assert failures([broken], profile)


# --- 2 and 3: characters --------------------------------------------------------------------------


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_text_is_the_issued_text(full: bytes, reader: object) -> None:
    text = "".join(reader(full, index, area(number)) for index, number in plan_pages(full))
    assert squeezed(text) == issued()


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
@pytest.mark.parametrize("name", [booklet, sheets], ids=["pages", "sheets"])
def test_a_booklet_holds_its_tasks(site: Path, reader: object, name: object) -> None:
    plan = published(site, "plan")
    texts = {task["id"]: task["text"] for action in plan["actions"] for task in action["tasks"]}
    texts |= {it["id"]: it["text"] for it in plan["safeguards"]}
    for body in published(site, "bodies"):
        content = (site / name(body["slug"])).read_bytes()
        with pymupdf.open(stream=content) as pdf:
            sizes = [page.rect for page in pdf]
        halves = []
        for index, size in enumerate(sizes):
            edges = [0, size.width / 2, size.width] if name is sheets else [0, size.width]
            for left, right in pairwise(edges):
                halves.append(reader(content, index, (left, 15 * MM - 4, right, size.height - 16 * MM + 4)))
        if name is sheets:  # back into the order of the folded booklet
            pages = dict(zip((page for side in order(len(halves)) for page in side), halves, strict=True))
            halves = [pages[page] for page in sorted(pages)]
        text = squeezed("".join(halves))
        for record in (*body["tasks"], *body["safeguards"]):
            assert squeezed(texts[record]) in text, (body["name"], record)


@pytest.mark.parametrize("edition", ["site", "demo"])
def test_code_points_are_plain(edition: str, request: pytest.FixtureRequest) -> None:
    for path in pdfs(request.getfixturevalue(edition)):
        points = unicode_targets(path.read_bytes())
        assert len(points) > 100
        odd = [p for p in points if 0x2E80 <= p <= 0x2FDF or 0xE000 <= p <= 0xFAFF or p in (0, 0xFFFD) or p >= 0x2F800]
        assert not odd, (path, [hex(point) for point in odd])


def test_a_character_without_a_glyph_stops_the_build(site: Path) -> None:
    data = {f"open-data/{path.name}": path.read_bytes() for path in (site / "open-data").glob("*.json")}
    target = "培育高素质农民"
    spoiled = data["open-data/targets.json"].decode().replace(target, f"{target}𠮷", 1)
    with pytest.raises(BookError, match="𠮷") as error:
        books(data | {"open-data/targets.json": spoiled.encode()})
    assert "macros/print/templates/" in str(error.value)


# --- 4: geometry ----------------------------------------------------------------------------------


def test_layout_is_the_standard_s(full: bytes) -> None:
    blocks = [squeezed(block.text) for block in load(ROOT).plan.blocks()]
    ends = {sum(map(len, blocks[: number + 1])) for number in range(len(blocks))}
    at, steps, pitches, short, tops, counts = 0, [], [], [], [], []
    with pymupdf.open(stream=full) as pdf:
        for index, number in plan_pages(full):
            edge, began = left_edge(number), at
            found = [line for line in lines(pdf[index]) if line[0].y < TOP + HEIGHT]
            body = [line for line in found if abs(line[0].size - SIZE) < 0.01 or abs(line[-1].size - SIZE) < 0.01]
            baselines = [line[0].y for line in body]
            pitches += [low - high for high, low in pairwise(baselines)]
            counts.append(len(body))
            if len(body) == len(found):
                tops.append(baselines[0] - TOP)
            for line in found:
                text = [char for char in line if not char.char.isspace()]
                at += len(text)
                assert len(text) > 1, (number, "a line of one character", text[0])
                assert line is not found[0] or at not in ends or began in ends, (number, "a last line alone")
                assert text[0].char not in CLOSING, (number, "a line begins with", text[0])
                assert text[-1].char not in OPENING, (number, "a line ends with", text[-1])
                if line not in body:
                    continue
                # An opening mark fills the right half of its square.
                begins = text[0].x + (SIZE / 2 if text[0].char in OPENING else 0)
                assert begins >= edge - 1
                steps += [
                    right.x - left.x
                    for left, right in pairwise(text)
                    if left.char not in CLOSING + OPENING + "．—"
                    and right.char not in OPENING
                    and ord(left.char) > 0x4E00
                ]
                # The last character's ink: a closing mark fills the left half of its square.
                ink = text[-1].x + (SIZE / 2 if text[-1].char in CLOSING else text[-1].right - text[-1].x)
                if at not in ends and abs(ink - edge - WIDTH) > 1:
                    short.append((number, "".join(char.char for char in text), ink - edge - WIDTH))
    assert at == len(issued())
    assert statistics.median(steps) == pytest.approx(SIZE, abs=0.02)
    assert min(steps) >= SIZE - 0.02
    assert max(steps) <= 16.2
    lines_apart = [pitch / PITCH for pitch in pitches]
    assert all(abs(pitch - PITCH * round(apart)) <= 0.05 for pitch, apart in zip(pitches, lines_apart, strict=True))
    assert max(counts) == 22
    assert short == []
    # The first line's square stands in the middle of its 28.99 pt: its baseline 0.88 em below the square's top.
    expected = (PITCH - SIZE) / 2 + 0.88 * SIZE
    assert tops
    assert all(abs(top - expected) <= MM for top in tops)


def test_page_numbers_stand_where_the_standard_says(full: bytes) -> None:
    with pymupdf.open(stream=full) as pdf:
        for index, number in plan_pages(full):
            dashes = [char for char in chars(pdf[index]) if char.y > TOP + HEIGHT]
            assert "".join(char.char for char in dashes if char.char.strip()) == f"—{number}—"
            ink = _ink(pdf[index], TOP + HEIGHT + 1)
            middle = (ink[1] + ink[3]) / 2
            assert abs(middle - TOP - HEIGHT - 7 * MM) <= MM
            if number % 2:
                assert abs(ink[2] - (left_edge(number) + WIDTH - 14)) <= 2 * MM
            else:
                assert abs(ink[0] - (left_edge(number) + 14)) <= 2 * MM


def _ink(page: pymupdf.Page, below: float) -> tuple[float, float, float, float]:
    """The box around everything painted below a height, from the picture of the page."""
    zoom = 4
    clip = pymupdf.Rect(0, below, page.rect.width, page.rect.height)
    picture = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), clip=clip, colorspace="gray")
    dark = [(i % picture.stride, i // picture.stride) for i, value in enumerate(picture.samples) if value < 128]
    xs, ys = [x for x, _ in dark], [y for _, y in dark]
    return min(xs) / zoom, below + min(ys) / zoom, max(xs) / zoom, below + max(ys) / zoom


# --- 5: finding one's way -------------------------------------------------------------------------


def test_contents_lead_where_they_say(full: bytes) -> None:
    with pymupdf.open(stream=full) as pdf:
        labels = page_labels(full)
        toc = [entry for entry in pdf.get_toc() if entry[1] not in UNLISTED]
        entries = []
        for page in pdf:
            if not labels[page.number].isalpha():
                continue
            for link in page.get_links():
                assert link["kind"] in (pymupdf.LINK_GOTO, pymupdf.LINK_NAMED)
                words = page.get_textbox(link["from"] + (0, 1, 0, -1)).split("\n")
                text = squeezed("".join(words))
                if text.endswith(labels[link["page"]]):
                    entries.append((text, link["page"]))
        assert len(entries) >= len(toc)
        for level, title, page in toc:
            assert level <= 4
            assert not title.endswith("。")
            named = [it for it in entries if it[0].startswith(squeezed(title)) and it[1] == page - 1]
            assert named, title


def test_bookmarks_are_the_headings(site: Path, full: bytes) -> None:
    plan = published(site, "plan")
    title = squeezed(plan["document"]["title"])
    expected = [(1, title), (1, "目录"), (1, squeezed("".join(plan["notice"]["title"]))), (1, title)]
    for section in plan["sections"]:
        expected.append((2, section["marker"] + section["name"]))
        if section["id"] == "tasks":
            for action in plan["actions"]:
                expected.append((3, action["marker"] + action["name"]))
                expected += [(4, f"{task['number']}．{task['title']}") for task in action["tasks"]]
        if section["id"] == "safeguards":
            expected += [(3, f"{it['marker']}{it['title']}") for it in plan["safeguards"]]
    with pymupdf.open(stream=full) as pdf:
        toc = [(level, squeezed(title)) for level, title, _ in pdf.get_toc()]
    assert toc[: len(expected)] == expected
    annexes = [title for level, title in toc[len(expected) :] if level == 1]
    assert annexes == ANNEXES
    with pikepdf.open(io.BytesIO(full)) as pdf:
        tags = [
            int(str(it.S)[2:]) for it in elements(pdf.Root.StructTreeRoot) if str(it.S) in ("/H1", "/H2", "/H3", "/H4")
        ]
    assert tags == [level for level, _ in toc]


@pytest.mark.parametrize(("name", "tables"), [(FULL, 14), (LARGE, 36), (MATRIX, 1), (booklet("education"), 4)])
def test_tables_say_what_their_cells_mean(site: Path, name: str, tables: int) -> None:
    with pikepdf.open(site / name) as pdf:
        found = [it for it in elements(pdf.Root.StructTreeRoot) if it.S == "/Table"]
        assert len(found) == tables
        for table in found:
            scopes = [str(item.Scope) for cell in elements(table) for item in attributes(cell) if "/Scope" in item]
            assert "/Column" in scopes
            assert "/Row" in scopes
            assert all(next(children(row)).S == "/TH" for row in rows(table) if not _is_second_line(row))


def _is_second_line(row: pikepdf.Object) -> bool:
    """A target's second row, whose head is the cell above."""
    return len(list(children(row))) == 1


def test_headings_stand_before_their_matter(site: Path) -> None:
    for path in pdfs(site):
        with pymupdf.open(path) as pdf:
            for _, title, number in pdf.get_toc():
                page = pdf[number - 1]
                if title.startswith("附表2"):
                    continue  # set sideways, on a page of its own
                found = page.search_for(title.split("　")[0][:6])
                assert found, (path.name, title)
                # The last occurrence on the page is the heading or stands after it.
                below = [char for char in chars(page) if char.y > found[0].y1 + 4 and char.char.strip("—0123456789 ")]
                assert below, (path.name, title)


def test_a_long_table_repeats_its_head(full: bytes) -> None:
    with pymupdf.open(stream=full) as pdf:
        starts = {title[:3]: page - 1 for _, title, page in pdf.get_toc()}
        for first, last, head in (("附表1", "附表2", "目标要求2022"), ("附表3", "附表4", "单位任务数任务")):
            pages = range(starts[first], starts[last])
            assert len(pages) > 1
            for index in pages:
                assert head in squeezed(pdf[index].get_text())[:200], (first, index)
                assert (f"{first}" in pdf[index].get_textbox((0, 0, pdf[index].rect.width, TOP))) == (
                    index != starts[first]
                )


# --- sizes, the wall matrix, demonstration --------------------------------------------------------


def test_files_are_light_and_booklets_short(site: Path, demo: Path) -> None:
    for folder in (site, demo):
        assert (folder / FULL).stat().st_size <= 1_000_000
        assert (folder / LARGE).stat().st_size <= 1_200_000
        for slug in SLUGS:
            for name in (booklet(slug), sheets(slug)):
                assert (folder / name).stat().st_size <= (475_000 if folder == demo else 425_000)
            with pymupdf.open(folder / booklet(slug)) as pages, pymupdf.open(folder / sheets(slug)) as folded:
                assert 2 <= len(pages) <= (18 if folder == demo else 10)
                assert len(folded) == (2 * -(-len(pages) // 4) if len(pages) > 2 else 1)


def test_the_matrix_is_on_one_sheet(site: Path) -> None:
    with pymupdf.open(site / MATRIX) as pdf:
        (page,) = pdf
        assert (round(page.rect.width / MM), round(page.rect.height / MM)) == (420, 297)
        text = squeezed(page.get_text())
    for body in published(site, "bodies"):
        assert body["name"] in text
    with pymupdf.open(site / FULL) as pdf:
        start = next(page for _, title, page in pdf.get_toc() if title.startswith("附表2")) - 1
        end = next(page for _, title, page in pdf.get_toc() if title.startswith("附表3")) - 1
        assert end - start == 1
        inside = pymupdf.Rect(0, 0, *pdf[start].rect.br)
        for block in pdf[start].get_text("blocks"):
            assert inside.contains(pymupdf.Rect(block[:4]))


def test_demonstration_says_so_on_every_page(site: Path, demo: Path) -> None:
    for path in pdfs(demo):
        with pymupdf.open(path) as pdf:
            for page in pdf:
                halves = 2 if path.stem.endswith("-sheets") else 1
                assert squeezed(page.get_text()).count("演示数据（虚构）") >= halves or not page.get_text().strip()
    for path in pdfs(site):
        with pymupdf.open(path) as pdf:
            assert not any("演示" in page.get_text() for page in pdf)


def test_absent_is_shown_as_absent(site: Path) -> None:
    with pymupdf.open(site / FULL) as pdf:
        text = squeezed("".join(page.get_text() for page in pdf))
    assert "数据截至：尚无报告" in text
    assert "成员单位名单原文未载明" in text
    assert text.count("未报告") > 23
    assert text.count("不当作0") == 2  # the legend, the meaning of 未报告
    assert "没有收到报告" in text


@pytest.mark.parametrize(
    ("pages", "sides"),
    [
        (1, [(0, None)]),
        (2, [(0, 1)]),
        (3, [(None, 0), (1, 2)]),
        (4, [(3, 0), (1, 2)]),
        (6, [(None, 0), (1, None), (5, 2), (3, 4)]),
    ],
)
def test_sheets_fold_into_order(pages: int, sides: list[tuple[int | None, int | None]]) -> None:
    assert order(pages) == sides


def test_our_fonts_are_the_issued_ones() -> None:
    folder = ROOT / "macros" / "fonts"
    sums = {line.split()[1]: line.split()[0] for line in (folder / "README").read_text("utf-8").splitlines()[-3:]}
    for packed in folder.glob("*.xz"):
        assert hashlib.sha256(lzma.decompress(packed.read_bytes())).hexdigest() == sums.pop(packed.stem)
    assert not sums
