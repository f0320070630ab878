"""What the internal folder holds: contacts and remarks that people write, and what the returned workbooks had.

Contacts and remarks stand in 联系人.yml, read as strictly as the data:

    contacts:
      - {body: 区教育局, name: 张三, post: 科普专干, phone: "0559-0000000", mail: a@example.org, note: 下午在}
    remarks:
      - {body: 区教育局, day: 2026-02-01, text: 年底换人，下次找新的联络员。}

The intake lays down `<round>/<form>.json` (who signed, and which picture was in which cell) and the pictures in
`<round>/<form>/`; pictures that people put there themselves are shown too.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from macros.records.base import Record, Text
from macros.records.bodies import Body
from macros.records.load import parse
from macros.records.problem import DataError, Location, Problem, suggestion
from macros.records.reading import files_below
from macros.records.refused import refusal
from macros.records.yaml_lines import load_yaml

CONTACTS = "联系人.yml"
MADE = "内部版"
"""Below the internal folder: what is made of it, replaced as a whole."""
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"})


class Contact(Record):
    """A person of a body, or of a member of a collective one.

    Attributes:
        body: the body's full name.
        post: what the person is there.
    """

    body: Text
    member: Text | None = None
    name: Text
    post: Text | None = None
    phone: Text | None = None
    mail: Text | None = None
    note: Text | None = None


class Remark(Record):
    """What the office wants to remember of a body."""

    body: Text
    day: datetime.date | None = None
    text: Text


class Written(Record):
    """联系人.yml."""

    contacts: list[Contact] = Field(default_factory=list)
    remarks: list[Remark] = Field(default_factory=list)


class _Cell(BaseModel):
    model_config = ConfigDict(frozen=True)
    file: str = Field(alias="文件")
    cell: str = Field(default="", alias="格子")


class Returned(BaseModel):
    """What the intake noted of one returned workbook and form."""

    model_config = ConfigDict(frozen=True)
    file: str = Field(default="", alias="收到的文件")
    round: str = Field(default="", alias="轮次")
    member: str = Field(default="", alias="成员")
    foot: dict[str, str] = Field(default_factory=dict, alias="表末")
    pictures: list[_Cell] = Field(default_factory=list, alias="图片和附件")


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture or file that came with a report.

    Attributes:
        path: below the internal folder, with forward slashes.
        place: round and cell, in words.
        shown: it is a picture that a browser shows.
    """

    path: str
    place: str
    shown: bool


@dataclass(frozen=True, slots=True)
class OfBody:
    """Everything that the folder holds of one body."""

    contacts: Sequence[Contact]
    remarks: Sequence[Remark]
    returned: Sequence[Returned]
    attached: Sequence[Attached]


@dataclass(frozen=True, slots=True)
class Noted:
    """The folder.

    Attributes:
        of: by the body's slug.
        unread: files that nothing reads, by their path below the folder.
    """

    of: Mapping[str, OfBody]
    unread: Sequence[str]


def _written(folder: Path, bodies: Sequence[Body]) -> Written:
    if not (folder / CONTACTS).is_file():
        return Written()
    fields = frozenset(name for shape in (Contact, Remark, Written) for name in shape.model_fields)
    written = parse(load_yaml(folder, CONTACTS, CONTACTS, fields), Written, CONTACTS)
    names = {name for body in bodies for name in body.own_names}
    said: list[Contact | Remark] = [*written.contacts, *written.remarks]
    wrong = [
        Problem(each.at("body"), f"没有责任单位“{each.body}”", suggestion(each.body, sorted(names)))
        for each in said
        if each.body not in names
    ]
    if wrong:
        raise DataError(wrong)
    return written


def _returned(folder: Path, name: str) -> list[Returned]:
    try:
        plain: Any = json.loads((folder / name).read_bytes())
        return TypeAdapter(list[Returned]).validate_python(plain)
    except OSError as error:
        raise refusal(error, folder / name, "读取") from error
    except (ValueError, ValidationError) as error:
        wrong = "这个文件读不懂，不是登记回表时写的样子"
        raise DataError([Problem(Location(name), wrong, "移走它，再登记一次回表")]) from error


def _slug(form: str, slugs: Sequence[str]) -> str:
    """The body of a form: its slug, or that with a member's statistics code behind it."""
    stem, _, code = form.rpartition("-")
    return form if form in slugs else stem if stem in slugs and code.isdecimal() else ""


def noted(folder: Path, bodies: Sequence[Body]) -> Noted:
    """Read the internal folder.

    Raises:
        DataError: with all that is wrong with it.
    """
    problems: list[Problem] = []
    names = [path.relative_to(folder).as_posix() for path in files_below(folder, folder, problems)]
    names = [name for name in names if not name.startswith(f"{MADE}/")]
    returned: dict[str, list[Returned]] = {body.slug: [] for body in bodies}
    attached: dict[str, list[Attached]] = {body.slug: [] for body in bodies}
    places: dict[str, str] = {}
    unread = []
    written = Written()
    try:
        written = _written(folder, bodies)
    except DataError as error:
        problems += error.problems
    rest = []
    for name in names:
        parts = name.split("/")
        slug = _slug(parts[-1].removesuffix(".json"), list(returned)) if len(parts) == 2 else ""
        if not (slug and name.endswith(".json")):
            rest.append(name)
            continue
        try:
            for each in _returned(folder, name):
                returned[slug].append(each)
                places |= {f"{parts[0]}/{it.file}": f"{each.round} {it.cell}".strip() for it in each.pictures}
        except DataError as error:
            problems += error.problems
    for name in rest:
        parts = name.split("/")
        slug = _slug(parts[1], list(returned)) if len(parts) == 3 else ""
        if slug:
            shown = Path(name).suffix.lower() in PICTURES
            attached[slug].append(Attached(name, places.get(name, parts[0]), shown))
        elif name != CONTACTS:
            unread.append(name)
    if problems:
        raise DataError(problems)
    return Noted({body.slug: _of(body, written, returned, attached) for body in bodies}, unread)


def _of(
    body: Body,
    written: Written,
    returned: Mapping[str, Sequence[Returned]],
    attached: Mapping[str, Sequence[Attached]],
) -> OfBody:
    def mine(records: Sequence[Any]) -> Iterator[Any]:
        return (each for each in records if each.body in body.own_names)

    return OfBody(
        contacts=list(mine(written.contacts)),
        remarks=list(mine(written.remarks)),
        returned=returned[body.slug],
        attached=attached[body.slug],
    )
