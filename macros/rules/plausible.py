"""Rules for figures that cannot be true, which are refused, and that can hardly be true, which are asked about.

A figure that was found by somebody else is held to the same rules as the one that was reported.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from macros.records.problem import Location, Mend, Problem
from macros.records.progress import Basis, Report
from macros.records.project import Filing, Project
from macros.records.standing import standing
from macros.records.targets import Measure, Op, Target, is_met, number

_TIMES, _LEAST = 10, Decimal(30)
"""A figure so many times another one's, where the larger is at least so large, is asked about."""
_POINTS = Decimal(10)
"""A share that moves by more percentage points from one report to the next is asked about."""

Value = Callable[[Report], Decimal | None]


def _reported(report: Report) -> Decimal | None:
    return report.value


def _judged(report: Report) -> Decimal | None:
    return report.judged("value")


def _counting(project: Project) -> list[Filing]:
    """The records that count, in the order of the files."""
    alive = standing(filing.report for filing in project.filings).counting
    return [filing for filing in project.filings if filing.report.id in alive]


def _is_percent(target: Target) -> bool:
    return target.op is Op.ABOVE_BENCHMARK or target.unit == "%"


def _unit(target: Target) -> str:
    return "%" if _is_percent(target) else target.unit or ""


def figures_can_be_true(project: Project) -> Iterator[Problem]:
    """Whole numbers are whole, no share is above 100 %, no part is above its whole, and 0 of 0 is nothing; one
    figure that two targets ask for is the same in both.
    """
    for report in (filing.report for filing in project.filings):
        target = project.index.targets.get(report.target or "")
        if target is not None:
            yield from _alone(target, report)
    yield from _together(project)


def _alone(target: Target, report: Report) -> Iterator[Problem]:
    for holder, path in ((report, ()), (report.verification, ("verification",))):
        for field in ("value", "benchmark", "covered", "total"):
            figure = getattr(holder, field, None)
            if figure is None:
                continue
            at = report.at(*path, field)
            if _is_percent(target) and figure > 100:
                yield Problem(at, f"{field} 是 {number(figure)}，比例不能超过 100%", "15% 写 15；核对这个数")
            if not _is_percent(target) and figure != int(figure):
                yield Problem(at, f"{field} 是 {figure}，应为整数", "按实际个数、人数或次数写")
            if field == "total" and figure == 0:
                remedy = "写实际的总数；没有要覆盖的，删掉 covered 和 total，改写 unavailable: 不涉及 和 reason: 原因"
                yield Problem(at, "总数不能是 0", remedy)
    pairs = {(report.covered, report.total): report.at("covered")}
    pairs.setdefault((report.judged("covered"), report.judged("total")), report.place("covered"))
    for (covered, total), at in pairs.items():
        if covered is not None and total is not None and covered > total:
            yield Problem(at, "已覆盖的数大于总数", "核对 covered 和 total")


def part_of(project: Project, target: Target) -> Target | None:
    """The target whose figure holds this one's: its sentence goes on with 其中 where the other's ends."""
    whole = target.quote.partition("，其中")[0]
    return next((t for t in project.targets if t.task == target.task and t.quote == whole and t != target), None)


def same_as(project: Project, target: Target) -> Target | None:
    """The target that asks for the very figure which this one compares with another: its name goes on where
    the other's ends.
    """
    if target.op is not Op.ABOVE_BENCHMARK:
        return None
    others = (t for t in project.targets if t.task == target.task and t.unit == "%" and t != target)
    return next((t for t in others if target.name.startswith(t.name)), None)


def _together(project: Project) -> Iterator[Problem]:
    """Figures of one day that two targets set against each other."""
    said: dict[tuple[str, object], Report] = {}
    for filing in _counting(project):
        if filing.report.value is not None and not filing.report.is_part:
            said[filing.report.about, filing.report.as_of] = filing.report
    for target in project.targets:
        whole, same = part_of(project, target), same_as(project, target)
        for (name, day), report in said.items():
            if name != target.id:
                continue
            if whole and (other := said.get((whole.id, day))):
                for value, most, at in _pairs(report, other):
                    if value > most:
                        wrong = f"“{target.name}”是 {number(value)}，多于“{whole.name}”的 {number(most)}"
                        yield Problem(at, wrong, f"原文写的是“其中”，不能更多；核对这一条和“{other.id}”")
            if same and (other := said.get((same.id, day))):
                for value, most, at in _pairs(report, other):
                    if value != most:
                        wrong = f"“{target.name}”的本区数是 {number(value)}，“{same.name}”同一天是 {number(most)}"
                        yield Problem(at, wrong, f"是同一个数，应当一样；核对这一条和“{other.id}”")


