"""How one target's figure or one task's state is asked for in cells, and what each cell comes to in a record.

A cell is a text under a column's key. Nothing is coerced: a cell means what stands in it, or it is a fault.

- `status`, one of STATUSES: 已统计（含0） is a figure, 初步数（含0） a figure with `provisional: true`; the others
  are the words of `unavailable`.
- `value`: for NUMBER and BENCHMARK digits (1200, 12.5), `value`; for COVERAGE digits, `covered`; for HELD 已举办 or
  未举办, `held`; for STATE 未开展, 推进中 or 已完成, `state`.
- `second`, digits: for COVERAGE `total`, for BENCHMARK `benchmark`.
- `scope`, one of SCOPES: 只是本单位的数 is `part: true`. Only where any of several bodies may report (EITHER).
- `basis`, one of BASES: `basis`. Only where figures add up; prefilled with 本年新增.
- `as_of`, YYYY-MM-DD as text: `as_of`. Prefilled with the round's day.
- `progress`, `problem`, `next`, free words: for STATE all three joined are `summary`; else the first two joined are
  `statement`, the third is `next` (see `joined` and `parted`).
- `cause`, one of CAUSES: `cause`; not for STATE.
- `why`, free words: `reason` with 未统计, 不涉及, 暂无官方数据 and where the row corrects a record; `confirmed` where a
  check asks 请核对. One text for all that apply.
- `evidence`: the first http(s) address in it is `evidence.url`, what is left `evidence.title`; where nothing is left,
  the address is the title too (see `evidence_of`).

`Scope.PART` (a member of a collective): `member` is the member's name; figures are parts. `reported_on` is the date
at the form's foot. A row whose cells are all empty or as they were prefilled is not answered: no record, no fault.
A row that says what its current record says is that record: no new one. A row of another day than its current record
is another report. Any other row with a current record is a correction of it (`corrects`), for which `why` is needed.
With a status that says there is no figure, `value` and `second` stay empty; `as_of` and `evidence` are needed.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from macros.records.progress import Basis, Cause, Evidence, Report, State, Unavailable
from macros.records.targets import Measure, Op, Target, number


class Kind(StrEnum):
    """How a request is answered."""

    NUMBER = "number"
    COVERAGE = "coverage"
    HELD = "held"
    BENCHMARK = "benchmark"
    STATE = "state"


class Scope(StrEnum):
    """Whose figure is asked for: the whole district's, the recipient's own part, or the recipient says which."""

    WHOLE = "whole"
    PART = "part"
    EITHER = "either"


COUNTED, FIRST = "已统计（含0）", "初步数（含0）"
STATUSES = (COUNTED, FIRST, Unavailable.NOT_COLLECTED.value, Unavailable.NOT_APPLICABLE.value, "暂无官方数据")
"""Whether there is a figure; the last three are the record's words for why there is none."""
HELD = {"已举办": True, "未举办": False}
STATES = tuple(state.value for state in State)
BASES = {"本年新增": Basis.NEW, "上次报告后新增": Basis.INTERVAL, "实施期累计": Basis.CUMULATIVE}
SCOPES = {"全区的数": False, "只是本单位的数": True}
CAUSES = tuple(cause.value for cause in Cause)
PROBLEM, NEXT = "存在问题：", "下一步打算："

KEYS = (
    "status", "value", "second", "scope", "basis", "as_of", "progress", "problem", "cause", "next", "why", "evidence",
)  # fmt: skip
"""The columns that can be written in, in the order of the form."""

