"""The issued text, cut along its own markers into plan.yml's shape.

Every character of the text lands in exactly one block; only line breaks inside sentences are joined,
and each join is recorded. What the grammar does not understand is a problem, never a guess.

Markers: `一、` chapters; `（一）` actions in the chapter with numbered tasks, safeguards elsewhere;
`1．` (U+FF0E) tasks. A task ends with its clause `（…负责）`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from macros.records.load import SOURCE
from macros.records.problem import DataError, Location, Problem
from macros.records.yaml_lines import decode

_NUMERAL = "[零一二三四五六七八九十百]{1,5}"  # to 九百九十九; numeral() says which of these are well written
_CHAPTER = re.compile(rf"({_NUMERAL}、)(.+)\Z")
_BRACKETED = re.compile(rf"(（{_NUMERAL}）)(.+)\Z")
_TASK = re.compile(r"([1-9][0-9]*)．([^。]+)。.*\Z")
_DATE = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日\Z")
# The clause is the last bracket of a task and holds no bracket itself: a greedy match would begin at
# 科技（科普） or （学校、学习点）.
_CLAUSE = re.compile(r"（([^（）]+)负责）\Z")
_STOP = tuple("。！？：；")
_CLOSED = (*_STOP, "）", "”")  # a line that ends so does not break inside a sentence


@dataclass
class _Line:
    """A printed line, or several joined; `number` is its last line in the file, from 1."""

    number: int
    text: str


def numeral(value: int) -> str:
    """Write a marker's number in Chinese, as official texts do: 十, 二十一, 一百零一, 一百一十.

    Empty beyond 999: no marker is read that far, so whatever stands there does not follow.
    """
    if not 1 <= value <= 999:
        return ""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words = digits[hundreds] + "百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (digits[ones] if ones else "")


def _is_marked(text: str) -> bool:
    return any(pattern.match(text) for pattern in (_CHAPTER, _BRACKETED, _TASK))


class _Splitter:
    """One pass over the lines; collects blocks, joins and problems."""

    def __init__(self, text: str) -> None:
        self.lines = [
            _Line(number, line.strip(" ")) for number, line in enumerate(text.split("\n"), start=1) if line.strip(" ")
        ]
        self.joins: list[dict[str, Any]] = []
        self.problems: list[Problem] = []

    def problem(self, line: int, wrong: str, remedy: str) -> None:
        self.problems.append(Problem(Location(SOURCE, line), wrong, remedy))

    def front(self) -> tuple[dict[str, Any], list[str], list[str], list[_Line]]:
        """Cut what stands before 一、: the notice up to its date, the plan's title, its preamble."""
        dates = [i for i, line in enumerate(self.lines) if _DATE.match(line.text)]
        chapters = [i for i, line in enumerate(self.lines) if _CHAPTER.match(line.text)]
        if not dates or not chapters or dates[0] > chapters[0]:
            self.problem(1, "找不到印发通知的日期或“一、”标题", "核对印发文本是否完整")
            raise DataError(self.problems)
        notice, rest = self.lines[: dates[0]], self.lines[dates[0] + 1 : chapters[0]]
        title_end = next((i for i, line in enumerate(notice) if line.text.endswith("通知")), 0)
        plan_title = [line for line in rest if not line.text.endswith(_STOP)]
        addressees = [line.text for line in notice[title_end + 1 :] if line.text.endswith("：")]
        if len(addressees) != 1 or not plan_title:
            self.problem(1, "看不出通知的主送机关或方案标题", "核对印发文本是否完整")
            raise DataError(self.problems)
        return (
            {
                "title": [line.text for line in notice[: title_end + 1]],
                "addressees": addressees[0],
                "paragraphs": [line.text for line in notice[title_end + 1 :] if not line.text.endswith("：")],
                "date": self.lines[dates[0]].text,
            },
            [line.text for line in plan_title],
            [line.text for line in rest if line not in plan_title],
            self.lines[chapters[0] :],
        )

    def paragraphs(self, lines: list[_Line]) -> Iterator[_Line]:
        """Join line breaks inside sentences: the text before is open and the next line has no marker."""
        current: _Line | None = None
        for line in lines:
            heading = current and (
                _CHAPTER.match(current.text) or (_BRACKETED.match(current.text) and "。" not in current.text)
            )
            open_sentence = current and not heading and not current.text.endswith(_CLOSED)
            if current and open_sentence and not _is_marked(line.text):
                self.joins.append(
                    {
                        "line": current.number,
                        "block": "",  # named when the block is known
                        "before": current.text[-8:],
                        "after": line.text[:8],
                    }
                )
                current = _Line(line.number, current.text + line.text)
                continue
            if current:
                yield current
            current = line
        if current:
            yield current

    def task(self, line: _Line, found: re.Match[str], number: int) -> dict[str, Any]:
        """Cut one task as _TASK found it; its number must follow the last one's."""
        printed, title = found.groups()
        if int(printed) != number:
            self.problem(line.number, f"任务序号是 {printed}，应为 {number}", "核对印发文本是否缺行")
        clause = _CLAUSE.search(line.text)
        if not clause:
            self.problem(line.number, f"任务 {printed} 末尾没有“（…负责）”", "核对印发文本是否完整")
        return {
            "id": f"t{int(printed):02}",
            "number": int(printed),
            "title": title,
            "text": line.text,
            "clause": clause.group() if clause else "",
            "responsible": clause.group(1).split("、") if clause else [],
        }

    def body(self, lines: list[_Line]) -> dict[str, list[dict[str, Any]]]:
        """Cut the chapters."""
        sections: list[dict[str, Any]] = []
        actions: list[dict[str, Any]] = []
        safeguards: list[dict[str, Any]] = []
        tasks = 0
        for line in self.paragraphs(lines):
            block = ""
            if match := _CHAPTER.match(line.text):
                marker, name = match.groups()
                if marker != numeral(len(sections) + 1) + "、":
                    self.problem(line.number, f"章标题序号“{marker}”不连续", "核对印发文本是否缺行")
                sections.append({"id": "", "marker": marker, "name": name, "paragraphs": []})
            elif (match := _BRACKETED.match(line.text)) and "。" not in line.text:
                marker, name = match.groups()
                if marker != f"（{numeral(len(actions) + 1)}）":
                    self.problem(line.number, f"行动序号“{marker}”不连续", "核对印发文本是否缺行")
                number = len(actions) + 1
                actions.append({"id": f"a{number:02}", "marker": marker, "name": name, "tasks": []})
                sections[-1]["id"] = "tasks"
            elif (found := _TASK.match(line.text)) and actions:
                tasks += 1
                task = self.task(line, found, tasks)
                actions[-1]["tasks"].append(task)
                block = task["id"]
            elif match:  # （一） with its sentence: a safeguard
                marker, rest = match.groups()
                if marker != f"（{numeral(len(safeguards) + 1)}）":
                    self.problem(line.number, f"措施序号“{marker}”不连续", "核对印发文本是否缺行")
                block = f"g{len(safeguards) + 1:02}"
                title = rest.split("。")[0]
                safeguards.append({"id": block, "marker": marker, "title": title, "text": line.text})
                sections[-1]["id"] = "safeguards"
            else:
                section = sections[-1]
                if section["id"] in ("tasks", "safeguards"):
                    self.problem(line.number, f"这一行没有序号：“{line.text[:12]}”", "核对印发文本是否断行")
                section["paragraphs"].append(line.text)
                block = f"goal-p{len(section['paragraphs'])}"
                section["id"] = section["id"] or "goal"
            for join in self.joins:  # paragraphs() recorded them before it handed the line over
                join["block"] = join["block"] or block
        for kind in ("goal", "tasks", "safeguards"):
            if [section["id"] for section in sections].count(kind) != 1:
                self.problem(1, f"“{kind}”一章应当恰好有一个", "核对印发文本的“一、二、三、”标题")
        return {"sections": sections, "actions": actions, "safeguards": safeguards}


def split(raw: bytes) -> dict[str, Any]:
    """Cut the issued text into plan.yml's shape.

    Args:
        raw: the bytes of plan.txt, UTF-8.

    Raises:
        DataError: naming the lines that do not follow the document's own numbering.
    """
    text = decode(raw, SOURCE)
    splitter = _Splitter(text)
    notice, title, preamble, lines = splitter.front()
    chapters = splitter.body(lines)
    if splitter.problems:
        raise DataError(splitter.problems)
    return {
        "document": {
            "title": "".join(title),
            "issuer": notice["title"][0].split("关于")[0],
            "date": notice["date"],
            "source": SOURCE,
            "sha256": hashlib.sha256(raw).hexdigest(),
            "characters": len(text),
            "joins": splitter.joins,
        },
        "notice": notice,
        "title": title,
        "preamble": preamble,
        **chapters,
    }
