"""The splitter: every character lands somewhere, nothing is guessed, people's additions stay."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.issued.split import SOURCE, numeral, split
from macros.records.plan import Plan
from macros.records.problem import DataError
from scripts.split_plan import split_plan
from tests.conftest import ROOT, TINY

REAL = (ROOT / SOURCE).read_bytes()


@pytest.fixture(scope="module")
def plan() -> Plan:
    return Plan.model_validate(split(REAL))


def dense(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_character_lands_in_order(plan: Plan) -> None:
    assert dense("".join(block.text for block in plan.blocks())) == dense(REAL.decode())


def test_counts(plan: Plan) -> None:
    assert (len(plan.actions), len(plan.tasks), len(plan.safeguards)) == (10, 22, 3)
    assert [task.number for task in plan.tasks] == list(range(1, 23))
    named = [name for task in plan.tasks for name in task.responsible]
    assert (len(named), len(set(named))) == (97, 25)


def test_only_two_breaks_are_joined(plan: Plan) -> None:
    assert [(join.line, join.block) for join in plan.document.joins] == [(53, "t15"), (58, "t18")]
    assert "不少于10场次。" in plan.tasks[14].text
    assert "医院、企业和社会组织" in plan.tasks[17].text


def test_a_bracket_in_the_text_is_no_clause(plan: Plan) -> None:
    for number in (1, 8, 12, 18, 19):
        clause = plan.tasks[number - 1].clause
        assert clause.startswith("（区")
        assert clause.count("（") == 1
    assert plan.tasks[10].responsible == ["区委组织部", "区人力资源和社会保障局"]


def test_safeguards_are_no_actions(plan: Plan) -> None:
    assert [guard.title for guard in plan.safeguards] == ["加强组织领导", "保障经费投入", "加强宣传引导"]
    assert plan.actions[-1].marker == "（十）"


def test_a_space_inside_a_title_stays(plan: Plan) -> None:
    assert plan.notice.title[1] == "《屯溪区全民科学素质行动规划纲要实施方案 （2022—2025年）》的通知"


TEXT = st.text("读书写字，、：“”《》0123456789-%()abc*_`{}[]<>#|~^=+&\\!$", min_size=1, max_size=60)


@given(sentences=st.lists(TEXT, min_size=1, max_size=4), cut=st.integers(1, 200))
def test_any_sentence_survives_any_break(sentences: list[str], cut: int) -> None:
    """Breaking a task's paragraph inside a sentence changes no block."""
    task = "1．多读书。" + "".join(f"某{sentence}某。" for sentence in sentences) + "（区甲局负责）"
    cut = 6 + cut % (len(task) - 7)
    before, after = task[:cut], task[cut:]
    source = (TINY / "data/source/plan.txt").read_text(encoding="utf-8")
    start, end = source.index("1．多读书"), source.index("2．读好书")
    whole = split((source[:start] + task + "\n" + source[end:]).encode())
    assert whole["actions"][0]["tasks"][0]["text"] == task
    # A break after a full stop is a new paragraph, and one before a marker is a new item: no join.
    if before[-1] not in "。！？：；）”" and not re.match("[0-9]+．|（", after):
        broken = split((source[:start] + before + "\n" + after + "\n" + source[end:]).encode())
        assert broken["actions"] == whole["actions"]
        assert len(broken["document"]["joins"]) == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("（区甲管理局负责）", "", 21, "末尾没有"),
        ("2．读好书", "4．读好书", 19, "应为 2"),
        ("（二）写字", "（三）写字", 20, "不连续"),
        ("三、保障措施", "四、保障措施", 22, "不连续"),
        ("2022年1月2日", "", 1, "日期"),
        ("各镇人民政府：", "各镇人民政府", 1, "主送机关"),
    ],
)
def test_what_breaks_the_numbering_is_named(old: str, new: str, line: int, said: str) -> None:
    source = (TINY / "data/source/plan.txt").read_text(encoding="utf-8")
    with pytest.raises(DataError) as error:
        split(source.replace(old, new).encode())
    problem = error.value.problems[0]
    assert problem.at.file == SOURCE
    assert problem.at.line == line
    assert said in problem.wrong


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (111, "一百一十一"),
        (120, "一百二十"),
        (200, "二百"),
        (305, "三百零五"),
        (999, "九百九十九"),
        (1000, ""),
    ],
)
def test_numerals_are_written_as_official_texts_do(value: int, words: str) -> None:
    assert numeral(value) == words


def long_plan(markers: list[str]) -> bytes:
    """The small plan with one action of one task for each marker."""
    source = (TINY / "data/source/plan.txt").read_text(encoding="utf-8")
    start, end = source.index("（一）"), source.index("三、保障措施")
    lines = [f"（{marker}）甲行动\n{n}．做事。做。（区甲局负责）" for n, marker in enumerate(markers, start=1)]
    return (source[:start] + "\n".join(lines) + "\n" + source[end:]).encode()


def test_a_hundred_actions_and_more_are_read() -> None:
    markers = [numeral(n) for n in range(1, 122)]
    plan = Plan.model_validate(split(long_plan(markers)))
    assert [action.marker for action in plan.actions][98:102] == [
        "（九十九）",
        "（一百）",
        "（一百零一）",
        "（一百零二）",
    ]
    assert (plan.actions[-1].id, plan.tasks[-1].id, plan.actions[-1].marker) == ("a121", "t121", "（一百二十一）")


@pytest.mark.parametrize("wrong", ["一百一", "一零一", "一百零二"])
def test_a_number_written_otherwise_does_not_follow(wrong: str) -> None:
    markers = [numeral(n) for n in range(1, 101)] + [wrong]
    with pytest.raises(DataError, match=f"行动序号“（{wrong}）”不连续"):
        split(long_plan(markers))


def files(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_second_run_changes_nothing(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(tiny)
    split_plan(tiny)
    assert files(tiny) == before
    assert "更新" not in capsys.readouterr().out


def test_committed_files_are_what_the_splitter_writes() -> None:
    command = [sys.executable, "-m", "scripts.split_plan"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "更新" not in run.stdout
    assert "新建" not in run.stdout


def test_additions_below_the_line_stay(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tiny / "docs" / "tasks" / "t01.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("办书市2场", "办书市9场") + "\n## 补充\n\n某人写的话\n", encoding="utf-8")
    split_plan(tiny)
    assert page.read_text(encoding="utf-8") == text + "\n## 补充\n\n某人写的话\n"
    assert "更新 docs/tasks/t01.md" in capsys.readouterr().out


def test_a_page_without_its_line_is_not_overwritten(tiny: Path) -> None:
    page = tiny / "docs" / "tasks" / "t01.md"
    page.write_text("某人写的话\n", encoding="utf-8")
    before = files(tiny)
    command = [sys.executable, "-m", "scripts.split_plan", "--root", str(tiny)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "docs/tasks/t01.md:1:1:" in run.stderr
    assert files(tiny) == before
