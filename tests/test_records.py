"""Records as they really come, through the whole check of the real plan: what is asked, refused, accepted."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.judged.account import Account
from macros.records.problem import DataError
from macros.rules.checked import load_checked
from tests.conftest import ROOT

DAY = datetime.date(2026, 6, 1)
Write = Callable[..., Account]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Put records (year, slug, body, lines) into a copy of the real data, and load it."""
    for folder in ("data", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)

    def load(*records: tuple[int, str, str, str]) -> Account:
        files: dict[tuple[int, str, str], list[str]] = {}
        for number, (year, slug, body, lines) in enumerate(records, start=1):
            fields = [f"id: {year}-{slug}-{number}", *lines.split("; ")]
            given = {field.partition(":")[0] for field in fields}
            if "withdraws" not in given:
                fields += [] if "as_of" in given else [f"as_of: {year}-12-31"]
                fields += ["evidence: {title: 年报}"]
            fields += [] if "reported_on" in given else [f"reported_on: {year + 1}-01-20"]
            files.setdefault((year, slug, body), []).append("  - " + "\n    ".join(fields))
        for (year, slug, body), texts in files.items():
            path = tmp_path / "data" / "progress" / str(year) / f"{slug}.yml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"body: {body}\nrecords:\n" + "\n".join(texts) + "\n", encoding="utf-8")
        return Account(load_checked(tmp_path), DAY)

    return load


def association(*lines: tuple[int, str]) -> list[tuple[int, str, str, str]]:
    return [(year, "science-association", "区科协", text) for year, text in lines]


def union(*lines: tuple[int, str]) -> list[tuple[int, str, str, str]]:
    return [(year, "union", "区总工会", text) for year, text in lines]


def refused(write: Write, records: list[tuple[int, str, str, str]]) -> str:
    with pytest.raises(DataError) as error:
        write(*records)
    return "\n".join(f"{problem.wrong}|{problem.remedy}" for problem in error.value.problems)


RUNNING = {2022: 650, 2023: 1300, 2024: 1950, 2025: 2600}


def test_what_may_be_running_totals_is_asked_about(write: Write) -> None:
    said = association(*((year, f"target: t18-activities; value: {value}") for year, value in RUNNING.items()))
    assert "可能是累计数" in refused(write, said)
    basis = [(year, slug, body, f"{text}; basis: cumulative") for year, slug, body, text in said]
    assert write(*basis).outcomes["t18-activities"].result.value == "not_met"
    basis = [(year, slug, body, f"{text}; basis: new") for year, slug, body, text in said]
    assert write(*basis).outcomes["t18-activities"].result.value == "met"


def test_half_a_year_and_the_year_are_two_reports(write: Write) -> None:
    account = write(
        *union(
            (2025, "target: t07-skilled; value: 170; as_of: 2025-06-30; reported_on: 2025-07-08"),
            (2025, "target: t07-skilled; value: 204"),
        )
    )
    assert account.outcomes["t07-skilled"].reported == "204人"
    assert len(account.histories["t07-skilled"]) == 2


def test_a_withdrawal_stays_visible_and_counts_nothing(write: Write) -> None:
    account = write(
        *union(
            (2025, "target: t07-skilled; value: 204"),
            (2025, "withdraws: 2025-union-1; reason: 报的是去年的数; reported_on: 2026-03-01"),
        )
    )
    assert account.outcomes["t07-skilled"].result.value == "not_reported"
    assert [account.subject(filing) for filing in account.changes] == ["t07-skilled", "t07-skilled"]
    assert account.body_years["union", 2025].newest is None


def test_where_a_correction_is_taken_back_the_first_stands_again(write: Write) -> None:
    account = write(
        *union(
            (2025, "target: t07-skilled; value: 204"),
            (2025, "target: t07-skilled; value: 190; corrects: 2025-union-1; reason: 多计; reported_on: 2026-02-01"),
            (2025, "withdraws: 2025-union-2; reason: 更正错了; reported_on: 2026-03-01"),
        )
    )
    assert account.outcomes["t07-skilled"].reported == "204人"


def test_a_part_is_never_more_than_its_whole(write: Write) -> None:
    said = union((2025, "target: t07-skilled; value: 204"), (2025, "target: t07-highly-skilled; value: 205"))
    assert "多于“全区技能人才”的 204|原文写的是“其中”" in refused(write, said)


def test_no_share_is_above_a_hundred(write: Write) -> None:
    assert "不能超过 100%" in refused(write, association((2025, "target: goal-literacy; value: 158")))


def test_a_figure_ten_times_the_last_is_asked_about_and_confirmed(write: Write) -> None:
    said = [(2024, "target: t18-volunteers; value: 420"), (2025, "target: t18-volunteers; value: 5100")]
    assert "相差十倍以上，请核对" in refused(write, association(*said))
    said[1] = (2025, f"{said[1][1]}; confirmed: 与注册系统核对过")
    assert write(*association(*said)).outcomes["t18-volunteers"].result.value == "met"


def test_a_joint_figure_is_reported_for_both(write: Write) -> None:
    account = write(*association((2025, "target: t15-tours; value: 3; joint_with: [区教育局]")))
    items = [item for item in account.body_years["education", 2025].due if item.target and item.task.id == "t15"]
    assert [item.reported for item in items] == [True]


def test_two_bodies_with_one_figure_are_told_what_to_write(write: Write) -> None:
    said = [
        *association((2025, "target: t15-tours; value: 3")),
        (2025, "education", "区教育局", "target: t15-tours; value: 3"),
    ]
    found = refused(write, said)
    assert "joint_with" in found
    assert "part: true" in found
    parts = [(year, slug, body, f"{text}; part: true") for year, slug, body, text in said]
    assert "合计6场次：区教育局3场次" in write(*parts).outcomes["t15-tours"].sentence


def test_what_is_late_is_counted_in_days(write: Write) -> None:
    account = write(*union((2025, "target: t07-skilled; value: 204")))
    assert account.body_years["union", 2025].late == (DAY - datetime.date(2026, 1, 31)).days
    assert account.body_years["women", 2021 + 1].late > account.body_years["women", 2025].late
