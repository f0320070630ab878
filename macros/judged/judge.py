"""The arithmetic: one target, its records, a date; out come a result and the sentence that says why.

Pure: nothing is read here, no clock and no file. The rules are the docstrings and glosses below, and
口径说明 prints them.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from macros.judged.reading import ZERO, Reading, beside, figure, read_year
from macros.judged.result import RULES, Result
from macros.records.progress import Report, Unavailable
from macros.records.targets import Measure, Op, Period, Target, is_met, number

__all__ = ["RULES", "Outcome", "Result", "YearResult", "figure", "judge", "promise"]


@dataclass(frozen=True)
class YearResult:
    """One year of a target.

    Attributes:
        reading: what the year's records come to; None where there is none.
        met: by this year's records alone; None where there is no figure or it decides nothing.
    """

    year: int
    reading: Reading | None
    met: bool | None

    @property
    def report(self) -> Report | None:
        """The newest record that counts."""
        return self.reading.reports[-1] if self.reading else None

    @property
    def word(self) -> str:
        """What the year's records say of the year, in one word."""
        if self.reading is None:
            return "未报告"
        if self.met is None and self.reading.unavailable is not None:
            return self.reading.unavailable.value
        return {True: "达到", False: "未达到", None: "不能判定"}[self.met]


@dataclass(frozen=True)
class Outcome:
    """What became of a target, and why.

    Attributes:
        sentence: promise, report, comparison and result in one Chinese sentence.
        reported: the figure that was compared, with its unit; "" where nothing was reported.
        as_of: newest date among the records used; None where nothing was reported.
        compared: that figure alone; None where there is none or years are judged one by one.
    """

    target: Target
    result: Result
    sentence: str
    years: list[YearResult]
    reported: str
    as_of: datetime.date | None
    compared: Decimal | None = None

    @property
    def reports(self) -> list[Report]:
        """The records that count, by year and day."""
        return [report for year in self.years if year.reading for report in year.reading.reports]


def _sign(left: Decimal, right: Decimal) -> str:
    return "＞" if left > right else "＝" if left == right else "＜"


def _comparison(target: Target, value: Decimal) -> str:
    promised = target.value or ZERO
    if target.value_max is not None and value >= promised:
        inside = value <= target.value_max
        bounds = f"{number(promised)}-{number(target.value_max)}"
        return f"{number(value)}在{bounds}之间" if inside else f"{number(value)}超过{bounds}的上限"
    short = "，没有超过" if target.op is Op.MORE_THAN and value == promised else ""
    return f"{number(value)}{_sign(value, promised)}{number(promised)}{short}"


def _own_comparison(target: Target, reading: Reading) -> tuple[bool, str]:
    """Whether one year's figure by itself meets the target, and the comparison ("" where plain)."""
    if target.op is Op.YEARLY_EVENT:
        return bool(reading.held), ""
    if target.op is Op.FULL_COVERAGE:
        covered, total = reading.covered or ZERO, reading.total or ZERO
        return covered >= total > 0, f"{number(covered)}{_sign(covered, total)}{number(total)}"
    value = reading.value or ZERO
    if target.op is Op.ABOVE_BENCHMARK:
        benchmark = reading.benchmark or ZERO
        return value >= benchmark, f"{number(value)}{_sign(value, benchmark)}{number(benchmark)}"
    return is_met(target, value), _comparison(target, value)


def _met(target: Target, reading: Reading | None) -> bool | None:
    """A figure reached is reached; one that falls short decides only where it has no gap."""
    if reading is None or not reading.has_figure:
        return None
    if _own_comparison(target, reading)[0]:
        return True
    return None if reading.gaps or reading.unavailable is not None else False


def promise(target: Target) -> str:
    """The promise in few words, as in 到2025年超过200个."""
    period = "" if target.period is Period.UNSTATED else target.period.label
    if target.op is Op.YEARLY_EVENT:
        return target.op.label
    if target.op is Op.ABOVE_BENCHMARK:
        return f"{period}在{target.op.label}"
    return f"{'力争' if target.soft else ''}{period}{target.op.label}{target.figure}"


def _alone(report: Report) -> str:
    return report.member or ""


def judge(
    target: Target,
    reports: Iterable[Report],
    years: Sequence[int],
    today: datetime.date,
    *,
    by: Callable[[Report], str] = _alone,
    partners: Collection[str] = (),
) -> Outcome:
    """Judge a target by its records.

    Args:
        target: the promise.
        reports: records that count (not corrected, not withdrawn), any number a year, in any order.
        years: the plan's years.
        today: decides only whether the plan's period is over.
        by: the name of a record's reporter; needed where parts are added up.
        partners: the names from whom parts are due.
    """
    filed = [report for report in reports if report.as_of is not None]
    readings = [read_year(target, year, (r for r in filed if r.day.year == year), by, partners) for year in years]
    results = [YearResult(year, reading, _met(target, reading)) for year, reading in zip(years, readings, strict=True)]
    over = today > datetime.date(years[-1], 12, 31)
    known = [reading for reading in readings if reading]
    if not known:
        sentence = f"{promise(target)}；没有报告，不当作 0，也不当作未达到：未报告"
        return Outcome(target, Result.NOT_REPORTED, sentence, results, "", None)
    judged = _by_year if target.yearly else _in_all
    result, words, reported, compared = judged(target, results, over)
    lead = "要求" if promise(target)[0].isdigit() else ""
    span = f"{years[0]}—{years[-1]}年"
    note = f"（原文未载明期限，按整个实施期{span}计算）" if target.period is Period.UNSTATED else ""
    sentence = f"{lead}{promise(target)}{note}；{words}{'，' if words[-1] != '：' else ''}{result.label}"
    return Outcome(target, result, sentence, results, reported, max(r.day for r in filed), compared)


