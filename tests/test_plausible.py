"""What cannot be true is refused, what can hardly be true is asked about: reported or verified, and no more."""

from __future__ import annotations

import pytest

from tests.test_records import Write, association, refused, union, write

assert write  # a fixture

FOUND = "verification: {{method: 查阅资料, by: 区教育局, checked_on: 2026-03-01, {}}}"
COVER = [(2025, "scitech", "区科技经济和信息化局", "target: t05-coverage; covered: 50; total: 80")]


def found(fields: str) -> str:
    return "; " + FOUND.format(fields)


@pytest.mark.parametrize(
    ("target", "reported", "verified", "said"),
    [
        ("goal-literacy", "value: 15.8", "value: 158", "value 是 158，比例不能超过 100%"),
        ("t07-skilled", "value: 203", "value: 202.5", "value 是 202.5，应为整数"),
        ("t07-skilled", "value: 203", "covered: 202", "报数的目标，核实的结果不能写 covered"),
        ("t07-skilled", "value: 203", "held: true", "报数的目标，核实的结果不能写 held"),
        (
            "t07-skilled",
            "unavailable: 未统计; reason: 无",
            "value: 203",
            "写了 unavailable 的记录，核实的结果不能写 value",
        ),
        ("t07-skilled", "value: 203", "value: 20", "核实的数 20 与报告的 203 相差十倍以上，请核对"),
        ("t18-activities", "value: 3001; basis: new", "value: 70000", "70000次 是要求的 23 倍，请核对"),
        ("goal-literacy", "value: 15.8", "value: 0.158", "0.158 是 0.158%，不到百分之一，请核对"),
    ],
)
def test_what_was_found_is_held_to_the_same_rules(
    write: Write, target: str, reported: str, verified: str, said: str
) -> None:
    body = union if target.startswith("t07") else association
    assert said in refused(write, body((2025, f"target: {target}; {reported}{found(verified)}")))


@pytest.mark.parametrize(
    ("verified", "said"),
    [("covered: 81", "已覆盖的数大于总数"), ("total: 0", "总数不能是 0"), ("total: 40", "已覆盖的数大于总数"),
     ("value: 3", "全覆盖的目标，核实的结果不能写 value")],
)  # fmt: skip
def test_a_found_coverage_can_be_true(write: Write, verified: str, said: str) -> None:
    ((year, slug, body, text),) = COVER
    assert said in refused(write, [(year, slug, body, text + found(verified))])


def test_what_was_found_of_a_part_is_not_above_what_was_found_of_the_whole(write: Write) -> None:
    records = union(
        (2025, "target: t07-skilled; value: 300" + found("value: 210")),
        (2025, "target: t07-highly-skilled; value: 250"),
    )
    assert "“全区高技能人才”是 250，多于“全区技能人才”的 210" in refused(write, records)


def test_one_figure_under_two_targets_is_one(write: Write) -> None:
    records = association(
        (2025, "target: goal-literacy; value: 15.8"),
        (2025, "target: goal-literacy-benchmark; value: 15.9; benchmark: 14"),
    )
    assert "是同一个数，应当一样" in refused(write, records)
    records = association(
        (2025, "target: goal-literacy; value: 15.8"),
        (2025, "target: goal-literacy-benchmark; value: 15.8; benchmark: 14"),
    )
    write(*records)


@pytest.mark.parametrize(
    ("records", "said"),
    [
        (["target: goal-literacy; value: 12", "target: goal-literacy; value: 23"], "的 12% 相差 11 个百分点"),
        (["target: goal-literacy; value: 0.15"], "是 15% 就写 15"),
        (["target: goal-literacy-benchmark; value: 0.15; benchmark: 0.14"], "是 15% 就写 15"),
        (["target: t18-activities; value: 900; basis: new", "target: t18-activities; value: 800; basis: cumulative"],
         "累计数 800 少于上一次的 900"),
    ],
)  # fmt: skip
def test_what_can_hardly_be_true_is_asked_about(write: Write, records: list[str], said: str) -> None:
    lines = [(2026 - len(records) + number, text) for number, text in enumerate(records)]
    assert said in refused(write, association(*lines))
    year, last = lines[-1]
    write(*association(*lines[:-1], (year, f"{last}; confirmed: 与原始报表核对过")))