_ADDRESS = re.compile(r"https?://[^\s\"'<>，。；、（）]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell that can be written in.

    Attributes:
        needed: it has to hold something where the row is answered and has a figure.
        options: the only words allowed; empty for free ones.
        given: what it holds before anybody has written; "" for nothing.
        digits: a number is asked for.
    """

    needed: bool = False
    options: tuple[str, ...] = ()
    given: str = ""
    digits: bool = False


def kind_of(target: Target | None) -> Kind:
    """How a target's figure, or for None a task's state, is answered."""
    if target is None:
        return Kind.STATE
    kinds = {Op.FULL_COVERAGE: Kind.COVERAGE, Op.YEARLY_EVENT: Kind.HELD, Op.ABOVE_BENCHMARK: Kind.BENCHMARK}
    return kinds.get(target.op, Kind.NUMBER)


def summable(target: Target) -> bool:
    """Whether the parts of several reporters add up to its figure."""
    return target.op not in (Op.YEARLY_EVENT, Op.ABOVE_BENCHMARK) and target.unit != "%"


def bases(target: Target | None) -> tuple[str, ...]:
    """From which days on its figure can be counted; empty for what does not add up."""
    if target is None or not (target.measure is Measure.FLOW or (target.yearly and target.op.numeric)):
        return ()
    return tuple(word for word, basis in BASES.items() if not (target.yearly and basis is Basis.CUMULATIVE))


def cells(kind: Kind, scope: Scope, target: Target | None, as_of: datetime.date) -> Mapping[str, Cell]:
    """The cells of one request, in the order of the columns."""
    value = {Kind.HELD: tuple(HELD), Kind.STATE: STATES}.get(kind, ())
    found = {"value": Cell(needed=True, options=value, digits=not value)}
    if kind is not Kind.STATE:
        found["status"] = Cell(needed=True, options=STATUSES, given=COUNTED)
        found["cause"] = Cell(options=CAUSES)
    if kind in (Kind.COVERAGE, Kind.BENCHMARK):
        found["second"] = Cell(needed=True, digits=True)
    if scope is Scope.EITHER:
        found["scope"] = Cell(needed=True, options=tuple(SCOPES))
    if words := bases(target):
        found["basis"] = Cell(options=words, given=words[0])
    found["as_of"] = Cell(needed=True, given=as_of.isoformat())
    found["progress"] = Cell(needed=kind is Kind.STATE)
    found |= {"problem": Cell(), "next": Cell(), "why": Cell(), "evidence": Cell(needed=True)}
    return {key: found[key] for key in KEYS if key in found}


def joined(progress: str, problem: str = "", next_: str = "") -> str:
    """Progress, problem and what comes next as one text of a record; the reverse of `parted`."""
    said = [progress.strip()]
    said += [label + text.strip() for label, text in ((PROBLEM, problem), (NEXT, next_)) if text.strip()]
    return "\n".join(part for part in said if part)


def parted(text: str) -> tuple[str, str, str]:
    """A record's text as progress, problem and what comes next; the reverse of `joined`."""
    rest, _, next_ = text.partition("\n" + NEXT) if not text.startswith(NEXT) else ("", "", text.removeprefix(NEXT))
    if rest.startswith(PROBLEM):
        return "", rest.removeprefix(PROBLEM), next_
    progress, _, problem = rest.partition("\n" + PROBLEM)
    return progress, problem, next_


def evidence_words(evidence: Evidence | None) -> str:
    """Evidence as it stands in its cell."""
    if evidence is None:
        return ""
    return evidence.title if evidence.url in (None, evidence.title) else f"{evidence.title} {evidence.url}"


def evidence_of(text: str) -> tuple[str, str | None]:
    """Title and address of what stands in the cell for evidence; the reverse of `evidence_words`."""
    found = _ADDRESS.search(text)
    if found is None:
        return text.strip(), None
    title = f"{text[: found.start()].rstrip()} {text[found.end() :].lstrip()}".strip()
    return title or found.group(), found.group()


def answer(kind: Kind, report: Report) -> dict[str, str]:
    """What the cells of a row hold that says what a record says; without those that hold nothing.

    What no cell asks for (joint_with, verification, archive, cause without statement) is not told.
    """
    found = {"as_of": report.as_of.isoformat() if report.as_of else "", "evidence": evidence_words(report.evidence)}
    if kind is Kind.STATE:
        found["value"] = report.state or ""
        found["progress"], found["problem"], found["next"] = parted(report.summary or "")
    else:
        figures = {Kind.COVERAGE: (report.covered, report.total), Kind.BENCHMARK: (report.value, report.benchmark)}
        first, second = figures.get(kind, (report.value, None))
        found["status"] = report.unavailable or (FIRST if report.provisional else COUNTED)
        found["value"] = "" if first is None else number(first)
        found["second"] = "" if second is None else number(second)
        if report.held is not None:
            found["value"] = next(word for word, held in HELD.items() if held is report.held)
        found["scope"] = next(word for word, part in SCOPES.items() if part is bool(report.part))
        found["basis"] = next((word for word, basis in BASES.items() if basis is report.basis), "")
        found["progress"], found["problem"], _ = parted(report.statement or "")
        found["cause"], found["next"] = report.cause or "", report.next or ""
    found["why"] = report.reason or report.confirmed or ""
    return {key: str(text) for key, text in found.items() if text}
