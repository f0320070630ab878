"""What the records of one target and one year come to: a figure, the day it was true, what it cannot
decide, and the same in words.

Pure: nothing is read here, no clock and no file.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from macros.records.progress import Basis, Report, Unavailable
from macros.records.targets import Op, Target, number

ZERO = Decimal(0)


@dataclass(frozen=True)
class Reading:
    """What one year's records come to. A year may have several: the newest counts, intervals and
    parts add up.

    Attributes:
        year: the year.
        reports: the records that count, oldest first; at least one.
        value, benchmark, covered, total, held: the figure; all None where none can be had.
        unavailable: why no figure can be had, where the year's newest record says so.
        cumulative: the value counts from the period's beginning.
        as_of: the day the figure was true; of several parts, the earliest.
        gaps: why a figure that falls short decides nothing yet, in words; empty where it decides.
        said: the figure as it was reported, where somebody else found another one; else as `value`.
        shown: the figure, in Chinese, with the reported one beside it where that differs; why there is none,
            where there is none.
        words: the same with its day and its evidence.
    """

    year: int
    reports: list[Report]
    value: Decimal | None
    benchmark: Decimal | None
    covered: Decimal | None
    total: Decimal | None
    held: bool | None
    unavailable: Unavailable | None
    cumulative: bool
    as_of: datetime.date
    gaps: tuple[str, ...]
    said: Decimal | None
    shown: str
    words: str

    @property
    def has_figure(self) -> bool:
        """Whether there is anything to compare."""
        return any(figure is not None for figure in (self.value, self.covered, self.held))


def _figure(target: Target, value: Decimal | None, covered: Decimal | None, total: Decimal | None, held: object) -> str:
    if target.op is Op.YEARLY_EVENT:
        return "已举办" if held else "未举办"
    if target.op is Op.FULL_COVERAGE:
        return f"覆盖{number(covered or ZERO)}个，共{number(total or ZERO)}个"
    unit = "%" if target.op is Op.ABOVE_BENCHMARK else target.unit
    return f"{number(value or ZERO)}{unit}"


def figure(target: Target, report: Report) -> str:
    """What a record reports, in words."""
    if report.unavailable is not None:
        return report.unavailable.value
    words = _figure(target, report.value, report.covered, report.total, report.held)
    if report.benchmark is not None:
        words += f"，对照{number(report.benchmark)}%"
    return words


def found(target: Target, report: Report) -> str:
    """What somebody else found where it differs from what was reported, in words; else ""."""
    seen = report.verification
    if seen is None or (seen.value, seen.covered, seen.total, seen.held) == (None, None, None, None):
        return ""
    covered = seen.covered if seen.covered is not None else report.covered
    total = seen.total if seen.total is not None else report.total
    words = _figure(target, seen.value, covered, total, seen.held)
    same = words == _figure(target, report.value, report.covered, report.total, report.held)
    return "" if same else words


def verified(target: Target, report: Report) -> str:
    """Who verified a record, when, how and with what result, in words; "" where nobody did."""
    seen = report.verification
    if seen is None:
        return ""
    other = found(target, report)
    return f"{seen.by}{seen.checked_on.isoformat()}{seen.method.value}，{f'结果为{other}' if other else '与报告相符'}"


def _source(target: Target, report: Report) -> str:
    parts = [f"截至{report.day.isoformat()}"]
    if report.provisional:
        parts.append("初步数")
    parts.append(f"来源：{report.evidence.title}" if report.evidence else "没有来源")
    words = "，".join(parts)
    if seen := verified(target, report):
        words += f"；{seen}" + ("，按核实的数判定" if found(target, report) else "")
    return f"（{words}）"


def told(target: Target, report: Report) -> str:
    """One record in words: figure, day, evidence, and what somebody else found."""
    if report.unavailable is not None:
        because = f"{report.reason}，" if report.reason else ""
        title = report.evidence.title if report.evidence else ""
        return f"{report.unavailable.value}（{because}来源：{title}）"
    return f"{figure(target, report)}{_source(target, report)}"


def _total(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, ZERO) if known else None


def beside(judged: str, said: str) -> str:
    """A figure by which is judged, with the reported one beside it where that is another one."""
    return judged if judged == said else f"{judged}（核实；报告{said}）"


def _counting(reports: list[Report]) -> list[Report]:
    """Of one reporter's records of a year, oldest first: the newest figure, and the intervals since it; where
    all are intervals, all of them.
    """
    figures = [report for report in reports if report.unavailable is None]
    since = max((at for at, it in enumerate(figures) if it.basis is not Basis.INTERVAL), default=0)
    return figures[since:] or reports[-1:]


def read_year(
    target: Target, year: int, reports: Iterable[Report], by: Callable[[Report], str], partners: Collection[str]
) -> Reading | None:
    """What a year's records come to; None where there is none.

    Args:
        target: the promise.
        year: the year.
        reports: the records of that year that count, in any order.
        by: the name of a record's reporter, for parts.
        partners: the names from whom parts are due.
    """
    filed = sorted(reports, key=lambda report: (report.day, report.reported_on, report.id))
    if not filed:
        return None
    shared = any(report.is_part for report in filed)
    groups: dict[str, list[Report]] = {}
    for report in filed:
        groups.setdefault(by(report) if shared else "", []).append(report)
    gaps: list[str] = []
    counted = {name: _counting(mine) for name, mine in groups.items()}
    if absent := [name for name in partners if shared and name not in groups]:
        gaps.append(f"还缺{'、'.join(absent)}的部分")
    end = datetime.date(year, 12, 31)
    last = [mine[-1] for mine in counted.values()]
    for name, report in zip(counted, last, strict=True):
        if report.unavailable is not None and shared:
            gaps.append(f"{name}{report.unavailable.value}")
    figures = [report for report in last if report.unavailable is None]
    if any(report.day < end for report in figures):
        gaps.append(f"没有截至{end.isoformat()}的报告")
    if any(report.provisional for report in figures):
        gaps.append("只有初步数")
    used = [report for mine in counted.values() for report in mine]
    known = [report for report in used if report.unavailable is None]
    latest = known[-1] if known else filed[-1]
    held = latest.held
    if latest.verification is not None and latest.verification.held is not None:
        held = latest.verification.held
    covered, total, value = (_total(it.judged(field) for it in known) for field in ("covered", "total", "value"))
    said = _total(it.value for it in known)
    words = "加".join(
        (name if shared else "") + told(target, report) for name, mine in counted.items() for report in mine
    )
    shown = used[-1].unavailable or ""
    if known:
        reported = _total(it.covered for it in known), _total(it.total for it in known), latest.held
        shown = beside(_figure(target, value, covered, total, held), _figure(target, said, *reported))
    if latest.benchmark is not None:
        shown += f"，对照{number(latest.benchmark)}%"
    if len(known) > 1:
        words = f"合计{shown}：{words}"
    return Reading(
        year=year,
        reports=used,
        value=value,
        benchmark=latest.benchmark,
        covered=covered,
        total=total,
        held=held,
        unavailable=None if shared and known else filed[-1].unavailable,
        cumulative=any(report.basis is Basis.CUMULATIVE for report in known),
        as_of=min(report.day for report in (figures or last)),
        gaps=tuple(gaps),
        said=said,
        shown=shown,
        words=words,
    )
