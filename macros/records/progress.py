"""Progress records: what a responsible body reported, when, and on what evidence.

Zero is a number; absent means not reported. Nothing replaces anything: a correction or a withdrawal
names the record it speaks of and says why, and both stay. The whole model, beside the terms of IATI
and SDMX, is data/README.md.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field

from macros.records.address import Address
from macros.records.base import Figure, Gloss, Record, Text
from macros.records.problem import Location

Day = Annotated[datetime.date, Field()]
# `task: 6` is a number to YAML: as text, a rule can say which task is meant.
Id = Annotated[Text, BeforeValidator(lambda v: f"{v:f}" if isinstance(v, Decimal) else v)]


HOW_TO_REPORT = (
    "写明：目标或任务、数（没有目标指标的任务写进展）、截至日期、报告日期、依据材料（名称，能公开的附网址）。",
    "没有依据的数不登；0 要写 0，不知道就不写。",
    "每年举办的活动写是否举办；全覆盖写已覆盖数和总数；与全省平均相比的写本区和全省两个数。",
    "一年可以报几次（上半年、季度、年终），每次都是一条报告，不是更正。",
    "各年相加的数，写明是当年数（从 1 月 1 日算起）、累计数（从实施期开始算起）还是本期数（从上一次报告之后算起）。",
    "确实没有数的，写“暂无官方数据”“不涉及”或“未统计”，并写明原因和依据。",
    "要改已报的数，不改原来的记录，另报一条更正并写明原因；整条报错了的，另报一条撤回。原来的记录都会保留。",
)
"""What a report has to say, in the words that site and print publish."""


class State(Gloss):
    """How far a task is, in the reporting body's own judgement. The words are those in the files."""

    NOT_STARTED = ("未开展", "未开展", "责任单位报告还没有开展")
    UNDER_WAY = ("推进中", "推进中", "责任单位报告正在开展")
    DONE = ("已完成", "已完成", "责任单位报告已经完成")


class Basis(Gloss):
    """From which day on a figure that adds up over the years was counted."""

    NEW = ("new", "当年数", "从当年 1 月 1 日到截至日期")
    CUMULATIVE = ("cumulative", "累计数", "从实施期开始到截至日期")
    INTERVAL = ("interval", "本期数", "从同一年上一次报告之后到截至日期")


class Unavailable(Gloss):
    """Why no figure can be had."""

    NO_OFFICIAL_DATA = ("暂无官方数据", "暂无官方数据", "有权发布的机关没有发布这个数")
    NOT_APPLICABLE = ("不涉及", "不涉及", "这件事在本区不存在，不可能有数")
    NOT_COLLECTED = ("未统计", "未统计", "事情有，但没有统计过")

    @property
    def code(self) -> str:
        """The observation status of SDMX (CL_OBS_STATUS): missing, cannot exist, not collected."""
        return {"不涉及": "M", "未统计": "L"}.get(self.value, "O")


class Cause(Gloss):
    """Why a promise was not kept, or kept late, as the reporting body codes it."""

    FUNDS = ("资金", "资金", "资金没有落实或者不足")
    STAFF = ("人员", "人员", "人员不足或者变动")
    POLICY = ("政策调整", "政策调整", "上级政策、项目或者评审有变化")
    EPIDEMIC = ("疫情", "疫情", "疫情防控期间无法开展")
    DEFINITION = ("统计口径变化", "统计口径变化", "数的算法或者范围变了，前后不能直接相比")
    OTHER = ("其他", "其他", "不属于以上各类，见说明")


class Method(Gloss):
    """How a figure was verified. A figure without verification is 自报, said by the body only."""

    PAPERS = ("查阅资料", "查阅资料", "核对了依据材料的原件")
    TELEPHONE = ("电话核查", "电话核查", "打电话问过当事的单位或者个人")
    ON_SITE = ("现场核实", "现场核实", "到现场看过")


class Evidence(Record):
    """What a record rests on.

    Attributes:
        title: a document's title.
        url: its public address, if it has one.
        archive: address of a copy made by somebody else, for when `url` goes offline.
        file: a copy of ours, a path below data/evidence/; then `sha256`, of its bytes.
    """

    title: Text
    url: Address | None = None
    archive: Address | None = None
    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9_./-]*$")] | None = None
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None


