"""What changed between two releases, each change one Chinese sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from macros.records.base import Gloss


class Kind(Gloss):
    """What a change is about; in the order in which they are told."""

    NEW = ("new", "新报", "以前没有数、这次有了")
    LATER = ("later", "新的数", "以前有数，这次又报一次")
    UNAVAILABLE = ("unavailable", "报告没有数", "责任单位报告没有数，写明了原因")
    STATE = ("state", "任务进展", "责任单位自己报告的进展")
    CORRECTION = ("correction", "更正", "更正已经报的")
    WITHDRAWAL = ("withdrawal", "撤回", "撤回已经报的")
    VERIFICATION = ("verification", "核实", "别的单位核实")
    STATEMENT = ("statement", "单位说明", "责任单位自己的话")
    EDITED = ("edited", "补写或改动的记录", "已有的记录补写或者改了")
    REMOVED = ("removed", "删去的记录", "以前有、现在没有的记录")
    OUTCOME = ("outcome", "结果", "目标的结果变了")
    TASK = ("task", "任务状态", "没有目标指标的任务，状态变了")
    DUE = ("due", "报送情况", "哪个单位还缺什么，变了")
    BODY = ("body", "单位", "单位的资料改了")
    TARGET = ("target", "目标指标", "目标的资料改了")
    PLAN = ("plan", "方案", "方案原文的资料改了")
    SETTING = ("setting", "设置", "版本说明或者网址改了")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change.

    Attributes:
        about: id of the record, target, task or body; "" where there is none.
        words: the change in one line of plain text.
    """

    kind: Kind
    about: str
    words: str


def _one_line(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Everything that differs between two releases.

    Attributes:
        changes: by kind, in the order of `Kind`.
        days: the days that the two are judged on.
        results: how many targets went from one result's label to another's, by the two labels.
        tables: titles of the open data that differ.
        sources: the data files that differ.
        pages: titles of the pages that differ; None where they were not looked at.
        demo: one of the two has made-up progress.
    """

    changes: Sequence[Change]
    days: tuple[str, str]
    results: Sequence[tuple[str, str, int]]
    tables: Sequence[str]
    sources: Sequence[str]
    pages: Sequence[str] | None = None
    demo: bool = False

    def __bool__(self) -> bool:
        return bool(self.changes or self.results or self.tables or self.sources or self.pages)

    def of(self, *kinds: Kind) -> list[Change]:
        """The changes of some kinds."""
        return [change for change in self.changes if change.kind in kinds]

    @cached_property
    def totals(self) -> str:
        """What the changes come to, in one line; "" where they come to nothing."""
        said = [f"{len(self.pages)} 个页面变化"] if self.pages else []
        said += [f"{count} 项结果由‘{old}’变为‘{new}’" for old, new, count in self.results]
        return "；".join(said)

    @cached_property
    def lines(self) -> list[str]:
        """The whole as lines of plain text; no line of it holds a line break of somebody's."""
        first, second = self.days
        lines = ["演示数据（虚构），与实际工作无关。"] if self.demo else []
        if first != second:
            lines.append(f"两份数据判定的日期不同：{first} 和 {second}。")
        if not self:
            return [*lines, "没有变化。"]
        for kind in Kind:
            if found := self.of(kind):
                lines += [f"{kind.label}（{len(found)}）", *(f"  {_one_line(change.words)}" for change in found)]
        if self.totals:
            lines.append(f"合计：{self.totals}。")
        for heading, names, note in (
            ("页面", self.pages or (), "，页眉页脚不算"),
            ("开放数据", self.tables, ""),
            ("数据文件", self.sources, ""),
        ):
            if names:
                lines.append(f"有变化的{heading}（{len(names)}{note}）：{'、'.join(map(_one_line, names))}")
        return lines

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines) + "\n"

    def markdown(self, most: int = 60_000) -> str:
        """The same for a forge: in a fence, where nobody's words are links, names or pictures.

        Args:
            most: characters; a forge refuses a longer comment. What is left out is said.
        """
        kept = self.text
        if len(kept) > most:
            rest = "（太长，下面的没有列出；在自己的机器上运行 make changes 看全部）"
            kept = f"{kept[:most].rpartition(chr(10))[0]}\n{rest}\n"
        fence = "~~~"
        while fence in kept:
            fence += "~"
        return f"## 这次改动的内容\n\n{fence}text\n{kept}{fence}\n"