def _pairs(report: Report, other: Report) -> Iterator[tuple[Decimal, Decimal, Location]]:
    """Two figures as they were reported, and where either was verified, as they were found."""
    zero = Decimal(0)
    yield report.value or zero, other.value or zero, report.at("value")
    found = report.judged("value") or zero, other.judged("value") or zero
    if found != (report.value, other.value):
        yield *found, report.place("value")


def _ask(at: Location, wrong: str, remedy: str) -> Problem:
    return Problem(at, f"{wrong}，请核对", f"{remedy}；核对无误的，加一行“confirmed: 核对的依据”")


def doubtful_figures_are_confirmed(project: Project) -> Iterator[Problem]:
    """What can hardly be true is asked about: a figure ten times another year's or twenty times the promise, a
    share below 1 % or ten points from the last, a total that changes, a running total that falls, and years that
    pass the promise only by adding up what may be running totals.
    """
    filed: dict[str, list[Filing]] = defaultdict(list)
    for filing in _counting(project):
        if filing.report.as_of and filing.report.unavailable is None:
            filed[filing.report.about].append(filing)
    for target in project.targets:
        series = sorted(filed[target.id], key=lambda filing: (filing.report.day, filing.report.id))
        for report in (filing.report for filing in series if not filing.report.confirmed):
            yield from _alone_doubtful(target, report)
        whole = [filing for filing in series if not filing.report.is_part]
        for before, after in itertools.pairwise(whole):
            yield from _total_moves(before.report, after.report)
        figures = [filing for filing in whole if filing.report.value is not None]
        views: list[Value] = [_reported]
        if any(filing.report.value != filing.report.judged("value") for filing in figures):
            views.append(_judged)
        asked: set[Location] = set()
        for value in views:
            for problem in _series(target, figures, value):
                if problem.at not in asked:
                    yield problem
                asked.add(problem.at)


def _alone_doubtful(target: Target, report: Report) -> Iterator[Problem]:
    seen = {report.value: report.at("value"), report.judged("value"): report.place("value")}
    for value, at in seen.items():
        if value is None:
            continue
        promised = target.value or Decimal(0)
        if _is_percent(target):
            if 0 < value < 1 and (promised >= 1 or target.value is None):
                right = f"{number(value * 100)}% 就写 {number(value * 100)}"
                yield _ask(at, f"{number(value)} 是 {number(value)}%，不到百分之一", f"是 {right}")
        elif target.value is not None and value >= max(20 * promised, Decimal(100)):
            wrong = f"{number(value)}{target.unit} 是要求的 {int(value / (promised or 1))} 倍"
            yield _ask(at, wrong, "看是否多写了零或者用错了单位")
    for field in ("value", "covered"):
        old, new = getattr(report, field), report.judged(field)
        if old is not None and new is not None and _far(old, new):
            wrong = f"核实的数 {number(new)} 与报告的 {number(old)} 相差十倍以上"
            yield _ask(report.place(field), wrong, "看是否写错了位数或者单位")


def _far(old: Decimal, new: Decimal) -> bool:
    return min(old, new) > 0 and max(old, new) >= max(_TIMES * min(old, new), _LEAST)


def _total_moves(before: Report, after: Report) -> Iterator[Problem]:
    """How many there are to cover hardly changes."""
    old, new = before.judged("total"), after.judged("total")
    if old and new and not after.confirmed and abs(new - old) * 10 > old:
        wrong = f"总数 {number(new)} 与上一次的 {number(old)} 相差一成以上"
        yield _ask(after.place("total"), wrong, "总数一般不变；核对是不是数错了范围")


def _series(target: Target, figures: list[Filing], value: Value) -> Iterator[Problem]:
    for before, after in itertools.pairwise(figures):
        yield from _step(target, before, after, value)
    yield from _same_year(target, figures, value)
    yield from _running_total(target, figures, value)
    yield from _below_the_years(figures, value)
    yield from _lone_interval(figures, value)


def _at(report: Report, value: Value) -> Location:
    return report.place("value") if value is _judged else report.at("value")


