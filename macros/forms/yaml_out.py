"""New records into a progress file that people keep by hand: what stands there stays byte for byte.

ruamel.yaml writes only the new lines; they are put in as text, so that comments, order, line ends and
untouched records cannot change.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import yaml as pyyaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

_Loader = getattr(pyyaml, "CBaseLoader", pyyaml.BaseLoader)
_PLAIN = re.compile(
    "[\\u4e00-\\u9fffA-Za-z〔《（][\\u4e00-\\u9fff0-9A-Za-z〔〕《》（）“”、，。；：·—…/%-]*"
    "(?: [\\u4e00-\\u9fff0-9A-Za-z]+)*"
)
_PLAIN_IN_FLOW = re.compile("[\\u4e00-\\u9fffA-Za-z〔《（][\\u4e00-\\u9fff0-9A-Za-z〔〕《》（）“”、。·—]*")
_ID = re.compile("(?:20[0-9]{2}-)?[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


class _Representer(RoundTripRepresenter):
    def ignore_aliases(self, data: Any) -> bool:
        """Two records with the same day are two days: the strict reader knows no anchors."""
        return True


def _decimal(representer: Any, value: Decimal) -> Any:
    whole = value == value.to_integral_value()
    return representer.represent_scalar(f"tag:yaml.org,2002:{'int' if whole else 'float'}", f"{value.normalize():f}")


_Representer.add_representer(Decimal, _decimal)


def _value(value: Any, plain: re.Pattern[str]) -> Any:
    """A value as ruamel writes it so that the strict reader takes it for the same."""
    if isinstance(value, str):
        bare = (plain.fullmatch(value) or _ID.fullmatch(value)) and value.lower() not in _WORDS
        return value if bare else DoubleQuotedScalarString(value)
    if isinstance(value, Mapping):
        inner = CommentedMap((key, _value(each, _PLAIN_IN_FLOW)) for key, each in value.items())
        if not any(isinstance(each, str) and re.search(r'["\\\n]', each) for each in value.values()):
            inner.fa.set_flow_style()  # what needs escapes stands in lines of its own: the strict reader wants that
        return inner
    if isinstance(value, (list, tuple)):
        listed = YAML().seq([_value(each, _PLAIN_IN_FLOW) for each in value])
        listed.fa.set_flow_style()
        return listed
    assert isinstance(value, (bool, int, Decimal, datetime.date)), value
    return value


def block(records: Sequence[Mapping[str, Any]], dash: int) -> str:
    """Records as lines of a block sequence.

    Args:
        records: field names to texts, numbers, days, truths, lists and one level of mappings.
        dash: the column of the hyphens, from 0.
    """
    writer = YAML()
    writer.Representer = _Representer
    writer.indent(mapping=2, sequence=dash + 2, offset=dash)
    writer.width = 1_000_000
    writer.allow_unicode = True
    out = io.StringIO()
    writer.dump([CommentedMap((key, _value(each, _PLAIN)) for key, each in record.items()) for record in records], out)
    return out.getvalue()


def _flow(record: Mapping[str, Any]) -> str:
    """One record as a mapping in braces."""
    line = block([{"x": record}], 0)
    return line.removeprefix("- x: ").rstrip("\n")


def new_file(body: str, records: Sequence[Mapping[str, Any]], *, demo: bool) -> bytes:
    """A file that was not there: one body's records of one year."""
    head = "# 演示数据（虚构），与实际工作无关。\ndemo: true\n" if demo else ""
    return f"{head}{block([{'body': body}], 0).removeprefix('- ')}records:\n{block(records, 2)}".encode()


def _last_line(lines: Sequence[str], node: Any, column: int) -> int:
    """The line behind a block's last own line: remarks and empty lines that follow stay below it."""
    end = min(int(node.end_mark.line), len(lines))
    if node.end_mark.column > column and end < len(lines):
        end += 1  # it ends within a line, as at the end of a file without a line feed
    while end > node.start_mark.line + 1:
        line = lines[end - 1]
        indent = len(line) - len(line.lstrip(" "))
        if line.strip() and not (line.lstrip().startswith("#") and indent <= column):
            break
        end -= 1
    return end


def _records(text: str) -> Any:
    node: Any = pyyaml.compose(text, Loader=_Loader)
    return next(value for key, value in node.value if key.value == "records")


def _put(text: str, line: int, more: str) -> str:
    """Whole lines put in before a line, with the file's own line ends."""
    lines = text.split("\n")
    ending = "\r\n" if "\r\n" in text else "\n"
    before, after = "\n".join(lines[:line]), "\n".join(lines[line:])
    more = more.replace("\n", ending)
    if line >= len(lines):
        return f"{before}{ending}{more}"
    return f"{before}\n{more}{after}" if line else f"{more}{after}"


def with_records(old: bytes, records: Sequence[Mapping[str, Any]]) -> bytes:
    """The file with records put in behind its last one; every other byte is as it was.

    Args:
        old: a file that the strict reader takes.
        records: as for `block`.
    """
    mark = b"\xef\xbb\xbf" if old.startswith(b"\xef\xbb\xbf") else b""
    text = old.removeprefix(mark).decode("utf-8")
    node = _records(text)
    if node.flow_style:
        end = _offset(text, node.end_mark) - 1
        listed = ", ".join(_flow(record) for record in records)
        comma = ", " if node.value else ""
        text = f"{text[:end].rstrip()}{comma}{listed}{text[end:]}"
        return mark + text.encode()
    column = node.start_mark.column
    return mark + _put(text, _last_line(text.split("\n"), node, column), block(records, column)).encode()


def _offset(text: str, at: Any) -> int:
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: at.line]) + int(at.column)


def with_field(old: bytes, record: str, field: str, value: Any) -> bytes:
    """The file with one field more in one record, as `confirmed` may come later; every other byte as it was.

    Raises:
        KeyError: the file has no such record.
    """
    mark = b"\xef\xbb\xbf" if old.startswith(b"\xef\xbb\xbf") else b""
    text = old.removeprefix(mark).decode("utf-8")
    for item in _records(text).value:
        fields = {key.value: each.value for key, each in item.value}
        if fields.get("id") != record:
            continue
        if item.flow_style:
            end = _offset(text, item.end_mark) - 1
            inner = _flow({field: value})[1:-1]
            return mark + f"{text[:end].rstrip()}, {inner}{text[end:]}".encode()
        column = item.start_mark.column
        line = " " * column + block([{field: value}], 0).removeprefix("- ")
        return mark + _put(text, _last_line(text.split("\n"), item, column - 1), line).encode()
    raise KeyError(record)


def lines_of(text: str) -> Iterator[tuple[int, int, str]]:
    """Each record's first line, the line behind its last one (both from 1), and its id."""
    lines = text.split("\n")
    for item in _records(text).value:
        fields = {key.value: each.value for key, each in item.value}
        yield item.start_mark.line + 1, max(item.start_mark.line + 2, _last_line(lines, item, 0) + 1), fields["id"]
