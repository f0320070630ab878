"""What can become of a target, and the rules by which it is found, in the words that are published."""

from __future__ import annotations

from macros.records.base import Gloss

RULES = (
    "只写了数的，达到或超过这个数即为达到；“超过”必须大于这个数；区间达到下限即为达到，超过上限时说明。",
    "逐年计算的目标，每年都达到为“达到”，有的年份达到为“部分年份达到”，没有一年达到、有的年份已经判定没有达到为“未达到”。",
    "以整个时期为期限的目标，按实施期各年分别判定；与另一个数对照的，每年要有两个数。",
    "全覆盖要有总数和已覆盖数，两数相等为达到；总数不能是 0。",
    "原文未载明期限的，按整个实施期计算，并注明。",
    "报告的数是到截至日期那一天的数。已经达到的就是达到；还没有达到的，要有截至期末的数才能判定。",
    "期末是：逐年计算的目标，当年 12 月 31 日；各年相加的目标，各年 12 月 31 日；其余的目标，实施期最后一天。",
    "一年报几次的，以截至日期最近的一次为准，各次都列出；写明是本期数的，加在上一次的数上；几个单位各报一部分的，各部分相加一次。",
    "各年相加的目标，写明是累计数的，以最近一次累计数为准，只加其后各年的当年数。",
    "还没有达到、又不能判定的，写“未报告”，不写“未达到”；只因为没有数而不能判定的，写“无数据”。",
    "初步数可以说明已经达到，不能说明没有达到。",
    "经其他单位核实、与报告的数不同的，两个数都列出，按核实的数判定。",
    "0 是数，照样判定；没有报告不是 0；“暂无官方数据”“不涉及”“未统计”也不是 0。",
    "没有目标指标的任务，只列各责任单位自己报告的进展：有报告的单位说法一致的，照写；不一致的，写“推进中”。",
    "更正和撤回都不覆盖原报告。更正的，以更正后的为准；撤回的，不再计算。",
)
"""How a result is found, in the words that site and print publish."""


class Result(Gloss):
    """What became of a target. The mark stands beside the colour wherever one is used."""

    MET = ("met", "达到", "报告的数达到原文的要求")
    PARTLY_MET = ("partly_met", "部分年份达到", "逐年计算的目标，有的年份达到，其余年份没有达到、没有报告或者不能判定")
    NOT_MET = ("not_met", "未达到", "期末的数没有达到要求；逐年计算的，没有一年达到，而且有的年份已经判定没有达到")
    REPORTED = ("reported", "已报告", "原文写“力争”“争创”的目标，有报告而没有达到；只列报告，不判未达到")
    UNDER_WAY = ("under_way", "推进中", "实施期还没有结束，已有报告，还没有达到")
    UNAVAILABLE = (
        "unavailable",
        "无数据",
        "责任单位报告没有数（暂无官方数据、不涉及或未统计），写明了原因；不是 0，也不是未报告",
    )
    NOT_REPORTED = ("not_reported", "未报告", "没有报告，或者报告的数不能判定；不当作 0，也不当作未达到")

    @property
    def mark(self) -> str:
        """A sign that tells the results apart without colour."""
        marks = {"met": "✓", "partly_met": "◐", "not_met": "×", "reported": "○", "under_way": "…", "unavailable": "□"}
        return marks.get(self.value, "–")
