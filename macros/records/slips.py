"""Slips of the hand in a data file, seen line by line, each with the one remedy that works.

A parser reports most of them in the line after, or not at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from macros.records.problem import Location, Mend, Problem

# The Radicals Supplement has no decomposition in Unicode; these are the forms that PDFs give for whole
# characters. Source: Unicode, EquivalentUnifiedIdeograph.txt.
_SUPPLEMENT = dict(
    zip(
        "⺁⺄⺆⺇⺈⺊⺋⺌⺍⺏⺒⺓⺔⺗⺘⺙⺛⺝⺟⺠⺡⺣⺤⺥⺩⺪⺫⺭⺮⺯⺱⺲⺶⺷⺸⺹⺺⺻⺼⺽⺾⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "厂乙冂几刀卜㔾小小尢巳幺彑心扌攵旡月母民氵灬爫爫王疋目示竹糹网网羊羊羊老肀聿肉臼艹艹虎衤覀西见角角讠贝足车辶辶辶邑钅長镸长门阝雨青韦页风飞食饣马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
_COMPATIBLE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_ODD_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")
KEYS = {
    **dict.fromkeys(("编号", "记录编号"), "id"),
    **dict.fromkeys(("目标", "目标编号", "指标"), "target"),
    **dict.fromkeys(("任务", "任务编号", "任务号"), "task"),
    **dict.fromkeys(("数值", "数", "数量", "完成数", "完成值", "值", "实际值"), "value"),
    **dict.fromkeys(("对照", "对照数", "对照值", "全省平均"), "benchmark"),
    **dict.fromkeys(("已覆盖", "已覆盖数", "覆盖数", "覆盖"), "covered"),
    **dict.fromkeys(("总数", "共", "合计"), "total"),
    **dict.fromkeys(("是否举办", "举办", "已举办"), "held"),
    **dict.fromkeys(("状态", "进展", "进度"), "state"),
    **dict.fromkeys(("概述", "总结", "内容", "工作情况", "进展情况"), "summary"),
    **dict.fromkeys(("截至日期", "截止日期", "截至", "截止", "数据日期"), "as_of"),
    **dict.fromkeys(("报告日期", "上报日期", "报送日期", "填报日期"), "reported_on"),
    **dict.fromkeys(("公开日期", "发布日期"), "published_on"),
    **dict.fromkeys(("依据", "依据材料", "证明材料", "材料", "佐证材料"), "evidence"),
    **dict.fromkeys(("标题", "名称", "材料名称"), "title"),
    **dict.fromkeys(("网址", "链接", "地址"), "url"),
    **dict.fromkeys(("备注", "说明"), "note"),
    **dict.fromkeys(("更正", "更正记录"), "corrects"),
    **dict.fromkeys(("撤回", "撤回记录"), "withdraws"),
    **dict.fromkeys(("原因", "理由", "更正原因"), "reason"),
    **dict.fromkeys(("单位", "责任单位", "单位名称"), "body"),
    **dict.fromkeys(("记录", "报告"), "records"),
    **dict.fromkeys(("单位说明",), "statement"),
    **dict.fromkeys(("下一步", "下一步打算"), "next"),
}
"""Field names as people write them in Chinese, to those of the files."""

_KEY = re.compile(r"(\s*(?:- +)*)([A-Za-z_\u4e00-\u9fff][A-Za-z_\u4e00-\u9fff -]*?)(\s*[:：])(.*)$")
_BULLET = re.compile(r"(\s*)([－–—−•·●○＊*])\s*(?=[A-Za-z_\u4e00-\u9fff]+\s*[:：])")
_FLOW = re.compile(r"(\s*(?:- +)*(?:evidence|verification): +)([{｛].*)$")
_MARKS = {"＃": ("备注号用了全角“＃”", "改成半角 #", "#"), "//": ("备注要以 # 开头，不是 //", "把 // 改成 #", "#")}


def plain_ideograph(char: str) -> str:
    """The character that a radical or compatibility form stands for; "" where it is none."""
    if not _COMPATIBLE.match(char):
        return ""
    other = _SUPPLEMENT.get(char) or unicodedata.normalize("NFKC", char)
    return other if other != char else ""


def _characters(line: str, file: str, number: int) -> Iterator[Problem]:
    """Radicals that look like characters, and spaces that are none."""
    for char in dict.fromkeys(_COMPATIBLE.findall(line)):
        at = Location(file, number, line.index(char) + 1)
        good = plain_ideograph(char)
        wrong = f"“{char}”（U+{ord(char):04X}）是从 PDF 复制来的部首或兼容字，按平常的字查不到"
        yield Problem(at, wrong, f"换成“{good}”" if good else "换成平常的字", Mend(char, good) if good else None)
    for match in _ODD_SPACE.finditer(line):
        before = line[: match.start()]
        if not before.strip():
            continue  # the indent has a message of its own
        where = "冒号后面" if before.rstrip().endswith(":") else "文字里"
        wrong = f"{where}有不换行空格（U+{ord(match.group()):04X}），看上去与半角空格一样"
        at = Location(file, number, match.start() + 1)
        yield Problem(at, wrong, "删掉它，改成半角空格", Mend(match.group(), " "))


def _quoted(text: str) -> str:
    return f"'{text}'" if '"' in text else f'"{text}"'


def _flow(line: str, file: str, number: int, fields: Collection[str]) -> Iterator[Problem]:
    """A bracketed record written in one line: commas, colons and brackets in its texts need quotes."""
    match = _FLOW.match(line)
    if not match:
        return
    flow = match.group(2).rstrip()
    at = Location(file, number, match.end(1) + 1)
    inner = flow[1:].removesuffix("}").removesuffix("｝")
    names = "|".join(sorted(map(re.escape, (*fields, *KEYS)), key=len, reverse=True))
    parts = re.split(rf"\s*[,，;；]\s*(?=(?:{names})\s*[:：])", inner)
    pairs, why = [], []
    for part in parts:
        pair = re.match(rf"\s*({names})\s*([:：])\s*(.*?)\s*$", part)
        if not pair:
            return
        key, text = KEYS.get(pair.group(1), pair.group(1)), pair.group(3)
        whole = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" and text[0] not in text[1:-1]
        if not whole and re.search(r"[,，]\s*[a-z_]+\s*:", text):
            return  # a field that nobody knows: the reader says so, and a comma is no fault of the text
        found = re.search(r"[,\[\]{}]|:(?= |$)| #|^[#&*!|>'\"%@`?]", text)
        if not whole and found:
            why.append(f"“{key}”的值里有“{found.group().strip()}”")
            text = _quoted(text)
        pairs.append(f"{key}: {text}")
    good = "{" + ", ".join(pairs) + "}"
    if not why and not re.search("[｛｝]|[，；：]", re.sub("\"[^\"]*\"|'[^']*'", "", flow)) and flow.endswith("}"):
        return
    if not why and good == flow:
        return
    if re.search("[｛｝]", flow):
        why.append("花括号用了全角")
    elif not flow.endswith("}"):
        why.append("花括号没有配对")
    if not why:
        if re.sub(r"\s", "", good) == re.sub(r"\s", "", flow):
            return
        why.append("花括号里用了全角标点或者中文的字段名")
    yield Problem(at, "，".join(why), f"写成 {good}", Mend(flow, good))


_NO_COLON = re.compile(r"(\s*(?:- +)*)([a-z_]+|[\u4e00-\u9fff]{1,6})(\s*[；;=＝]\s*|\s+)(?=[^\s=；;:])(.*?)\s*$")


def _no_colon(line: str, file: str, number: int, fields: Collection[str]) -> Iterator[Problem]:
    """A field's name and its value with another sign, or a blank, where the colon should be."""
    match = _NO_COLON.match(line)
    key = match[2] if match else ""
    if not match or (key not in fields and not (key in KEYS and match[3].strip())):
        return
    good = KEYS.get(key, key)
    wrong = f"“{key}”后面是“{match[3].strip()}”，不是半角冒号" if match[3].strip() else f"“{key}”后面少了半角冒号"
    at = Location(file, number, len(match[1]) + len(key) + 1)
    yield Problem(at, wrong, f"写成“{good}: {match[4]}”", Mend(f"{key}{match[3]}", f"{good}: "))


