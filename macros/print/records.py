"""The reports in print: numbered evidence, the progress of tasks, corrections beside what they correct."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

Row = dict[str, Any]


PIECE = 600
"""Characters of one cell beyond which the rest stands in a row of its own, so that a page can hold it."""


def pieces(text: str, most: int = PIECE) -> list[str]:
    """A text in parts of at most `most` characters, parted behind a full stop or a semicolon where there is one."""
    found = []
    while len(text) > most:
        ends = [match.end() for match in re.finditer("[。；，]", text[:most])]
        at = ends[-1] if ends and ends[-1] > most // 2 else most
        found.append(text[:at])
        text = text[at:]
    return [*found, text]


def objection(it: Row, most: int) -> list[Row]:
    """An objection and its answer, in rows that a page can hold."""
    texts = zip_longest(pieces(it["objection"], most), pieces(it.get("answer", "还没有答复"), most), fillvalue="")
    return [
        {"about": "" if number else it["about"], "state": "" if number else it["state"]}
        | {"objection": said, "answer": answer}
        for number, (said, answer) in enumerate(texts)
    ]


def labelled(label: str, text: str, most: int) -> Iterator[tuple[str, str]]:
    """A sentence, closed by its stop, in pieces that a page can hold."""
    for number, piece in enumerate(pieces(text if text.endswith(("。", "！", "？")) else f"{text}。", most)):
        yield f"{label}（续）：" if number else f"{label}：", piece


def stated(statements: Iterable[Row], most: int) -> Iterator[tuple[str, str]]:
    """Why and what next, in the bodies' own words."""
    for it in statements:
        cause = f"（{it['cause']}）" if "cause" in it else ""
        following = f"下一步：{it['next']}" if "next" in it else ""
        yield from labelled("说明", f"{it['by']}{cause}：{it['statement']}{following}", most)