class Verification(Record):
    """Somebody else looked: how, who, when, and what was found.

    Attributes:
        by: full name of the body that verified; never the one that reported.
        value, covered, total, held: what was found, as in the report; absent where it agrees.
        note: the finding in words.
    """

    method: Method = Field(strict=False)
    by: Text
    checked_on: Day
    value: Figure | None = None
    covered: Figure | None = None
    total: Figure | None = None
    held: bool | None = None
    note: Text | None = None


class Report(Record):
    """One report, of a target's figure or of a task's state, true on one day of one year.

    Attributes:
        id: the year, then letters; never reused. Letters follow the year, or a spreadsheet reads a date.
        target: a target's id; then one of value, held, covered with total, or unavailable.
        task: a task's id; then state and summary.
        value: in the target's unit; for `above_benchmark`, beside `benchmark`.
        held: whether all events that the target's sentence names were held that year.
        covered: how many of `total` are covered.
        unavailable: no figure can be had; then `reason`.
        basis: from which day on the figure counts; absent for levels.
        provisional: the figure is a first one, to be replaced by a final one.
        part: the figure is only this body's own; the parts of all bodies add up.
        member: which member of a collective reported; its figure is a part.
        joint_with: full names of the bodies that signed the same figure.
        as_of: the day the figure or state was true.
        reported_on: the day it was reported.
        published_on: the day it first stood on the site, where the repository's history cannot tell.
        statement: the body's own words on this target; `cause` codes why, `next` says what comes.
        verification: what somebody else found.
        confirmed: why a figure that can hardly be true is true all the same.
        corrects: the id of the record that this one corrects; then `reason`.
        withdraws: the id of the record that this one takes back; then `reason`, and nothing else.
    """

    id: Annotated[
        str,
        BeforeValidator(lambda v: f"{v:f}" if isinstance(v, Decimal) else v),
        Field(pattern="^20[0-9]{2}-[a-z][a-z0-9]*(-[a-z0-9]+)*$"),
    ]
    target: Id | None = None
    task: Id | None = None
    value: Figure | None = None
    benchmark: Figure | None = None
    covered: Figure | None = None
    total: Figure | None = None
    held: bool | None = None
    unavailable: Annotated[Unavailable | None, Field(strict=False)] = None
    basis: Annotated[Basis | None, Field(strict=False)] = None
    provisional: bool | None = None
    part: bool | None = None
    member: Text | None = None
    joint_with: list[Text] | None = None
    state: Annotated[State | None, Field(strict=False)] = None
    summary: Text | None = None
    as_of: Day | None = None
    reported_on: Day
    published_on: Day | None = None
    evidence: Evidence | None = None
    note: Text | None = None
    statement: Text | None = None
    cause: Annotated[Cause | None, Field(strict=False)] = None
    next: Text | None = None
    verification: Verification | None = None
    confirmed: Text | None = None
    corrects: Id | None = None
    withdraws: Id | None = None
    reason: Text | None = None

    @property
    def about(self) -> str:
        """The id of the target or task it speaks of; "" for a withdrawal."""
        return self.target or self.task or ""

    def judged(self, field: str) -> Decimal | None:
        """The figure that is compared: what somebody else found, else what was reported."""
        seen = getattr(self.verification, field, None)
        value: Decimal | None = seen if seen is not None else getattr(self, field)
        return value

    def place(self, field: str) -> Location:
        """Where that figure is written."""
        found = getattr(self.verification, field, None) is not None
        return self.at("verification", field) if found else self.at(field)

    @property
    def is_part(self) -> bool:
        """Whether other bodies' figures have to be added to this one."""
        return bool(self.part or (self.member and self.target))

    @property
    def day(self) -> datetime.date:
        """The day it was true; for a withdrawal, the day it was reported."""
        return self.as_of or self.reported_on


class ReportFile(Record):
    """One body's records for one year: data/progress/<year>/<slug>.yml.

    Attributes:
        demo: the figures are made up; such files live only below tests/.
        body: the body's full name.
    """

    demo: bool = False
    body: Text
    records: list[Report]