def line_slips(text: str, file: str, fields: Collection[str]) -> Iterator[Problem]:
    """What can be seen in single lines before any parsing.

    Args:
        text: the file's text.
        file: its name in problems.
        fields: the field names that the data knows.
    """
    block = -1  # the indent of the key whose text stands in the lines below, as after `summary: |`
    for number, line in enumerate(text.split("\n"), start=1):
        yield from _characters(line, file, number)
        indent = len(line) - len(line.lstrip(" "))
        bare = line.strip()
        if not bare or bare.startswith("#") or (block >= 0 and indent > block):
            continue
        block = indent if re.search(r":\s+[|>][+-]?\s*$", line) else -1
        at = Location(file, number, indent + 1)
        if mark := next((mark for mark in _MARKS if bare.startswith(mark)), ""):
            wrong, remedy, good = _MARKS[mark]
            yield Problem(at, wrong, remedy, Mend(mark, good))
            continue
        if bullet := _BULLET.match(line):
            wrong = f"列表的减号写成了“{bullet.group(2)}”"
            yield Problem(at, wrong, "改成半角减号加一个空格“- ”", Mend(bullet.group()[indent:], "- "))
            continue
        if dash := re.match(r"\s*-(?=[A-Za-z_]+\s*:)", line):
            yield Problem(at, "减号后面少了半角空格", "写成“- ”", Mend(dash.group().strip(), "- "))
            continue
        if not (match := _KEY.match(line)):
            yield from _no_colon(line, file, number, fields)
            continue
        lead, key, colon, rest = match.groups()
        key_at = Location(file, number, len(lead) + 1)
        if key in KEYS:
            good = KEYS[key]
            wrong = f"字段名“{key}”要写英文"
            old = f"{key}{colon}{' ' if rest.startswith(' ') else ''}"
            yield Problem(key_at, wrong, f"写成“{good}: {rest.strip()}”", Mend(old, f"{good}: "))
        elif "：" not in colon and key in fields and rest and rest[0] not in " /\u00a0":
            colon_at = Location(file, number, match.end(3))
            wrong = f"“{key}”的冒号后面少了半角空格"
            yield Problem(colon_at, wrong, f"写成“{key}: {rest}”", Mend(f"{key}{colon}", f"{key}: "))
        elif key in fields and (lost := re.match(r" +(#.*\S)", rest)):
            wrong = f"“{key}”的值以“#”开头，“#”后面的文字会丢失"
            good = _quoted(lost[1])
            remedy = f"是内容就加引号，写成 {good}；是数就去掉 #；是备注就另起一行"
            yield Problem(Location(file, number, match.end(3) + len(rest) - len(rest.lstrip()) + 1), wrong, remedy)
        else:
            yield from _flow(line, file, number, fields)


