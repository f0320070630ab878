"""What is asked about a figure that can be read: lower than last time, ten times higher, the promise to the digit.

None of it is a mistake: it is asked (请核对), not refused. Who has looked writes so in the row, and the words
become the record's `confirmed`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from macros.forms.answers import Answer, is_figure
from macros.forms.seen import Said
from macros.judged.cells import SCOPES, Kind
from macros.records.progress import Report
from macros.records.targets import number

TIMES = 10
CONFIRM = "核对无误的，在“没有数、更正或核对的原因”里写明核对的依据；有误就改正这个数"


def _last(report: Report | None, kind: Kind) -> Decimal | None:
    if report is None:
        return None
    return report.covered if kind is Kind.COVERAGE else report.value


def doubts(answer: Answer) -> Iterator[Said]:
    """What is asked about one row's figure, whether it has been confirmed or not."""
    request, target = answer.request, answer.request.target
    if target is None or request.kind not in (Kind.NUMBER, Kind.COVERAGE, Kind.BENCHMARK) or not is_figure(answer):
        return
    value, unit = Decimal(answer.texts["value"]), target.unit or ("%" if request.kind is Kind.BENCHMARK else "")
    shown = f"{number(value)}{unit}"
    last = _last(request.last.report if request.last else None, request.kind)
    if request.last and SCOPES.get(answer.texts.get("scope", "")) and not request.last.report.is_part:
        last = None  # a part is compared with no whole
    if last is not None and value < last:
        yield Said("lower", f"{shown} 比上次报告的 {number(last)}{unit} 少", CONFIRM)
    elif last and value >= TIMES * last:
        yield Said("ten_times", f"{shown} 是上次报告的 {number(last)}{unit} 的 {int(value / last)} 倍", CONFIRM)
    if unit == "%" and 0 < value < 1:
        yield Said("share", f"{shown} 不到百分之一；15% 写 15，不写 0.15", CONFIRM)
    if request.kind is Kind.NUMBER and value > 0 and value in (target.value, target.value_max):
        yield Said("promise", f"{shown} 与承诺的数一个不差", CONFIRM)
