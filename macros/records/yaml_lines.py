"""Strict YAML that remembers where every value stands.

`yaml.safe_load` is no door for data that officials edit: doubled keys vanish, `no` is False, `12:30`
is 750, a full-width space turns a file into one string, and text after ` #` is lost without a word.
Here all of that is a Problem with its line. Scalars become str, bool (`true`/`false` only), Decimal
(ASCII digits only) or date (YYYY-MM-DD); nothing else is guessed.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from macros.records.problem import DataError, Location, Mend, Problem, first_of
from macros.records.reading import read
from macros.records.slips import culprits, indents, line_slips

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is about 7 times faster

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_NULLS = ("", "~", "null", "Null", "NULL")
_PARSER_SAYS = {
    "mapping values are not allowed": "一行里有两个“: ”，或者上一行缩进不对；文字里有“: ”就加引号",
    "quoted scalar": "引号没有配对",
    "cannot start any token": "值以不能用的符号开头，给整个值加引号",
    "flow sequence": "方括号没有配对，或者里面少了逗号",
    "flow mapping": "花括号没有配对，或者里面少了逗号",
    "flow node": "方括号或花括号里少了内容",
    "could not find expected ':'": "字段名后面少了半角冒号和空格",
    "did not find expected '-' indicator": "列表的“- ”没有对齐",
    "did not find expected key": "缩进没有与同组的字段对齐",
    "expected a single document": "“---”把文件分成了两份；一个单位一年只有一份，删掉“---”和重复的内容",
}
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""What no one sees and no one types on purpose: controls, marks of direction and of order, tags."""
NO_RECORDS = "没有要报的就删掉这个文件，有就照“关于本站”的例子，在 records: 下面写各条记录"
_MOST_DIGITS = 15
"""More is no count of anything, and JSON, spreadsheets and Typst would not keep it exactly."""
_DEEPEST = 32


_OPENS = (
    yaml.FlowSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.BlockMappingStartToken,
)
_CLOSES = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)


class LocatedDict(dict[str, Any]):
    """A mapping that knows where it, each key and each value stands."""

    at: Location
    keys_at: dict[str, Location]
    values_at: dict[str, Location]


class LocatedList(list[Any]):
    """A sequence that knows where it and each item stands."""

    at: Location
    items_at: list[Location]


def locate(value: Any, path: tuple[Any, ...], default: Location) -> Location:
    """Walk `path` (keys and indexes) through located data as far as it goes; say where that stands."""
    at = getattr(value, "at", default)
    for step in path:
        if isinstance(value, LocatedDict) and step in value:
            at, value = value.values_at[step], value[step]
        elif isinstance(value, LocatedList) and isinstance(step, int) and step < len(value):
            at, value = value.items_at[step], value[step]
        else:
            break
    return at


