"""What people really write: each mistake in tests/mistakes.yml gets one message with the right line, and
its remedy, followed to the letter, works.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from macros.records.problem import DataError, Problem
from macros.rules.checked import load_checked

TABLE = yaml.safe_load((Path(__file__).parent / "mistakes.yml").read_text(encoding="utf-8"))
CASES = TABLE["cases"]
PLACE = "data/progress/2025/alpha.yml"


def problems(root: Path) -> list[Problem]:
    try:
        load_checked(root)
    except DataError as error:
        return error.problems
    return []


def followed(text: str, problem: Problem) -> str:
    """The text with one mechanical remedy followed."""
    mend, lines = problem.mend, text.split("\n")
    assert mend is not None
    line = lines[problem.at.line - 1]
    if not mend.old:
        lines[problem.at.line - 1] = line + mend.new
        return "\n".join(lines)
    quoted = (f'"{mend.old}"', f"'{mend.old}'") if mend.bare else ()
    old = next((word for word in quoted if word in line), mend.old)
    assert old in line
    # At the place that the message names, or where that is the line's indent, from its beginning.
    start = line.find(old, max(0, problem.at.column - 1 - len(old)))
    start = line.find(old) if start < 0 or not old.strip() else start
    lines[problem.at.line - 1] = line[:start] + mend.new + line[start + len(old) :]
    return "\n".join(lines)


def written(root: Path, case: dict[str, Any]) -> tuple[Path, str]:
    text = case.get("text", TABLE["base"])
    if "old" in case:
        assert text.count(case["old"]) >= 1, "the edit no longer applies"
        text = text.replace(case["old"], case["new"], 1)
    path = root / case.get("file", PLACE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path, text


def test_the_base_is_right(tiny: Path) -> None:
    written(tiny, {})
    assert problems(tiny) == []


def test_there_are_a_hundred() -> None:
    assert len(CASES) >= 100
    assert len({(case.get("old"), case.get("new"), case.get("text"), case.get("file")) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[str(number) for number in range(1, len(CASES) + 1)])
def test_message_and_remedy(case: dict[str, Any], tiny: Path) -> None:
    path, text = written(tiny, case)
    found = problems(tiny)
    assert [str(problem) for problem in found] == case["says"]
    if "by_hand" in case:
        mended = path
        if "rename" in case["by_hand"]:
            mended = tiny / case["by_hand"]["rename"]
            mended.parent.mkdir(parents=True, exist_ok=True)
            path.rename(mended)
        if case["by_hand"].get("delete"):
            path.unlink()
        for old, new in case["by_hand"].get("edits", []):
            assert old in text
            text = text.replace(old, new, 1)
            mended.write_text(text, encoding="utf-8")
        assert [str(problem) for problem in problems(tiny)] == []
        return
    for _ in range(6):  # one remedy may uncover the next mistake
        if not found:
            break
        for problem in sorted(found, reverse=True):
            assert problem.mend is not None, problem
            assert problem.mend.new.strip() in f"{problem.remedy}- : #%20", problem
            text = followed(text, problem)
        path.write_text(text, encoding="utf-8")
        found = problems(tiny)
    assert [str(problem) for problem in found] == []
    assert text == case.get("mended", text)
