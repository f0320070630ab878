"""Pace against time stands beside sums with a promised number, with its figures, and says no verdict."""

from __future__ import annotations

import pytest

from macros.judged.pace import pace
from tests.test_records import Write, association, union, write

assert write  # a fixture


def words(write: Write, target: str, *records: tuple[int, str, str, str]) -> str | None:
    account = write(*records)
    found = pace(account.outcomes[target], account.project.plan.years)
    return found.words if found else None


def test_a_sum_stands_beside_the_days_that_had_passed(write: Write) -> None:
    records = [
        (2023, "target: t18-activities; value: 700; basis: new"),
        (2024, "target: t18-activities; value: 800; basis: new; as_of: 2024-06-30"),
    ]
    assert words(write, "t18-activities", *association(*records)) == (
        "截至2024-06-30，实施期1461天已过912天，即62.4%；报告合计1500次，是要求的3000次的50.0%"
    )


def test_the_lower_bound_of_a_range_is_what_is_asked(write: Write) -> None:
    found = words(write, "t07-anhui-craftsmen", *union((2025, "target: t07-anhui-craftsmen; value: 3; basis: new")))
    assert found == "截至2025-12-31，实施期1461天已满；报告合计3名，是要求的2名（下限）的150.0%"


@pytest.mark.parametrize(
    ("target", "value"),
    [("t07-skilled", "value: 190"), ("t16-national-bases", "value: 1"), ("t14-registrations", "value: 900"),
     ("t18-activities", "unavailable: 未统计; reason: 没有统计")],
)  # fmt: skip
def test_levels_aims_years_and_no_figure_have_no_pace(write: Write, target: str, value: str) -> None:
    line = (2025, f"target: {target}; {value}")
    aim = [(2025, "towns", "各镇人民政府", line[1])]
    records = {"t07": union(line), "t16": aim}.get(target[:3], association(line))
    assert words(write, target, *records) is None