def decode(raw: bytes, file: str) -> str:
    """Decode UTF-8; raise DataError naming the encoding that a foreign editor probably used."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataError([Problem(Location(file), "文件是 UTF-16 编码", "用编辑器“另存为”UTF-8 编码")])
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        at = Location(file, before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        wrong = "文件不是 UTF-8 编码，可能是 GBK（ANSI）"
        raise DataError([Problem(at, wrong, "用编辑器“另存为”UTF-8 编码")]) from error


def _line_problems(text: str, file: str) -> Iterator[Problem]:
    """What can be seen in a line before any parsing: tabs, foreign spaces, invisible characters."""
    for number, line in enumerate(text.split("\n"), start=1):
        if re.search(r"[^\s:]\t+[^\s]", line) and not re.match(r"\s*(?:- )?[a-z_]+:", line):
            at = Location(file, number, line.index("\t") + 1)
            wrong = "这一行像是从表格里粘贴来的，各格之间是制表符（Tab）"
            yield Problem(at, wrong, "照“关于本站”的例子，每一格写成一行“字段: 值”")
        elif "\t" in line:
            at = Location(file, number, line.index("\t") + 1)
            yield Problem(at, "有制表符（Tab）", "改成空格，每级缩进两个空格")
        indent = line[: len(line) - len(line.lstrip())]
        for name, char in (("全角空格", "\u3000"), ("不换行空格", "\u00a0")):
            if char in indent:
                at = Location(file, number, indent.index(char) + 1)
                yield Problem(at, f"缩进里有{name}", "改成半角空格")
        if found := _CONTROL.search(line):
            at = Location(file, number, found.start() + 1)
            code = f"U+{ord(found.group()):04X}"
            if found.group() == "\r":
                wrong = "换行用的是旧式的回车（CR），所有的行连成了一行"
                yield Problem(at, wrong, "用编辑器“另存为”，换行选 LF（Unix）或 CRLF（Windows）")
                continue
            yield Problem(at, f"有看不见的控制字符 {code}", "删掉这个字符")
        if re.match(r"\s*(?:- )?[a-z_]+：", line):
            at = Location(file, number, line.index("：") + 1)
            yield Problem(at, "字段名后面用了全角冒号“：”", "改成半角冒号加一个空格“: ”")


def _token_problems(text: str, file: str, remarks: bool) -> Iterator[Problem]:
    """What YAML would drop or reuse without a word: text after ` #`, anchors, aliases, tags."""
    lines = text.split("\n")
    depth = 0
    for token in yaml.scan(text, Loader=_Loader):
        mark = token.start_mark
        at = Location(file, mark.line + 1, mark.column + 1)
        depth += isinstance(token, _OPENS) - isinstance(token, _CLOSES)
        if depth > _DEEPEST:  # the parser would go on until the interpreter's stack is used up
            raise DataError([Problem(at, f"层级超过 {_DEEPEST} 层", "检查括号和缩进；这里的数据最多五层")])
        if isinstance(token, (yaml.AnchorToken, yaml.AliasToken)):
            sign = "&" if isinstance(token, yaml.AnchorToken) else "*"
            yield Problem(at, f"用了 YAML 的锚点或引用“{sign}{token.value}”", "把内容完整写出来，或者给文字加引号")
        elif isinstance(token, yaml.TagToken):
            yield Problem(at, "用了 YAML 的类型标记“!”", "删掉标记，或者给文字加引号")
        elif isinstance(token, yaml.ScalarToken) and token.plain:
            end = token.end_mark
            rest = lines[end.line][end.column :] if end.line < len(lines) else ""
            if (lost := re.match(r"\s+(#.*)", rest)) and not (remarks and lost.group(1).startswith("# ")):
                at = Location(file, end.line + 1, end.column + lost.start(1) + 1)
                remedy = "是内容就给整个值加引号，是备注就另起一行写"
                yield Problem(at, f"“ #”后面的文字会丢失：“{lost.group(1)}”", remedy)


def _scalar(node: yaml.ScalarNode, at: Location, problems: list[Problem]) -> Any:
    text = node.value
    if found := _CONTROL.search(text):  # written as an escape, such as \x0b between quotes
        problems.append(Problem(at, f"有看不见的控制字符 U+{ord(found.group()):04X}", "删掉这个字符"))
    if node.style in ('"', "'", "|", ">"):  # quoted or block: always text
        return text
    if text in _NULLS:
        problems.append(Problem(at, "值是空的", "没有内容就整行删掉，有内容就补上"))
        return ""
    if text in ("true", "false"):
        return text == "true"
    if _NUMBER.match(text):
        if len(text.strip("-").replace(".", "")) > _MOST_DIGITS:
            problems.append(Problem(at, f"数太长，超过 {_MOST_DIGITS} 位", "核对这个数；不是数就加引号"))
            return Decimal(0)
        return Decimal(text)
    if _DATE.match(text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            year, month = int(text[:4]), int(text[5:7])
            last = calendar.monthrange(year, month)[1] if year and 1 <= month <= 12 else 0
            remedy = f"那个月的最后一天是 {text[:8]}{last}" if last else "月份是 01 到 12"
            problems.append(Problem(at, f"没有“{text}”这一天", remedy))
    return text


def _build(node: yaml.Node, file: str, problems: list[Problem]) -> Any:
    at = Location(file, node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, at, problems)
    if isinstance(node, yaml.SequenceNode):
        items = LocatedList(_build(child, file, problems) for child in node.value)
        items.at = at
        items.items_at = [
            Location(file, child.start_mark.line + 1, child.start_mark.column + 1) for child in node.value
        ]
        return items
    mapping = LocatedDict()
    mapping.at, mapping.keys_at, mapping.values_at = at, {}, {}
    for key_node, value_node in node.value:
        key_at = Location(file, key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem(key_at, "字段名不是一个词", "字段名用英文小写，后面跟“: ”"))
            continue
        key = key_node.value
        if key in mapping:
            first = mapping.keys_at[key]
            if key == next(iter(mapping)) and key_at.column > 2:  # a record within a list
                wrong = f"又一条记录从“{key}”开始，前面少了“- ”"
                indent = " " * (key_at.column - 1)
                mend = Mend(indent, f"{indent[:-2]}- ")
                problems.append(Problem(key_at, wrong, "把这一行前面的两个空格改成“- ”", mend))
                return mapping
            wrong = f"字段“{key}”写了两次，第一次在第 {first.line} 行"
            remedy = "只留一个"
            if isinstance(value_node, yaml.SequenceNode):
                remedy = f"删掉这一行“{key}:”，下面的各条就接在前面的后面"
            problems.append(Problem(key_at, wrong, remedy))
            continue
        if key == "records" and isinstance(value_node, yaml.ScalarNode):
            problems.append(Problem(key_at, "“records”下面没有记录", NO_RECORDS))
            continue
        mapping[key] = _build(value_node, file, problems)
        mapping.keys_at[key] = key_at
        start = value_node.start_mark
        mapping.values_at[key] = Location(file, start.line + 1, start.column + 1)
    return mapping


def load_yaml(root: Path, name: str, shown: str = "", fields: Collection[str] = (), *, remarks: bool = False) -> Any:
    """Read `root/name` into LocatedDict, LocatedList and scalars; `shown` names it in problems.

    With `fields`, the field names that the data knows, slips of the hand are looked for too.

    Raises:
        DataError: with every problem that can be seen in this one file.
    """
    file = shown or name
    return parse_yaml(decode(read(root, name, file), file), file, fields, remarks=remarks)


def parse_yaml(text: str, file: str, fields: Collection[str] = (), *, remarks: bool = False) -> Any:
    """The same of a text that stands in `file`; with `remarks`, one may stand behind a value, after `# `.

    Raises:
        DataError: with every problem that can be seen in it.
    """
    problems, more = first_of(_line_problems(text, file))
    if fields:
        problems += line_slips(text, file, fields)
    if problems:  # the parser would only repeat these in stranger words
        raise DataError(problems, more)
    try:
        problems, more = first_of(_token_problems(text, file, remarks))
        node = yaml.compose(text, Loader=_Loader) if not problems else None
    except yaml.MarkedYAMLError as error:
        if fields and (slips := list(indents(text, file)) or list(culprits(text, file))):
            raise DataError([*problems, *slips]) from error
        mark = error.problem_mark or error.context_mark
        at = Location(file, mark.line + 1, mark.column + 1) if mark else Location(file)
        known = (chinese for english, chinese in _PARSER_SAYS.items() if english in str(error))
        wrong = f"格式读不懂：{next(known, '缩进、冒号或引号有误')}"
        raise DataError([*problems, Problem(at, wrong, "检查这一行和上一行")]) from error
    if problems:
        raise DataError(problems, more)
    if node is None:
        ours = re.match(r"data/[a-z]+\.yml$", file)
        remedy = "从版本库恢复这个文件" if ours else "没有要报的就删掉这个文件，有就照“关于本站”的例子写"
        raise DataError([Problem(Location(file), "文件是空的", remedy)])
    data = _build(node, file, problems)
    if problems:
        raise DataError(problems)
    return data
