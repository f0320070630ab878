"""The real targets against a second reading of the text, written down apart from targets.yml."""

from __future__ import annotations

import pytest

from macros.records.project import Project
from macros.rules.checked import load_checked
from tests.conftest import ROOT

SECOND_READING = """
goal above_benchmark -         whole_period
goal more_than       15%       by_2025
t01  equal           2场次     every_year
t01  equal           4场次     every_year
t02  yearly_event    -         every_year
t04  equal           300人     unstated
t04  equal           200人次   unstated
t04  equal           300人次   unstated
t05  full_coverage   -         unstated
t07  equal           10名      unstated
t07  between         2-3名     unstated
t07  at_least        200人     by_2025
t07  at_least        100人     by_2025
t14  at_least        1000人    every_year
t15  at_least        10场次    unstated
t16  between         1-2家     every_year   soft
t16  at_least        40家      by_2025
t16  between         1-2家     by_2025      soft
t18  more_than       200个     by_2025
t18  more_than       5000人    by_2025
t18  more_than       3000次    by_2025
t19  between         1-2个     every_year
t19  more_than       30场次    unstated
"""


@pytest.fixture(scope="module")
def project() -> Project:
    return load_checked(ROOT)


def test_second_reading_agrees(project: Project) -> None:
    ours = [
        [t.task, t.op.value, t.figure or "-", t.period.value, *(["soft"] if t.soft else [])] for t in project.targets
    ]
    assert ours == [line.split() for line in SECOND_READING.strip().split("\n")]


def test_tasks_without_targets(project: Project) -> None:
    with_target = {target.task for target in project.targets}
    assert sum(task.id not in with_target for task in project.plan.tasks) == 12


def test_bodies(project: Project) -> None:
    kinds = [body.kind.value for body in project.bodies]
    assert (kinds.count("single"), kinds.count("collective")) == (20, 3)
    members = {body.name: len(body.members or []) for body in project.bodies if body.members}
    assert members == {"各镇人民政府": 5, "各街道办事处": 4}


def test_collective_bodies_and_two_names(project: Project) -> None:
    tasks = {body.name: [task.number for task in project.index.tasks_of[body.slug]] for body in project.bodies}
    assert len(tasks["各镇人民政府"]) == 16
    assert len(tasks["各街道办事处"]) == 15
    assert tasks["区科学素质纲要实施工作办公室各成员单位"] == [16, 22]
    assert tasks["区科技经济和信息化局"] == [5, 12, 19, 20, 21]
    assert tasks["区人力资源和社会保障局"] == [7, 11]


def test_every_pair_once(project: Project) -> None:
    rows = project.index.responsibilities
    assert len(rows) == 97
    assert len({(row.task, row.body) for row in rows}) == 97


def test_partners_share_tasks_both_ways(project: Project) -> None:
    shared = {
        (body.slug, other.slug): [task.id for task in tasks]
        for body in project.bodies
        for other, tasks in project.index.partners_of[body.slug]
    }
    assert shared
    assert all(shared[other, body] == tasks for (body, other), tasks in shared.items())
