"""The first sheet: how to fill the form, in sentences that are true of this very form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlsxwriter.worksheet import Worksheet

from macros.forms.layout import DEMO, NOT_STATISTICS, OTHERS, SHEET, printed_mark
from macros.forms.style import LINE_HEIGHT, Style, lines
from macros.judged.asked import Form
from macros.judged.cells import COUNTED, FIRST, Kind, Scope
from macros.records.progress import Unavailable

WIDE = 88
"""The column of sentences, in digits of the standard font."""


def zero() -> str:
    """How a result of nothing is told from no figure: other forms have other customs."""
    none = "”“".join(word.value for word in Unavailable)
    return (
        "有的表写 0 表示没有数，有的表写“—”表示零，本表不这样写："
        f"统计过、结果是零的，选“{COUNTED}”，写 0；"
        f"没有数的，选“{none}”之一，写明原因，不写 0，也不写“—”“/”“无”。"
    )


def sentences(form: Form) -> Iterator[str]:
    """What whoever fills the form has to know, in the order of need."""
    kinds = {request.kind for request in form.asked}
    keys = {key for request in form.asked for key in request.cells}
    figures = kinds - {Kind.STATE}
    due = form.round.due_on.isoformat()
    yield f"这是{NOT_STATISTICS}。要填的是截至 {form.round.as_of.isoformat()} 的情况，共 {len(form.asked)} 行。"
    if form.derived:
        yield f"没有另定的报送日期。网站按 {due} 计算没有报的已过几天。"
    else:
        yield f"请在 {due} 前报回。"
    yield f"只填“{SHEET}”里白底有框的格，灰底的不用填。已经写上的，与实际不同才改。必填的共 {form.needed} 格。"
    if figures:
        yield zero()
        yield f"数只写数字，如 1200、12.5：不写单位、逗号、“约”“万”；15% 写 15。还会改的初步数，选“{FIRST}”。"
    if "basis" in keys:
        since = "“上次报告后新增”从同一年上一次报告之后算起，“实施期累计”从实施期第一年算起"
        yield f"从哪天算起：“本年新增”从当年 1 月 1 日算起，{since}。"
    if "scope" in keys:
        yield "范围：几个单位都可以填的数，只由一个单位填“全区的数”；要不就各填“只是本单位的数”，收齐后相加。"
    if any(request.scope is Scope.PART for request in form.asked):
        yield f"每个成员单位各填一份，数只写本单位的；各份都收齐，才相加成“{form.body.name}”的数。"
    if Kind.COVERAGE in kinds:
        yield "全覆盖的指标，“本期”写已覆盖的个数，“总数或对照数”写应覆盖的总数。"
    if Kind.BENCHMARK in kinds:
        yield "与另一个数对照的指标，“本期”写本区的数，“总数或对照数”写对照的数。"
    if Kind.HELD in kinds:
        yield "每年举办的活动，原文列出的都办了才选“已举办”。"
    if Kind.STATE in kinds:
        yield "任务进展：“本期”选未开展、推进中或已完成，“进展情况”写做了什么。"
    yield "截至日期写成 2025-12-31 这样，已按本次要求写上；数是别的日子的，改成那一天。"
    yield "每行要有佐证材料：名称、文号或者网址，至少写一样。"
    if any(request.current for request in form.asked):
        yield "本次已经报过的，已经写在格里；要改就直接改，并在“没有数、更正或核对的原因”里写原因。原来的记录会保留。"
    if form.shown:
        yield f"“{OTHERS}”一张列出同样任务里由其他单位填报的，只供对照，不用填。"
    if form.arranged:
        yield f"由谁填哪一行，是{form.arranged}。"
    yield "右边“检查”一列随填随查：“可以”是没有发现问题，“要改”写明哪里不对，“未填”是还没有动过。收表时还会再查一遍。"
    yield "各行填的内容会公开；表尾的姓名、电话只供内部联系，不公开。不要在各行里写个人的电话和证件号码。"
    yield "填好后打印、签字、盖章，连同电子表一起报回。不要增删行列、改表头，不要把几份拼成一份，或者把一份分成几份。"


def guide(sheet: Worksheet, style: Style, form: Form | None, forms: Sequence[Form] = ()) -> None:
    """Fill the first sheet.

    Args:
        sheet: an empty sheet.
        style: the workbook's formats.
        form: the recipient's; None in the workbook that holds all of `forms`.
        forms: all of a round.
    """
    first = form or forms[0]
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, WIDE)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, f"填报说明　{first.round.title}{f'　{DEMO}' if first.demo else ''}", style.title)
    if form is not None:
        sheet.write_string(1, 0, f"填报单位：{form.title}", style.strong)
        said = list(sentences(form))
    else:
        sheet.write_string(1, 0, f"{first.round.title}全部填报表，共 {len(forms)} 份，供查阅和打印", style.strong)
        said = ["报回用各单位自己的那一份，不用这一份。", *(f"{each.title}：{len(each.asked)} 行" for each in forms)]
    for number, words in enumerate(said, start=1):
        sheet.set_row(number + 1, LINE_HEIGHT * lines(words, WIDE) + 5)
        sheet.write_string(number + 1, 0, f"{number}.", style.text)
        sheet.write_string(number + 1, 1, words, style.text)
    mark = printed_mark(form) if form else first.round.id
    style.page(sheet, f"填报说明　{first.round.title}", mark, landscape=False)
    sheet.protect("")
