"""Whoever writes a task by its number, a target or a body by its name is understood."""

from __future__ import annotations

import pytest

from macros.records.load import load
from macros.records.project import Project
from macros.rules.meant import body_meant, target_meant, task_meant
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def project() -> Project:
    return load(ROOT)


@pytest.mark.parametrize(
    ("word", "task"),
    [
        *(("6", "t06"), ("t6", "t06"), ("T06", "t06"), ("任务 6", "t06"), ("第6项任务", "t06"), ("六", "t06")),
        *(("任务十", "t10"), ("十一", "t11"), ("二十", "t20"), ("第二十一项", "t21"), ("任务二十二", "t22")),
        *(("23", ""), ("二十三", ""), ("0", ""), ("〇", ""), ("十十", ""), ("任务", "")),
    ],
)
def test_a_tasks_number_in_any_words(project: Project, word: str, task: str) -> None:
    assert task_meant(project, word) == task


def test_a_tasks_title_whole_or_in_part(project: Project) -> None:
    for task in project.plan.tasks:
        assert task_meant(project, task.title) == task.id
    assert task_meant(project, "") == ""


def test_a_targets_name_or_its_id_in_capitals(project: Project) -> None:
    for target in project.targets:
        assert target_meant(project, target.id.upper()) == target.id
    assert target_meant(project, "不存在的指标") == ""


@pytest.mark.parametrize("word", ["区教育局", "教育局", " 区教育局 ", "EDUCATION", "education"])
def test_a_bodys_name_without_the_district_or_its_slug(project: Project, word: str) -> None:
    assert body_meant(project, word) == "education"


def test_nobody_is_meant_by_half_a_name(project: Project) -> None:
    assert body_meant(project, "局") == ""
