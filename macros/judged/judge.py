"""The arithmetic: one target, its records, a date; out come a result and the sentence that says why.

Pure: nothing is read here, no clock and no file. The rules are the docstrings and glosses below, and
口径说明 prints them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from macros.records.base import Gloss
from macros.records.progress import Report
from macros.records.targets import Measure, Op, Period, Target

RULES = (
    "只写了数的，达到或超过这个数即为达到；“超过”必须大于这个数；区间达到下限即为达到，超过上限时说明。",
    "逐年计算的目标，四年都达到为“达到”，有的年份达到为“部分年份达到”，报告的年份都没有达到为“未达到”。",
    "“十四五”时期的目标，同样按 2022 至 2025 各年判定，每年要有本区和全省两个数。",
    "全覆盖要有总数和已覆盖数，两数相等为达到。",
    "原文未载明期限的，按整个实施期计算，并注明。",
    "还没有达到、又缺最后一年报告的（各年相加的，缺任何一年），不能判定，写“未报告”，不写“未达到”。",
    "0 是数，照样判定；没有报告不是 0。",
    "没有目标指标的任务，只列各责任单位自己报告的进展：有报告的单位说法一致的，照写；不一致的，写“推进中”。",
    "更正不覆盖原报告，两条都保留，以更正后的为准。",
)
"""How a result is found, in the words that site and print publish."""


class Result(Gloss):
    """What became of a target. The mark stands beside the colour wherever one is used."""

    MET = ("met", "达到", "报告的数达到原文的要求")
    PARTLY_MET = ("partly_met", "部分年份达到", "逐年计算的目标，有的年份达到，有的年份未达到或未报告")
    NOT_MET = ("not_met", "未达到", "该报告的都报告了，数没有达到要求；逐年计算的，报告的年份都没有达到")
    REPORTED = ("reported", "已报告", "原文写“力争”“争创”的目标，有报告而没有达到；只列报告，不判未达到")
    UNDER_WAY = ("under_way", "推进中", "实施期还没有结束，已有报告，还没有达到")
    NOT_REPORTED = ("not_reported", "未报告", "没有报告，或者缺了判定所需的年份；不当作 0，也不当作未达到")

    @property
    def mark(self) -> str:
        """A sign that tells the results apart without colour."""
        marks = {"met": "✓", "partly_met": "◐", "not_met": "×", "reported": "○", "under_way": "…"}
        return marks.get(self.value, "–")


@dataclass(frozen=True)
class YearResult:
    """One year of a target.

    Attributes:
        met: by this year's report alone; None where there is none.
    """

    year: int
    report: Report | None
    met: bool | None


@dataclass(frozen=True)
class Outcome:
    """What became of a target, and why.

    Attributes:
        sentence: promise, report, comparison and result in one Chinese sentence.
        reported: the figure that was compared, with its unit; "" where nothing was reported.
        as_of: newest date among the records used; None where nothing was reported.
    """

    target: Target
    result: Result
    sentence: str
    years: list[YearResult]
    reported: str
    as_of: datetime.date | None

    @property
    def reports(self) -> list[Report]:
        """The records that count, by year."""
        return [year.report for year in self.years if year.report]


def number(value: Decimal) -> str:
    """Write a figure without trailing zeros or exponents."""
    return f"{value.normalize():f}"


def _sign(left: Decimal, right: Decimal) -> str:
    return "＞" if left > right else "＝" if left == right else "＜"


def is_met(target: Target, value: Decimal) -> bool:
    """Compare a figure with the promised one.

    `equal` and `at_least` are met when reached or passed, `more_than` only when passed, a range from
    its lower bound on.
    """
    promised = target.value or Decimal(0)
    return value > promised if target.op is Op.MORE_THAN else value >= promised


def _comparison(target: Target, value: Decimal) -> str:
    promised = target.value or Decimal(0)
    if target.value_max is not None and value >= promised:
        inside = value <= target.value_max
        bounds = f"{number(promised)}-{number(target.value_max)}"
        return f"{number(value)}在{bounds}之间" if inside else f"{number(value)}超过{bounds}的上限"
    short = "，没有超过" if target.op is Op.MORE_THAN and value == promised else ""
    return f"{number(value)}{_sign(value, promised)}{number(promised)}{short}"


def figure(target: Target, report: Report) -> str:
    """What a record reports, in words."""
    if target.op is Op.YEARLY_EVENT:
        return "已举办" if report.held else "未举办"
    if target.op is Op.FULL_COVERAGE:
        return f"覆盖{number(report.covered or Decimal(0))}个，共{number(report.total or Decimal(0))}个"
    value = number(report.value or Decimal(0))
    if target.op is Op.ABOVE_BENCHMARK:
        return f"{value}%，对照{number(report.benchmark or Decimal(0))}%"
    return f"{value}{target.unit}"


def _own_comparison(target: Target, report: Report) -> tuple[bool, str]:
    """Whether one record by itself meets the target, and the comparison in words ("" where plain)."""
    if target.op is Op.YEARLY_EVENT:
        return bool(report.held), ""
    if target.op is Op.FULL_COVERAGE:
        covered, total = report.covered or Decimal(0), report.total or Decimal(0)
        return covered >= total, f"{number(covered)}{_sign(covered, total)}{number(total)}"
    value = report.value or Decimal(0)
    if target.op is Op.ABOVE_BENCHMARK:
        benchmark = report.benchmark or Decimal(0)
        return value >= benchmark, f"{number(value)}{_sign(value, benchmark)}{number(benchmark)}"
    return is_met(target, value), _comparison(target, value)


def _source(report: Report) -> str:
    return f"（截至{report.as_of.isoformat()}，来源：{report.evidence.title}）"


def _absent(years: Iterable[int]) -> str:
    listed = "、".join(map(str, years))
    return f"{listed}年未报告" if listed else ""


def promise(target: Target) -> str:
    """The promise in few words, as in 到2025年超过200个."""
    period = "" if target.period is Period.UNSTATED else target.period.label
    if target.op is Op.YEARLY_EVENT:
        return target.op.label
    return f"{'力争' if target.soft else ''}{period}{target.op.label}{target.figure}"


def judge(target: Target, reports: Iterable[Report], years: Sequence[int], today: datetime.date) -> Outcome:
    """Judge a target by its records.

    Args:
        target: the promise.
        reports: records that count, at most one a year (the checks make sure), in any order.
        years: the plan's years.
        today: decides only whether the plan's period is over.
    """
    by_year = {report.as_of.year: report for report in reports}
    results = [
        YearResult(year, report, report and _own_comparison(target, report)[0])
        for year in years
        for report in [by_year.get(year)]
    ]
    over = today > datetime.date(years[-1], 12, 31)
    filed = [result.report for result in results if result.report]
    if not filed:
        sentence = f"{promise(target)}；没有报告，不当作 0，也不当作未达到：未报告"
        return Outcome(target, Result.NOT_REPORTED, sentence, results, "", None)
    judged = _by_year if target.yearly else _in_all
    result, words, reported = judged(target, results, over)
    span = f"{years[0]}—{years[-1]}年"
    note = f"（原文未载明期限，按整个实施期{span}计算）" if target.period is Period.UNSTATED else ""
    sentence = f"{promise(target)}{note}；{words}{'，' if words[-1] != '：' else ''}{result.label}"
    return Outcome(target, result, sentence, results, reported, max(r.as_of for r in filed))


def _unmet(target: Target, over: bool, *, decided: bool) -> Result:
    """The result of a target that was reported and is not met."""
    if not over:
        return Result.UNDER_WAY
    if target.soft:
        return Result.REPORTED
    return Result.NOT_MET if decided else Result.NOT_REPORTED


def _by_year(target: Target, results: list[YearResult], over: bool) -> tuple[Result, str, str]:
    """Judge each year, then all: met when every year is, partly when some are."""
    unmet = "没有达到" if target.soft else "未达到"
    parts = []
    for result in results:
        if result.report:
            met, comparison = _own_comparison(target, result.report)
            comparison = f"，{comparison}" if comparison else ""
            verdict = "达到" if met else unmet
            parts.append(
                f"{result.year}年{figure(target, result.report)}{_source(result.report)}{comparison}，{verdict}"
            )
        else:
            parts.append(_absent([result.year]))
    verdicts = ((True, "达到"), (False, unmet), (None, "未报告"))
    counts = [(sum(r.met is met for r in results), word) for met, word in verdicts]
    tally = "、".join(f"{count}年{word}" for count, word in counts if count)
    words = f"{'；'.join(parts)}；{len(results)}年中{tally}："
    filed = [result for result in results if result.report]
    reported = f"{len(filed)}年有报告" if len(filed) > 1 else f"{filed[0].year}年有报告"
    met_years = sum(result.met is True for result in results)
    if met_years == len(results):
        return Result.MET, words, reported
    if met_years and over:
        return Result.PARTLY_MET, words, reported
    return _unmet(target, over, decided=True), words, reported


def _in_all(target: Target, results: list[YearResult], over: bool) -> tuple[Result, str, str]:
    """Judge one figure: a flow's sum, otherwise the latest report.

    What is missing can only be judged where it cannot matter: a flow that is met already stays met,
    and a figure that is not yet met is judged only when its last year is reported (a flow: every year).
    """
    filed = [result for result in results if result.report]
    missing = [result.year for result in results if not result.report]
    if target.measure is Measure.FLOW:
        value = sum((r.report.value or Decimal(0) for r in filed if r.report), Decimal(0))
        shown = f"{number(value)}{target.unit}"
        each = "、".join(f"{r.year}年{figure(target, r.report)}{_source(r.report)}" for r in filed if r.report)
        words = f"报告合计{shown}：{each}"
        met, comparison = is_met(target, value), _comparison(target, value)
    else:
        last = filed[-1]
        assert last.report is not None
        shown = figure(target, last.report)
        words = f"报告{shown}{_source(last.report)}"
        met, comparison = _own_comparison(target, last.report)
        missing = [year for year in missing if year > last.year][-1:]
    words += f"；{comparison}"
    if met:
        return Result.MET, words, shown
    result = _unmet(target, over, decided=not missing)
    if missing:
        words += f"；{_absent(missing)}" + ("，不能判定：" if result is Result.NOT_REPORTED else "")
    return result, words, shown
