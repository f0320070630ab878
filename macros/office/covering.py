"""The note that goes out with a round's forms: an editable Word file. What no file says is left to be written."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from macros.forms.layout import DEMO, GUIDE, NOT_STATISTICS, SHEET, file_of
from macros.judged.asked import Form
from macros.office.bulletin import chinese
from macros.office.word import Blank, Block, Grid, Heading, Paragraph, Text, docx


def covering(plan: str, forms: Sequence[Form]) -> bytes:
    """The note of a round.

    Args:
        plan: the plan's title.
        forms: all forms of the round; at least one.
    """
    first = forms[0]
    asked = first.round
    rows, cells = sum(len(form.asked) for form in forms), sum(form.needed for form in forms)
    blocks: list[Block] = [
        Blank("主送单位"),
        Paragraph(f"现将《{plan}》{asked.title}填报表发给你们，请填报截至{chinese(asked.as_of)}的情况。"),
        Heading("一、填什么"),
        Paragraph(f"共 {len(forms)} 份填报表、{rows} 行，必填的格 {cells} 个。本表是{NOT_STATISTICS}。"),
    ]
    if first.arranged:
        blocks.append(Paragraph(f"由哪个单位填哪一行，是{first.arranged}。"))
    blocks += [
        Heading("二、怎么填"),
        Paragraph(f"各单位只填自己的一份。先看“{GUIDE}”，再填“{SHEET}”里白底有框的格，右边“检查”一列随填随查。"),
        Heading("三、什么时候报、报给谁"),
        Blank("报送期限") if first.derived else Paragraph(f"请于{chinese(asked.due_on)}前报送。"),
        Paragraph("填好后签字、盖章，连同电子表一起报送。"),
        Blank("联系人、电话、邮箱"),
        Heading("附：填报表"),
        Grid(["填报单位", "文件", "行数"], [[f.title, file_of(f), str(len(f.asked))] for f in forms], [5, 9, 1]),
        Blank("发文机关署名", last=True),
        Blank("成文日期", last=True),
    ]
    made = datetime.datetime.combine(asked.as_of, datetime.time(), tzinfo=datetime.UTC)
    return docx(
        Text(
            title=f"关于报送{asked.title}实施情况的函",
            above=[Blank("发文字号", last=True)],
            blocks=blocks,
            mark=DEMO if first.demo else "",
            timestamp=int(made.timestamp()),
        )
    )