def test_a_total_that_changes_is_asked_about(write: Write) -> None:
    ((_, slug, body, text),) = COVER
    records = [(2024, slug, body, text), (2025, slug, body, text.replace("80", "60"))]
    assert "总数 60 与上一次的 80 相差一成以上" in refused(write, records)
    records[1] = (2025, slug, body, text.replace("80", "79"))
    write(*records)


def test_the_sentence_says_which_figure_judged(write: Write) -> None:
    account = write(*union((2025, "target: t07-skilled; value: 203" + found("value: 198"))))
    outcome = account.outcomes["t07-skilled"]
    assert outcome.result.value == "not_met"
    assert outcome.reported == "198人（核实；报告203人）"
    assert (
        "203人（截至2025-12-31，来源：年报；区教育局2026-03-01查阅资料，结果为198人，按核实的数判定）"
        in outcome.sentence
    )
    account = write(*union((2025, "target: t07-skilled; value: 203" + found("value: 203"))))
    assert account.outcomes["t07-skilled"].reported == "203人"
    assert "按核实的数判定" not in account.outcomes["t07-skilled"].sentence


def test_a_sum_shows_both_what_was_found_and_what_was_reported(write: Write) -> None:
    account = write(
        *association(
            (2024, "target: t18-activities; value: 1600; basis: new"),
            (2025, "target: t18-activities; value: 1500; basis: new" + found("value: 1300")),
        )
    )
    assert account.outcomes["t18-activities"].reported == "2900次（核实；报告3100次）"


def test_a_running_total_holds_the_years_before_it(write: Write) -> None:
    years = [
        (2022, "value: 700; basis: new"),
        (2023, "value: 800; basis: new"),
        (2024, "value: 1200; basis: cumulative"),
    ]
    records = [(year, f"target: t18-activities; {text}") for year, text in years]
    assert "累计数 1200 少于以前各年相加的 1500" in refused(write, association(*records))


def test_a_lone_interval_at_the_years_end_is_asked_about(write: Write) -> None:
    line = "target: t01-provincial-lectures; value: 1; basis: interval"
    assert "2025 年的第一条本期数，前面没有别的报告" in refused(write, association((2025, line)))
    write(*association((2025, f"{line}; as_of: 2025-03-31; reported_on: 2025-04-02")))


def test_intervals_are_added_to_the_figure_before_them(write: Write) -> None:
    account = write(
        *association(
            (2025, "target: t18-activities; value: 100; basis: new; as_of: 2025-06-30; reported_on: 2025-07-05"),
            (2025, "target: t18-activities; value: 80; basis: interval"),
        )
    )
    assert account.outcomes["t18-activities"].reported == "180次"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("区科技经信局", "写成“区科技经济和信息化局”"),
        ("屯光镇", "“屯光镇”属于“各镇人民政府”"),
        ("教育局", "写成“区教育局”"),
    ],
)
def test_who_verified_is_named_in_full(write: Write, name: str, said: str) -> None:
    checked = f"verification: {{method: 查阅资料, by: {name}, checked_on: 2026-03-01}}"
    assert said in refused(write, union((2025, f"target: t07-skilled; value: 203; {checked}")))


def test_what_was_found_is_set_beside_other_years_too(write: Write) -> None:
    years = [(2024, "target: t18-volunteers; value: 420"), (2025, "target: t18-volunteers; value: 500")]
    write(*association(*years))
    years[1] = (2025, years[1][1] + found("value: 4300"))
    assert "4300人 与上一次的 420人 相差十倍以上" in refused(write, association(*years))
