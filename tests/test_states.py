"""A task's state in one word: what its bodies agree on, and 推进中 where they do not."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from macros.published.release import release
from tests.conftest import ROOT


def state(folder: Path, *reports: tuple[str, str, str]) -> str:
    """What the release says of the task after reports of (slug, body, state)."""
    for slug, body, word in reports:
        path = folder / "2024" / f"{slug}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"demo: true\nbody: {body}\nrecords:\n  - id: 2024-{slug}-1\n    task: {TASK}\n    state: {word}\n"
            "    summary: 演示\n    as_of: 2024-12-31\n    reported_on: 2025-01-10\n"
            "    evidence: {title: 演示材料}\n",
            encoding="utf-8",
        )
    folder.mkdir(exist_ok=True)
    made = release(ROOT, progress=folder, today=datetime.date(2025, 6, 1))
    return made.account.state(made.account.project.index.tasks[TASK])


TASK = "t06"
ONE, OTHER = ("union", "区总工会"), ("women", "区妇联")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "未报告"),
        (("未开展",), "未开展"),
        (("推进中",), "推进中"),
        (("已完成",), "已完成"),
        (("已完成", "已完成"), "已完成"),
        (("未开展", "未开展"), "未开展"),
        (("已完成", "推进中"), "推进中"),
        (("未开展", "已完成"), "推进中"),
    ],
)
def test_bodies_that_agree_and_bodies_that_do_not(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    reports = [(*who, word) for who, word in zip((ONE, OTHER), words, strict=False)]
    assert state(tmp_path / "progress", *reports) == said