def _step(target: Target, before: Filing, after: Filing, value: Value) -> Iterator[Problem]:
    old, new = value(before.report) or Decimal(0), value(after.report) or Decimal(0)
    at, unit = _at(after.report, value), _unit(target)
    if after.report.confirmed:
        return
    if _is_percent(target):
        if min(old, new) >= 1 and abs(new - old) > _POINTS:
            wrong = f"{number(new)}% 与上一次的 {number(old)}% 相差 {number(abs(new - old))} 个百分点"
            yield _ask(at, wrong, "看是否写错了位数或者口径")
        return
    if after.report.basis is Basis.CUMULATIVE and new < old:
        wrong = f"累计数 {number(new)} 少于上一次的 {number(old)}"
        yield _ask(at, wrong, "累计数不会减少；只是当年数的，把 basis 改成 new")
    elif before.report.basis is not after.report.basis:
        return
    elif (
        before.year == after.year
        and target.measure is not Measure.STOCK
        and after.report.basis is not Basis.INTERVAL
        and new < old
    ):
        remedy = "从 1 月 1 日算起的数不会减少；只是上一次报告之后的数，两条都加一行“basis: interval”"
        yield _ask(at, f"同一年后报的 {number(new)} 少于先报的 {number(old)}", remedy)
    elif before.year != after.year and _far(old, new):
        wrong = f"{number(new)}{unit} 与上一次的 {number(old)}{unit} 相差十倍以上"
        yield _ask(at, wrong, "看是否写错了位数或者单位")


def _same_year(target: Target, figures: list[Filing], value: Value) -> Iterator[Problem]:
    """Several reports a year without basis: the newest counts; asked where adding would change the result."""
    if target.measure is Measure.STOCK or not target.op.numeric:
        return
    for _, group in itertools.groupby(figures, key=lambda filing: filing.year):
        mine = [filing.report for filing in group]
        if len(mine) < 2 or any(report.basis or report.confirmed for report in mine):
            continue
        last, total = value(mine[-1]) or Decimal(0), _sum(mine, value)
        if target.yearly and is_met(target, total) and not is_met(target, last):
            wrong = f"一年报了 {len(mine)} 次，没有写明从哪天算起：以最近一次为准没有达到，相加就达到"
            remedy = "从 1 月 1 日算起的，各条加一行“basis: new”；从上一次报告之后算起的，各条加一行“basis: interval”"
            yield Problem(_at(mine[-1], value), wrong, remedy)


def _sum(reports: Sequence[Report], value: Value) -> Decimal:
    return sum((value(report) or Decimal(0) for report in reports), Decimal(0))


def _running_total(target: Target, figures: list[Filing], value: Value) -> Iterator[Problem]:
    yearly = [list(group)[-1].report for _, group in itertools.groupby(figures, key=lambda filing: filing.year)]
    if (
        target.measure is not Measure.FLOW
        or len(yearly) < 2
        or any(report.basis or report.confirmed for report in yearly)
    ):
        return
    values = [value(report) or Decimal(0) for report in yearly]
    rising = all(a <= b for a, b in itertools.pairwise(values))
    if rising and is_met(target, sum(values, Decimal(0))) and not is_met(target, values[-1]):
        listed = "、".join(map(number, values))
        wrong = f"“{target.name}”各年报 {listed}，只增不减，相加才达到，可能是累计数，请核对"
        ids = "、".join(report.id for report in yearly)
        remedy = f"给 {ids} 各加一行：是当年数就写“basis: new”，是累计数就写“basis: cumulative”"
        mend = Mend("", "\n    basis: cumulative") if value is _reported else None
        yield Problem(_at(yearly[-1], value), wrong, remedy, mend)


def _below_the_years(figures: list[Filing], value: Value) -> Iterator[Problem]:
    """A running total holds the years before it."""
    for at, filing in enumerate(figures):
        if filing.report.basis is not Basis.CUMULATIVE or filing.report.confirmed:
            continue
        years = {it.year: it.report for it in figures[:at] if it.year < filing.year}
        if any(report.basis is not Basis.NEW for report in years.values()):
            continue
        total, said = _sum(list(years.values()), value), value(filing.report) or Decimal(0)
        if said < total and len(years) > 1:
            wrong = f"累计数 {number(said)} 少于以前各年相加的 {number(total)}"
            yield _ask(_at(filing.report, value), wrong, "累计数包括以前各年；只是当年数的，把 basis 改成 new")


def _lone_interval(figures: list[Filing], value: Value) -> Iterator[Problem]:
    """The first interval of a year goes back to its first day: in the second half that is hardly meant."""
    for _, group in itertools.groupby(figures, key=lambda filing: filing.year):
        first = next(group).report
        if first.basis is Basis.INTERVAL and first.day.month > 6 and not first.confirmed:
            remedy = "前面还有本期数没有报的，补报；从 1 月 1 日算起的，把 basis 改成 new"
            yield _ask(_at(first, value), f"这是 {first.day.year} 年的第一条本期数，前面没有别的报告", remedy)


CHECKS = [figures_can_be_true, doubtful_figures_are_confirmed]