def tight(words: str) -> str:
    """Our own words with no space between Chinese and digits: print has one rule. Never for the issued text."""
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[0-9])|(?<=[0-9%]) (?=[^\x00-\x7f])", "", words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A document that records rest on.

    Attributes:
        url: "" where none was given.
        records: what rests on it, in words.
    """

    number: int
    title: str
    url: str
    records: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a body reported for a year.

    Attributes:
        about: the task, or 主要目标.
        state: of a task; "" for a target's figure.
        cite: number of its evidence.
        body: under which names it was reported; `of` the body's full name.
        gone: 已更正 or 已撤回; "" for a record that counts.
    """

    about: str
    body: str
    of: str
    year: int
    state: str
    summary: str
    note: str
    as_of: str
    reported_on: str
    cite: int | None
    gone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A record beside the one that it corrects or withdraws; `old` and `new` are what they report."""

    what: str
    body: str
    year: int
    old: str
    old_reported_on: str
    old_cite: int | None
    new: str
    new_reported_on: str
    new_cite: int | None
    reason: str


def _who(record: Row) -> str:
    """Under which names a record was reported."""
    name = str(record.get("reported_as") or record["body"])
    member = f"（{record['member']}）" if "member" in record else ""
    return "、".join([name + member, *record.get("joint_with", ())])


def _notes(record: Row, basis: dict[str, str]) -> str:
    """What is to be known of a record beside what it reports."""
    said = [basis.get(record.get("basis", ""), ""), record.get("verified", "")]
    said += ["只是本单位的部分"] * bool(record.get("part")) + ["初步数"] * bool(record.get("provisional"))
    said += [f"单位说明：{record['statement']}"] if "statement" in record else []
    return "；".join(filter(None, [*said, record.get("note", "")]))


def _document(record: Row) -> tuple[str, str, str]:
    """What tells documents apart: the address; without one, the title and who has it."""
    evidence = record["evidence"]
    url = evidence.get("url", "")
    return evidence["title"], url, "" if url else record["body"]


class Register:
    """The records that one file prints, with their evidence numbered in the order of reporting.

    Args:
        records: published progress records, in any order.
        tasks: the plan's tasks by id.
        targets: names of the targets by id.
        basis: what is said of a figure by the way it was counted, by the word for that.
    """

    def __init__(
        self, records: Iterable[Row], tasks: dict[str, Row], targets: dict[str, str], basis: dict[str, str]
    ) -> None:
        self._tasks, self._targets, self._basis = tasks, targets, basis
        self.records = sorted(records, key=lambda it: (it["reported_on"], it["id"]))
        self.by_id = {it["id"]: it for it in self.records}
        resting: dict[tuple[str, str, str], list[str]] = {}
        for record in self.records:
            if "evidence" in record:  # a withdrawal rests on none
                said = f"{_who(record)}{record['year']}年{self.subject(record)}"
                resting.setdefault(_document(record), []).append(said)
        self._numbers = {document: number for number, document in enumerate(resting, start=1)}
        self.evidence = [
            Evidence(number=self._numbers[document], title=document[0], url=document[1], records=said)
            for document, said in resting.items()
        ]

    def subject(self, record: Row) -> str:
        """What a record speaks of, in words."""
        subject = record["subject"]
        return self._targets.get(subject) or f"任务{self._tasks[subject]['number']}进展"

    def cite(self, record: Row) -> int | None:
        """The number of a record's evidence; None where it rests on none."""
        return self._numbers[_document(record)] if "evidence" in record else None

    def said(self, record: Row) -> str:
        """What a record reports, in words."""
        if "withdraws" in record:
            return "撤回，不再计算"
        if "target" in record:
            return str(record["figure"])
        return "：".join(filter(None, (record.get("state"), record.get("summary"))))

    def cited(self, sentence: str, counting: Iterable[Row]) -> str:
        """A published sentence with the number of each source in place of its title."""
        for record in counting:
            if "evidence" not in record:
                continue
            source, number = f"，来源：{record['evidence']['title']}", f"，依据〔{self.cite(record)}〕"
            day = f"（截至{record['as_of']}"
            dated = day + source in sentence  # a record without a figure is said with its reason, not with its day
            sentence = sentence.replace(day + source if dated else source, day + number if dated else number, 1)
        return sentence

    def progress(self) -> list[Progress]:
        """The tasks' records, by task, body and year."""
        order = {task: number for number, task in enumerate(self._tasks)}
        chosen = [it for it in self.records if "task" in it]
        chosen.sort(key=lambda it: (order[it["task"]], it["body"], it["year"], it["reported_on"]))
        return [
            self._row(it, f"任务{self._tasks[it['task']]['number']}{'（续）' if more else ''}", part)
            for it in chosen
            for more, part in enumerate(pieces(it.get("summary", "")))
        ]

    def figures(self, targets: Container[str]) -> list[Progress]:
        """The records of these targets' figures, in the order of reporting."""
        chosen = [it for it in self.records if it.get("target") in targets and "figure" in it]
        return [self._row(it, "主要目标", f"{self.subject(it)}：{it['figure']}") for it in chosen]

    def _row(self, record: Row, about: str, said: str) -> Progress:
        return Progress(
            about=about,
            body=_who(record),
            of=record["body"],
            year=record["year"],
            state=record.get("state", ""),
            summary=said,
            note=_notes(record, self._basis),
            as_of=record["as_of"],
            reported_on=record["reported_on"],
            cite=self.cite(record),
            gone="已更正" if "corrected_by" in record else "已撤回" if "withdrawn_by" in record else "",
        )

    def corrections(self) -> list[Correction]:
        """Every correction and withdrawal, in the order of reporting."""
        return [
            Correction(
                what=self.subject(it) + ("（续）" if more else ""),
                body=it["body"],
                year=it["year"],
                old=old_part,
                old_reported_on=old["reported_on"],
                old_cite=self.cite(old),
                new=new_part,
                new_reported_on=it["reported_on"],
                new_cite=self.cite(it),
                reason=reason,
            )
            for it in self.records
            for old in [self.by_id.get(it.get("corrects") or it.get("withdraws", ""))]
            if old
            for more, (old_part, new_part, reason) in enumerate(_beside(self.said(old), self.said(it), it))
        ]


def _beside(old: str, new: str, record: Row) -> Iterator[tuple[str, ...]]:
    """Three texts side by side, in parts that a page can hold."""
    texts = (pieces(text, PIECE // 3) for text in (old, new, record.get("reason", "")))
    return zip_longest(*texts, fillvalue="")
