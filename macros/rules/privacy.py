"""No person's telephone or identity number in what is published: data, pages, settings.

A number is looked for as people write it: full-width digits, spaces, hyphens or dots between them. The
messages do not repeat it, for logs are public too.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator

from macros.records.load import BODIES, OBJECTIONS, TARGETS
from macros.records.problem import Location, Problem
from macros.records.project import Project
from macros.records.reading import read
from macros.records.yaml_lines import decode

_GAP = r"[\s.·•_()\-‐-―−－]{0,2}"


def _digits(count: int) -> str:
    return rf"(?:{_GAP}[0-9]){{{count}}}"


_START, _END = r"(?<![0-9.])", r"(?![0-9])"
_MOBILE = re.compile(rf"{_START}(?:\+?(?:00)?86{_GAP})?1{_GAP}[3-9]{_digits(9)}{_END}")
_AREA = rf"(?:\+?86{_GAP})?\(?0{_GAP}[1-9](?:{_GAP}[0-9]){{1,2}}"
_LANDLINE = re.compile(rf"{_START}{_AREA}{_GAP}[2-9]{_digits(6)}[0-9]?{_END}")
_WORDS = "电话|座机|手机|传真|联系方式|热线|[Tt][Ee][Ll]"
_SAID = re.compile(rf"(?:{_WORDS})[^0-9\n]{{0,6}}[2-9](?:{_GAP}[0-9]){{6,7}}{_END}")
_ID_18 = re.compile(rf"{_START}([1-8]{_digits(16)}{_GAP}[0-9Xx]){_END}")
_ID_15 = re.compile(rf"{_START}([1-8]{_digits(14)}){_END}")
_NOT_TEXT = re.compile(r"https?://\S+|\b[0-9a-f]{32,}\b")
_IN_ADDRESS = re.compile(r"(?i)(?:tel|phone|mobile|sjh|dh)[=:/]?\+?(?:86)?1[3-9][0-9]{9}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECKS = "10X98765432"
_REMEDY = "个人信息不能公开，删掉；确有必要就写单位的名称。已经提交过的，请管理员从版本历史里清除"


def _is_day(text: str) -> bool:
    try:
        return 1900 <= datetime.datetime.strptime(text, "%Y%m%d").year <= 2100
    except ValueError:
        return False


def _is_identity(number: str) -> bool:
    """Whether 18 or 15 signs are a citizen's number: region, birthday, and with 18 the check sign."""
    if not 11 <= int(number[:2]) <= 82:
        return False
    if len(number) == 15:
        return _is_day("19" + number[6:12])
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _is_day(number[6:14]) and _CHECKS[total % 11] == number[17]


def found(text: str, *, offices: bool = False) -> tuple[int, str] | None:
    """The first number of a person in `text`: where it begins, from 0, and what it seems to be.

    Args:
        text: one value or line.
        offices: let telephone numbers of offices (with their area code) pass.
    """
    # One character stays one, so that the place is right.
    plain = "".join(folded if len(folded := unicodedata.normalize("NFKC", char)) == 1 else char for char in text)
    if match := _IN_ADDRESS.search(plain):
        return match.start(), "手机号码"
    plain = _NOT_TEXT.sub(lambda match: "x" * len(match.group()), plain)
    for pattern in (_ID_18, _ID_15):
        for match in pattern.finditer(plain):
            if _is_identity(re.sub("[^0-9X]", "", match.group(1).upper())):
                return match.start(), "身份证号码"
    if match := _MOBILE.search(plain):
        return match.start(), "手机号码"
    if not offices and (match := _LANDLINE.search(plain) or _SAID.search(plain)):
        return match.start(), "电话号码"
    return None


def _texts(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every string in nested data, with the way to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index))


def _lines(project: Project, file: str) -> Iterator[tuple[Location, str]]:
    """The lines of a file; data that stands elsewhere (a demonstration) has no such file."""
    if (project.root / file).is_file():
        for number, line in enumerate(decode(read(project.root, file), file).split("\n"), start=1):
            yield Location(file, number), line


def no_number_of_a_person(project: Project) -> Iterator[Problem]:
    """No record, remark, page or setting holds what looks like a telephone or identity number."""
    objections = [project.objections] if project.objections else []
    for record in (*project.bodies, *project.targets, *objections, *(file.content for file in project.files)):
        for path, text in _texts(record.model_dump()):
            if seen := found(text):
                yield Problem(record.at(*path), f"像是{seen[1]}", _REMEDY)
    for file in (BODIES, TARGETS, OBJECTIONS, *(file.file for file in project.files)):
        for at, line in _lines(project, file):
            before, remark, rest = line.partition("#")
            if remark and (seen := found(rest)):
                yield Problem(Location(file, at.line, len(before) + seen[0] + 2), f"备注里像是{seen[1]}", _REMEDY)
    pages = (path.relative_to(project.root).as_posix() for path in sorted((project.root / "docs").rglob("*.md")))
    for file in (*pages, "mkdocs.yml"):
        for at, line in _lines(project, file):
            if seen := found(line, offices=True):
                yield Problem(Location(file, at.line, seen[0] + 1), f"像是{seen[1]}", _REMEDY)


CHECKS = [no_number_of_a_person]
