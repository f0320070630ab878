"""The press: every file from its own slice, kept while that is the same, on any number of cores."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import typst

from macros.print.made import Made
from macros.print.matrices import LONGEST, WIDEST, matrices
from macros.print.press import FULL, SHARE, BookError, booklet, books, key, works
from macros.print.records import Register, pieces
from macros.print.setter import TEMPLATES, made
from macros.print.shelf import Shelf
from macros.print.titles import broken, width
from macros.published.release import release
from tests.conftest import ROOT

FILES = dict(release(ROOT, progress=ROOT / "tests" / "demo" / "progress").files)


def changed(name: str, change: Any) -> dict[str, bytes]:
    path = f"open-data/{name}.json"
    value = json.loads(FILES[path])
    change(value)
    return FILES | {path: json.dumps(value, ensure_ascii=False).encode()}


def keys(files: dict[str, bytes]) -> dict[str, str]:
    return {work.path: key(work) for work in works(files)}


def test_a_file_is_set_anew_only_where_what_it_shows_has_changed() -> None:
    def change(records: list[dict[str, Any]]) -> None:
        next(it for it in records if it["body"] == "区委组织部" and "summary" in it)["summary"] += "（改）"

    before, after = keys(FILES), keys(changed("progress", change))
    named = {path for path in before if before[path] != after[path]}
    assert named == {FULL, "pdf/plan-large.pdf", booklet("organization")}


def test_the_record_that_counts_is_the_published_one() -> None:
    """Deleting the look-up of a year's published record must fail here."""
    rows = {it["target"] + str(it["year"]): it for it in json.loads(FILES["open-data/years.json"])}
    full = json.loads(next(work for work in works(FILES) if work.path == FULL).inputs["data"])
    assert full["targets"]
    for target in full["targets"]:
        said = [rows[target["id"] + str(year)].get("figure") for year in full["years"]]
        assert target["figures"] == said, target["id"]
    skilled = next(it for it in full["targets"] if it["id"] == "t07-skilled")
    assert skilled["figures"][-1] == "203人", "the corrected figure, not the first"


def test_objections_are_printed_where_there_are_any() -> None:
    def rows(files: dict[str, bytes]) -> Any:
        return json.loads(next(work for work in works(files) if work.path == FULL).inputs["data"])["objections"]

    shown = rows(FILES)
    assert [row["about"] for row in shown][1:3] == ["页面 method.html", "任务6 开展理想信念和职业精神宣传教育"]
    assert shown[0]["answer"] == "还没有答复"
    assert rows(FILES | {"open-data/objections.json": b"[]"}) == []

    def lengthen(objections: list[dict[str, Any]]) -> None:
        objections[1]["objection"] = "说明里看不出。" * 400

    longer = rows(changed("objections", lengthen))
    assert "".join(row["objection"] for row in longer).count("说明里看不出。") == 400
    assert all(len(row["objection"]) <= 900 for row in longer)


def test_positions_are_the_published_ones() -> None:
    def swap(rows: list[dict[str, Any]]) -> None:
        rows[0]["position"], rows[1]["position"] = 2, 1

    def cells(files: dict[str, bytes]) -> Any:
        return json.loads(next(work for work in works(files) if work.path == FULL).inputs["data"])["matrices"][0][
            "rows"
        ]

    assert cells(FILES) != cells(changed("responsibilities", swap))


def test_kept_files_are_taken_and_spoiled_ones_set_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    kept = {"a.pdf": Made(content=b"abc", pages=2), "b.pdf": Made(content=b"d", pages=1)}
    shelf.put("0" * 64, kept)
    assert shelf.take("0" * 64) == kept
    assert shelf.take("1" * 64) is None
    entry = tmp_path / f"{'0' * 64}.prints"
    entry.write_bytes(entry.read_bytes()[:-1])
    assert shelf.take("0" * 64) is None


def test_the_shelf_removes_only_what_is_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(tmp_path)
    mine = tmp_path / "notes.txt"
    mine.write_text("kept")
    for number in range(3):
        shelf.put(str(number) * 64, {"a": Made(content=b"x" * 1000, pages=1)})
    monkeypatch.setattr("macros.print.shelf.LARGEST", 2500)
    shelf.tidy()
    assert mine.exists()
    assert len(list(tmp_path.glob("*.prints"))) == 2