def indents(text: str, file: str) -> Iterator[Problem]:
    """Fields of a record that do not stand below its first one, once a parser has said that it cannot go on."""
    wanted, inner = -1, False
    for number, line in enumerate(text.split("\n"), start=1):
        match = re.match(r"( *)(- +)?([a-z_]+):(?: +(\S.*))?$", line)
        if not match:
            continue
        indent, value = len(match[1]), match[4]
        if match[2]:
            wanted, inner = indent + len(match[2]), not value
        elif wanted >= 0 and match[3] in ("body", "records", "demo") and indent == 0:
            wanted = -1
        elif wanted >= 0 and indent != wanted and not (inner and indent > wanted):
            wrong = f"缩进不对：“{match[3]}”前面有 {indent} 个空格，同一条的字段前面是 {wanted} 个"
            mend = Mend(f"{' ' * indent}{match[3]}", f"{' ' * wanted}{match[3]}")
            remedy = f"“{match[3]}”前面改成 {wanted} 个空格"
            yield Problem(Location(file, number, indent + 1), wrong, remedy, mend)
        else:
            inner = not value or (inner and indent > wanted)


def culprits(text: str, file: str) -> Iterator[Problem]:
    """The lines that a parser most likely stumbled over, once it has said that it cannot go on."""
    key_indent, block, last = 0, -1, ""
    for number, line in enumerate(text.split("\n"), start=1):
        indent, bare = len(line) - len(line.lstrip(" ")), line.strip()
        if not bare or bare.startswith("#") or (block >= 0 and indent > block):
            continue
        block = indent if re.search(r":\s+[|>][+-]?\s*$", line) else -1
        match = re.match(r"\s*(?:- +)*[A-Za-z_\u4e00-\u9fff]+:(?: +(.*?))?\s*$", line)
        if match is None:
            if not bare.startswith(("- ", "-", "]", "}", '"', "'", ",")) and indent <= key_indent and last:
                wrong = "这一行没有字段名"
                remedy = "是上一行文字的第二段，就接到上一行末尾，写成一行；是备注，就在前面加“# ”"
                yield Problem(Location(file, number, indent + 1), wrong, remedy)
            continue
        key_indent = indent + (len(bare) - len(bare.lstrip("- ")))
        last = value = match.group(1) or ""
        at = Location(file, number, match.start(1) + 1 if value else 1)
        if not value:
            continue
        within = value[1:-1].replace("''", "") if value[0] == "'" else re.sub(r"\\\\.", "", value[1:-1])
        quoted = value[0] in "\"'" and len(value) > 1 and value.endswith(value[0]) and value[0] not in within
        closed = (value[0], value[-1]) in (("{", "}"), ("[", "]"))
        if quoted or closed:
            continue
        good = _quoted(value)
        if value[0] in "\"'":
            if value.count(value[0]) == 1:
                good = value + value[0]
                yield Problem(at, "引号没有配对", f"写成 {good}", Mend(value, good))
            else:
                yield Problem(at, f"值以引号“{value[0]}”开头，引号后面还有字", f"写成 {good}", Mend(value, good))
        elif value.startswith("- "):
            yield Problem(at, "文字里不能分条，“- ”是另一条记录", "写成一段话，用分号隔开")
        elif re.search(r":(?: |$)", value):
            yield Problem(at, "文字里有半角冒号加空格“: ”", f"给整个值加引号，写成 {good}", Mend(value, good))
        elif value[0] in "@`%&*!|>[]{},?":
            yield Problem(at, f"值以“{value[0]}”开头", f"给整个值加引号，写成 {good}", Mend(value, good))