Judged = tuple[Result, str, str, Decimal | None]

_WORDS = ("达到", "未达到", "没有达到", "不能判定", *Unavailable, "未报告")


def _unmet(target: Target, over: bool, *, decided: bool, unavailable: bool) -> Result:
    """The result of a target that was reported and is not met."""
    if not over and not unavailable:
        return Result.UNDER_WAY
    if unavailable:
        return Result.UNAVAILABLE
    if target.soft:
        return Result.REPORTED
    return Result.NOT_MET if decided else Result.NOT_REPORTED


def _by_year(target: Target, results: list[YearResult], over: bool) -> Judged:
    """Judge each year, then all: met when every year is, partly when some are."""
    parts, tally = [], Counter[str]()
    for year in results:
        reading, word = year.reading, year.word
        if target.soft and year.met is False:
            word = "没有达到"
        tally[word] += 1
        if reading is None:
            parts.append(f"{year.year}年未报告")
        elif not reading.has_figure:
            parts.append(f"{year.year}年{reading.words}")
        else:
            comparison = _own_comparison(target, reading)[1]
            open_ = "、".join(reading.gaps) if year.met is None else ""
            said = [f"{year.year}年{reading.words}", comparison, open_, word]
            parts.append("，".join(part for part in said if part))
    order = [word for word in _WORDS if tally[word]]
    counted = "、".join(f"{tally[word]}年{word}" for word in order)
    words = f"{'；'.join(parts)}；{len(results)}年中{counted}："
    figures = [year for year in results if year.reading and year.reading.has_figure]
    met = sum(year.met is True for year in results)
    filed = [year for year in results if year.reading]
    reported = f"{len(filed)}年有报告" if len(filed) > 1 else f"{filed[0].year}年有报告"
    if met == len(results):
        return Result.MET, words, reported, None
    if met and over:
        return Result.PARTLY_MET, words, reported, None
    if not figures:
        return Result.UNAVAILABLE, words, filed[-1].word, None
    decided = any(year.met is False for year in results)
    return _unmet(target, over, decided=decided, unavailable=False), words, reported, None


def _in_all(target: Target, results: list[YearResult], over: bool) -> Judged:
    """Judge one figure: a flow's sum, otherwise the newest level.

    What is missing can only be judged where it cannot matter: a figure that is reached stays reached,
    and one that falls short is judged only where nothing is missing up to the period's last day.
    """
    figures = [year.reading for year in results if year.reading and year.reading.has_figure]
    if not figures:
        last = [year for year in results if year.reading][-1]
        assert last.reading is not None
        return Result.UNAVAILABLE, f"{last.year}年{last.reading.words}", last.word, None
    if target.measure is Measure.FLOW:
        since = max((reading.year for reading in figures if reading.cumulative), default=results[0].year)
        counted = [reading for reading in figures if reading.year >= since]
        value: Decimal | None = sum((reading.value or ZERO for reading in counted), ZERO)
        said = sum((reading.said or ZERO for reading in counted), ZERO)
        shown = beside(f"{number(value or ZERO)}{target.unit}", f"{number(said)}{target.unit}")
        each = "、".join(
            f"{'到' if r.cumulative else ''}{r.year}年{'累计' if r.cumulative else ''}{r.words}" for r in counted
        )
        words = f"报告合计{shown}：{each}" if len(counted) > 1 else f"报告{each}"
        met, comparison = is_met(target, value or ZERO), _comparison(target, value or ZERO)
    else:
        since, counted = figures[-1].year, figures[-1:]
        value = figures[-1].value
        shown = figures[-1].shown
        words = f"报告{figures[-1].words}"
        met, comparison = _own_comparison(target, figures[-1])
    words += f"；{comparison}"
    if met:
        return Result.MET, words, shown, value
    needed = [year for year in results if year.year >= since]
    if target.measure is not Measure.FLOW and needed[-1].year > since:
        needed = needed[-1:]  # of a level only the last day matters
    absent = [str(year.year) for year in needed if year.reading is None]
    gaps = [f"{'、'.join(absent)}年未报告"] if absent else []
    for reading in (year.reading for year in needed if year.reading):
        if not reading.has_figure:
            gaps.append(f"{reading.year}年{reading.words}")
        elif reading.unavailable is not None:
            gaps.append(f"{reading.year}年{reading.unavailable.value}")
        else:
            gaps += [f"{reading.year}年{gap}" if len(needed) > 1 else gap for gap in reading.gaps]
    blocked = [year for year in needed if year.reading is None or year.reading.gaps or not year.reading.has_figure]
    only_unavailable = bool(blocked) and all(year.reading and year.reading.unavailable for year in blocked)
    result = _unmet(target, over, decided=not gaps, unavailable=over and only_unavailable and not target.soft)
    if gaps:
        words += f"；{'；'.join(gaps)}"
        if result in (Result.NOT_REPORTED, Result.UNAVAILABLE):
            words += "，不能判定："
    return result, words, shown, value