def test_a_shelf_that_cannot_be_written_costs_no_build(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    shelf = Shelf(tmp_path / "file" / "below")
    shelf.put("0" * 64, {"a": Made(content=b"x", pages=1)})
    assert shelf.take("0" * 64) is None
    shelf.tidy()


def test_one_core_and_two_set_the_same_bytes(tmp_path: Path) -> None:
    wanted = {path: FILES[path] for path in FILES if path.endswith(".json")}
    one, two = books(wanted, None, 1), books(wanted, tmp_path, 2)
    assert dict(one) == dict(two)
    again = books(wanted, tmp_path, 2)
    assert dict(again) == dict(two)
    assert [again.pages(path) for path in again] == [two.pages(path) for path in two]
    assert two.pages(FULL) > 20
    assert two[SHARE].startswith(b"\x89PNG")


def test_pictures_say_what_is_published_and_of_which_day() -> None:
    """And one is set anew only where what it says has changed: its commit's day is not in it."""
    shown: dict[str, dict[str, Any]] = {}
    for work in works(FILES, "某网站"):
        if work.template == "cards":
            data = json.loads(work.inputs["data"])
            assert (data["site"], data["demo"]) == ("某网站", True)
            shown |= dict(zip((work.path, *work.further), data["cards"], strict=True))
            later = replace(work, timestamp=work.timestamp + 86_400)
            assert key(later) == key(work)
            assert key(replace(work, further=work.further[:-1])) != key(work)
    day = json.loads(FILES["open-data/edition.json"])["today"]
    outcomes = {it["target"]: it for it in json.loads(FILES["open-data/outcomes.json"])}
    assert len(shown) == 22 + 23 + 23
    for target, outcome in outcomes.items():
        it = shown[f"cards/targets/{target}.png"]
        assert it["said"] == f"{outcome['promise']}　{outcome['label']}"
        assert f"按 {day} 的情况判定" in it["day"]
    assert shown["cards/tasks/t07.png"]["said"].startswith("目标 4 项：")
    assert shown["cards/tasks/t06.png"] | {"day": ""} == shown["cards/tasks/t06.png"]
    assert shown["cards/bodies/office-members.png"]["lines"] == ["区科学素质纲要实施工作办公室", "各成员单位"]


def test_a_very_long_name_takes_one_picture() -> None:
    def lengthen(targets: list[dict[str, Any]]) -> None:
        targets[3]["name"] *= 40

    work = next(work for work in works(changed("targets", lengthen), "某网站") if work.template == "cards")
    assert len(made(work)) == 23


def test_what_cannot_be_set_is_said() -> None:
    def spoil(bodies: list[dict[str, Any]]) -> None:
        bodies[0]["name"] += "𠮷"

    def move(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            row["body"] += "𠮷" if row["body"] == "区教育局" else ""

    files = changed("bodies", spoil) | {
        "open-data/responsibilities.json": changed("responsibilities", move)["open-data/responsibilities.json"]
    }
    with pytest.raises(BookError, match="𠮷"):
        books(files, None, 2)


def test_a_large_matrix_is_parted_by_action() -> None:
    actions, bodies, position = [], [], {}
    for number in range(30):
        tasks = [
            {"id": f"t{number}-{at}", "number": at, "title": "甲", "responsible": [f"单位{number}"]} for at in range(7)
        ]
        actions.append({"marker": f"（{number}）", "name": "行动", "tasks": tasks})
        bodies.append({"name": f"单位{number}", "tasks": [task["id"] for task in tasks]})
        position |= {(task["id"], f"单位{number}"): 1 for task in tasks}
    parts = matrices(actions, bodies, position)
    assert len(parts) == 10
    assert all(len(part.columns) <= WIDEST and len(part.rows) <= LONGEST for part in parts)
    assert [marker for part in parts for marker, _, _ in part.actions] == [action["marker"] for action in actions]
    assert sum(cell is not None for part in parts for _, cells, _ in part.rows for cell in cells) == len(position)


def test_titles_break_by_meaning() -> None:
    assert broken("区科学素质纲要实施工作办公室各成员单位", 15) == ["区科学素质纲要实施工作办公室", "各成员单位"]
    assert broken("《甲乙丙丁方案 （2022—2025年）》的通知", 12) == ["《甲乙丙丁方案 ", "（2022—2025年）》的通知"]
    for text in ("一二三四五六七八九十" * 5, "到2025年超过1234567890项" * 3):
        lines = broken(text, 9)
        assert "".join(lines) == text
        assert all(width(line) <= 9 for line in lines)
        assert not any(a[-1].isascii() and b[0].isascii() for a, b in pairwise(lines))


def test_long_texts_come_in_parts() -> None:
    text = "甲乙丙丁；" * 500
    parts = pieces(text)
    assert "".join(parts) == text
    assert all(len(part) <= 900 and part.endswith("；") for part in parts)


def test_evidence_is_numbered_once_a_document() -> None:
    def record(name: str, body: str, **evidence: str) -> dict[str, Any]:
        said = {
            "target": "x",
            "subject": "x",
            "figure": "1人",
            "as_of": "2024-12-31",
            "reported_on": "2025-01-01",
            "year": 2024,
        }
        return {"id": name, "body": body, "evidence": {"title": "年报", **evidence}} | said

    same = [record("a", "甲"), record("b", "甲"), record("c", "乙"), record("d", "丙", url="https://x.invalid/1")]
    register = Register([*same, record("e", "丁", url="https://x.invalid/1")], {}, {"x": "目标"}, {})
    assert [(it.number, len(it.records)) for it in register.evidence] == [(1, 2), (2, 1), (3, 2)]
    assert (
        register.cited("1人（截至2024-12-31，来源：年报），达到", [same[2]]) == "1人（截至2024-12-31，依据〔2〕），达到"
    )


@pytest.mark.parametrize(
    ("heights", "least", "groups"),
    [
        ([], 0, []),
        ([10], 0, [1]),
        ([10, 10], 0, [2]),
        ([10, 10, 10], 0, [3]),
        ([10] * 7, 0, [2, 1, 1, 1, 2]),
        ([10] * 7, 40, [2, 1, 4]),
        ([50, 50, 10, 10], 0, [1, 1, 2]),
        ([50, 50], 0, [1, 1]),
        ([22, 24, 24, 16], 40, [2, 2]),
        ([10, 10, 10, 60, 30], 40, [2, 1, 1, 1]),
    ],
)
def test_rows_at_either_end_keep_together(heights: list[int], least: int, groups: list[int]) -> None:
    points = "".join(f"{height}pt," for height in heights)
    source = f'#import "print.typ": held\n#metadata(held(({points}), 78pt, {least}pt)) <held>'
    compiler = typst.Compiler(source.encode(), root=TEMPLATES, sys_inputs={"data": '{"demo": false}'})
    (found,) = json.loads(compiler.query("<held>", field="value"))
    assert found == groups
    assert sum(found) == len(heights)
