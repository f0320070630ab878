"""The arithmetic: properties that hold for every target, and the rules one by one."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from macros.judged.judge import Outcome, Result, judge
from macros.records.progress import Basis, Evidence, Method, Report, Unavailable, Verification
from macros.records.targets import Measure, Op, Period, Target

YEARS = [2022, 2023, 2024, 2025]
AFTER = datetime.date(2026, 6, 1)
DURING = datetime.date(2025, 12, 31)
RANK = {Result.MET: 2, Result.PARTLY_MET: 1}  # all else is 0


def target(op: Op, period: Period, measure: Measure | None = None, value: int = 10, **more: object) -> Target:
    numeric = op.numeric
    return Target(
        id="t01-x",
        task="t01",
        name="某",
        op=op,
        value=Decimal(value) if numeric else None,
        value_max=Decimal(value + 5) if op is Op.BETWEEN else None,
        unit="个" if numeric else None,
        period=period,
        measure=measure,
        quote="某",
        **more,
    )


def report(year: int, **figures: object) -> Report:
    return Report(
        id=f"{year}-x",
        target="t01-x",
        as_of=datetime.date(year, 12, 31),
        reported_on=datetime.date(year + 1, 1, 10),
        evidence=Evidence(title="年报"),
        **figures,
    )


def values(figures: dict[int, int]) -> list[Report]:
    return [report(year, value=Decimal(value)) for year, value in figures.items()]


KINDS = st.sampled_from(
    [
        target(op, period, measure, soft=soft)
        for op in (Op.EQUAL, Op.AT_LEAST, Op.MORE_THAN, Op.BETWEEN)
        for period, measure in (
            (Period.EVERY_YEAR, None),
            (Period.BY_2025, Measure.STOCK),
            (Period.BY_2025, Measure.FLOW),
            (Period.UNSTATED, Measure.STOCK),
            (Period.UNSTATED, Measure.FLOW),
        )
        for soft in (False, True)
    ]
)
FIGURES = st.dictionaries(st.sampled_from(YEARS), st.integers(0, 25), min_size=1)
DAYS = st.dates(datetime.date(2022, 1, 1), datetime.date(2030, 1, 1))


@given(KINDS, FIGURES, st.sampled_from(YEARS), st.integers(1, 20), DAYS)
def test_more_is_never_worse(aim: Target, figures: dict[int, int], year: int, more: int, today: datetime.date) -> None:
    assume(year in figures)
    before = judge(aim, values(figures), YEARS, today)
    after = judge(aim, values(figures | {year: figures[year] + more}), YEARS, today)
    assert RANK.get(after.result, 0) >= RANK.get(before.result, 0)


@given(KINDS, FIGURES, DAYS, st.randoms())
def test_order_is_irrelevant(aim: Target, figures: dict[int, int], today: datetime.date, chance: object) -> None:
    reports = values(figures)
    shuffled = list(reports)
    chance.shuffle(shuffled)
    assert judge(aim, reports, YEARS, today) == judge(aim, shuffled, YEARS, today)


@given(
    FIGURES,
    st.sampled_from([(Period.EVERY_YEAR, None), (Period.BY_2025, Measure.STOCK), (Period.UNSTATED, Measure.FLOW)]),
)
def test_strict_and_inclusive_differ_exactly_at_the_bound(
    figures: dict[int, int], how: tuple[Period, Measure | None]
) -> None:
    reports = values(figures)
    strict = judge(target(Op.MORE_THAN, *how), reports, YEARS, AFTER)
    inclusive = judge(target(Op.AT_LEAST, *how), reports, YEARS, AFTER)
    if how[1] is None:
        compared = list(figures.values())
    else:
        compared = [sum(figures.values()) if how[1] is Measure.FLOW else figures[max(figures)]]
    if 10 in compared:
        assert strict.result is not inclusive.result or 0 < sum(v >= 10 for v in compared) != len(YEARS)
    else:
        assert strict.result is inclusive.result


@given(KINDS, DAYS)
def test_nothing_reported_is_not_reported(aim: Target, today: datetime.date) -> None:
    outcome = judge(aim, [], YEARS, today)
    assert outcome.result is Result.NOT_REPORTED
    assert (outcome.reported, outcome.as_of) == ("", None)


@given(KINDS, FIGURES, DAYS)
def test_a_gap_is_never_a_failure(aim: Target, figures: dict[int, int], today: datetime.date) -> None:
    """Filling a gap with 0 may fail a target; leaving it open may not, unless a report failed it."""
    outcome = judge(aim, values(figures), YEARS, today)
    if outcome.result is Result.NOT_MET:
        assert not aim.soft
        assert today > datetime.date(2025, 12, 31)
        if aim.measure is Measure.FLOW:
            assert set(figures) == set(YEARS)
        if aim.measure is Measure.STOCK:
            assert 2025 in figures
        if aim.measure is None:
            assert all(year.met is False for year in outcome.years if year.report)


@given(KINDS, FIGURES, DAYS)
def test_the_sentence_says_the_result(aim: Target, figures: dict[int, int], today: datetime.date) -> None:
    outcome = judge(aim, values(figures), YEARS, today)
    assert outcome.sentence.endswith(outcome.result.label)
    assert ("来源：年报" in outcome.sentence) == bool(outcome.reports)
    assert (outcome.result is Result.UNDER_WAY) <= (today <= datetime.date(2025, 12, 31))


def result(op: Op, period: Period, measure: Measure | None, figures: dict[int, int], **more: object) -> Result:
    return judge(target(op, period, measure, **more), values(figures), YEARS, AFTER).result


FLOW, STOCK = Measure.FLOW, Measure.STOCK


@pytest.mark.parametrize(
    ("op", "period", "measure", "figures", "expected"),
    [
        (Op.EQUAL, Period.UNSTATED, FLOW, {2022: 5, 2025: 5}, Result.MET),
        (Op.EQUAL, Period.UNSTATED, FLOW, {2022: 5, 2023: 6}, Result.MET),
        (Op.EQUAL, Period.UNSTATED, FLOW, {2022: 5, 2023: 4}, Result.NOT_REPORTED),
        (Op.EQUAL, Period.UNSTATED, FLOW, dict.fromkeys(YEARS, 2), Result.NOT_MET),
        (Op.EQUAL, Period.UNSTATED, FLOW, {2022: 9, 2023: 0, 2024: 0, 2025: 0}, Result.NOT_MET),
        (Op.MORE_THAN, Period.BY_2025, STOCK, {2025: 10}, Result.NOT_MET),
        (Op.MORE_THAN, Period.BY_2025, STOCK, {2025: 11}, Result.MET),
        (Op.AT_LEAST, Period.BY_2025, STOCK, {2025: 10}, Result.MET),
        (Op.AT_LEAST, Period.BY_2025, STOCK, {2024: 12, 2025: 9}, Result.NOT_MET),
        (Op.AT_LEAST, Period.BY_2025, STOCK, {2024: 9}, Result.NOT_REPORTED),
        (Op.BETWEEN, Period.BY_2025, STOCK, {2025: 10}, Result.MET),
        (Op.BETWEEN, Period.BY_2025, STOCK, {2025: 16}, Result.MET),
        (Op.BETWEEN, Period.BY_2025, STOCK, {2025: 9}, Result.NOT_MET),
        (Op.EQUAL, Period.EVERY_YEAR, None, dict.fromkeys(YEARS, 10), Result.MET),
        (Op.EQUAL, Period.EVERY_YEAR, None, {2022: 10, 2023: 9}, Result.PARTLY_MET),
        (Op.EQUAL, Period.EVERY_YEAR, None, {2022: 10}, Result.PARTLY_MET),
        (Op.EQUAL, Period.EVERY_YEAR, None, {2022: 0}, Result.NOT_MET),
    ],
)
def test_rules(op: Op, period: Period, measure: Measure | None, figures: dict[int, int], expected: Result) -> None:
    assert result(op, period, measure, figures) is expected


def test_soft_aims_never_fail() -> None:
    assert result(Op.BETWEEN, Period.EVERY_YEAR, None, dict.fromkeys(YEARS, 0), soft=True) is Result.REPORTED
    assert result(Op.BETWEEN, Period.BY_2025, FLOW, dict.fromkeys(YEARS, 0), soft=True) is Result.REPORTED
    assert result(Op.BETWEEN, Period.BY_2025, FLOW, {2022: 10}, soft=True) is Result.MET


def only(op: Op, period: Period, **figures: object) -> Outcome:
    return judge(target(op, period), [report(2025, **figures)], YEARS, AFTER)


def test_coverage_needs_both_counts_and_all_of_them() -> None:
    whole = only(Op.FULL_COVERAGE, Period.UNSTATED, covered=Decimal(40), total=Decimal(40))
    assert whole.result is Result.MET
    assert "40＝40" in whole.sentence
    short = only(Op.FULL_COVERAGE, Period.UNSTATED, covered=Decimal(39), total=Decimal(40))
    assert short.result is Result.NOT_MET
    assert "%" not in short.sentence


@pytest.mark.parametrize(("value", "met"), [("15.1", True), ("15.0", True), ("14.9", False)])
def test_benchmark_is_the_other_figure_of_the_same_year(value: str, met: bool) -> None:
    figures = {"value": Decimal(value), "benchmark": Decimal("15.0")}
    outcome = judge(
        target(Op.ABOVE_BENCHMARK, Period.WHOLE_PERIOD), [report(y, **figures) for y in YEARS], YEARS, AFTER
    )
    assert outcome.result is (Result.MET if met else Result.NOT_MET)


def test_an_event_is_held_or_not() -> None:
    aim = target(Op.YEARLY_EVENT, Period.EVERY_YEAR)
    held = [report(year, held=year != 2023) for year in YEARS]
    assert judge(aim, held, YEARS, AFTER).result is Result.PARTLY_MET


def test_while_the_period_runs_nothing_has_failed() -> None:
    aim = target(Op.AT_LEAST, Period.BY_2025, STOCK)
    assert judge(aim, values({2025: 9}), YEARS, DURING).result is Result.UNDER_WAY
    assert judge(aim, values({2025: 9}), YEARS, AFTER).result is Result.NOT_MET


def test_the_whole_sentence() -> None:
    outcome = judge(target(Op.MORE_THAN, Period.BY_2025, STOCK, 200), values({2025: 230}), YEARS, AFTER)
    assert outcome.sentence == "到2025年超过200个；报告230个（截至2025-12-31，来源：年报）；230＞200，达到"


def test_an_unstated_period_is_said() -> None:
    outcome = judge(target(Op.EQUAL, Period.UNSTATED, FLOW), values({2025: 10}), YEARS, AFTER)
    assert "原文未载明期限，按整个实施期2022—2025年计算" in outcome.sentence


def said(day: str, **more: object) -> Report:
    """A report true on one day, written as YAML would be."""
    date = datetime.date.fromisoformat(day)
    figures = {key: Decimal(value) if type(value) is int else value for key, value in more.items()}
    made = {"reported_on": date, "evidence": Evidence(title="年报"), "target": "t01-x"} | figures
    return Report(id=f"{day[:4]}-x{day[5:7]}{day[8:]}-{more.get('member', 'a').encode().hex()}", as_of=date, **made)


def seen(aim: Target, *reports: Report, **more: object) -> tuple[str, str]:
    outcome = judge(aim, reports, YEARS, AFTER, **more)
    return outcome.result.value, outcome.sentence


LEVEL = target(Op.AT_LEAST, Period.BY_2025, STOCK, 80)
SUM = target(Op.MORE_THAN, Period.BY_2025, FLOW, 900)
YEARLY = target(Op.EQUAL, Period.EVERY_YEAR)


def test_the_newest_of_a_years_reports_counts() -> None:
    result, sentence = seen(LEVEL, said("2025-12-31", value=84), said("2025-06-30", value=60))
    assert result == "met"
    assert "84＞80" in sentence
    assert (
        seen(YEARLY, *(said(f"{y}-{d}", value=v) for y in YEARS for d, v in (("06-30", 4), ("12-31", 10))))[0] == "met"
    )


@pytest.mark.parametrize(("value", "result"), [(79, "not_reported"), (80, "met")])
def test_half_a_year_can_reach_but_not_fail(value: int, result: str) -> None:
    found, sentence = seen(LEVEL, said("2025-06-30", value=value))
    assert found == result
    assert ("没有截至2025-12-31的报告，不能判定" in sentence) == (result != "met")


def test_half_a_year_of_a_yearly_promise_fails_no_year() -> None:
    assert seen(YEARLY, said("2024-06-30", value=3))[0] == "not_reported"
    result, sentence = seen(YEARLY, said("2024-06-30", value=3), said("2023-12-31", value=3))
    assert result == "not_met"
    assert "1年未达到、1年不能判定、2年未报告" in sentence


def test_running_totals_are_not_added() -> None:
    series = dict(zip(YEARS, (210, 430, 640, 880), strict=True))
    totals = [said(f"{year}-12-31", value=value, basis=Basis.CUMULATIVE) for year, value in series.items()]
    result, sentence = seen(SUM, *totals)
    assert result == "not_met"
    assert "累计880个" in sentence
    assert "880＜900" in sentence
    later = [*totals[:3], said("2025-12-31", value=270, basis=Basis.NEW)]
    assert "910＞900，达到" in seen(SUM, *later)[1]


def test_intervals_and_parts_add_up_once() -> None:
    quarters = [said(f"2024-{day}", value=3, basis=Basis.INTERVAL) for day in ("03-31", "06-30", "09-30", "12-31")]
    assert "2024年合计12个" in seen(YEARLY, *quarters)[1]
    towns = [said("2025-12-31", value=value, member=name) for name, value in (("东镇", 30), ("西镇", 50))]
    assert "合计80个：东镇30个" in seen(LEVEL, *towns, partners=("东镇", "西镇"))[1]
    result, sentence = seen(LEVEL, towns[0], partners=("东镇", "西镇"))
    assert result == "not_reported"
    assert "还缺西镇的部分，不能判定" in sentence


def test_no_figure_is_an_outcome_of_its_own() -> None:
    none = said("2025-12-31", unavailable=Unavailable.NO_OFFICIAL_DATA, reason="没有分区的数")
    result, sentence = seen(LEVEL, none)
    assert result == "unavailable"
    assert sentence.endswith("2025年暂无官方数据（没有分区的数，来源：年报），无数据")
    assert seen(LEVEL, said("2024-12-31", value=90), none)[0] == "met"
    assert seen(LEVEL, said("2024-12-31", value=70), none)[0] == "unavailable"
    assert (
        seen(YEARLY, *(said(f"{y}-12-31", unavailable=Unavailable.NOT_APPLICABLE) for y in YEARS))[0] == "unavailable"
    )


def test_what_somebody_else_found_is_compared() -> None:
    check = Verification(method=Method.ON_SITE, by="区乙局", checked_on=datetime.date(2026, 2, 1), value=Decimal(77))
    result, sentence = seen(LEVEL, said("2025-12-31", value=83, verification=check))
    assert result == "not_met"
    assert "83个" in sentence
    assert "区乙局2026-02-01现场核实，结果为77个" in sentence
    same = check.model_copy(update={"value": None})
    assert "与报告相符" in seen(LEVEL, said("2025-12-31", value=83, verification=same))[1]


def test_a_first_figure_fails_nothing() -> None:
    assert seen(LEVEL, said("2025-12-31", value=79, provisional=True))[0] == "not_reported"
    assert seen(LEVEL, said("2025-12-31", value=81, provisional=True))[0] == "met"


def test_none_of_none_is_no_coverage() -> None:
    nothing = said("2025-12-31", covered=0, total=0)
    assert seen(target(Op.FULL_COVERAGE, Period.UNSTATED), nothing)[0] != "met"
