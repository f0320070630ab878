"""What the repository's history says of the records: their first published form, and the day of it.

What a file said is read as plain text, so that a shape which today's rules refuse can still be compared.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from macros.records.repository import Commit, Gap, blobs, gap_of, git, published_ref

_TARGETS = "data/targets.yml"
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True)
class Version:
    """One form of a record.

    Attributes:
        file: its file, relative to the project's root.
        commit: the commit that brought this form; "" where git does not tell.
        day: of that commit, in China; None where it is not known.
        fields: the record, every value a text, list or mapping.
        lines: the record's own lines in its file.
    """

    file: str
    commit: str
    day: datetime.date | None
    fields: Mapping[str, Any]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """All forms of all records that are known, oldest first, by id.

    Attributes:
        promises: the forms of targets.yml, oldest first, each with the day it came.
        gap: why the history, or a part of it, cannot be read; None where it can.
    """

    versions: Mapping[str, list[Version]] = field(default_factory=dict)
    promises: Sequence[tuple[datetime.date, str]] = ()
    gap: Gap | None = None

    @property
    def first_days(self) -> Mapping[str, datetime.date]:
        """The day each record was first published, where that is known."""
        return {name: forms[0].day for name, forms in self.versions.items() if forms[0].day}


def records_in(text: str) -> dict[str, tuple[dict[str, Any], tuple[str, ...]]]:
    """The records of a progress file by id, with their lines; nothing where it cannot be read."""
    try:
        node, data = yaml.compose(text, Loader=_Loader), yaml.load(text, Loader=_Loader)
        pairs = {key.value: value for key, value in node.value} if node else {}
        items, values = pairs["records"].value, data["records"]
    except (yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError):
        return {}
    lines, found = text.split("\n"), {}
    for number, (item, value) in enumerate(zip(items, values, strict=True)):
        end = items[number + 1].start_mark.line if number + 1 < len(items) else len(lines)
        own = tuple(line for line in lines[item.start_mark.line : end] if line.strip())
        if isinstance(value, dict) and "id" in value:
            found[str(value["id"])] = (value, own)
    return found


def history(root: Path, folder: str, commit: str = "") -> History:
    """Read every form that a record below `folder` ever had in the published branch, up to a commit."""
    if gap := gap_of(root):
        return History(gap=gap)
    log = git(
        root, "log", "--first-parent", "--diff-merges=first-parent", "--reverse", "--relative", "--raw",
        "--no-abbrev", "--no-renames", "--format=C %H %ct", commit or published_ref(), "--", folder, _TARGETS,
    )  # fmt: skip
    changes, of = [], Commit("", 0)
    for line in log.split("\n"):
        if line.startswith("C "):
            _, name, seconds = line.split(" ")
            of = Commit(name, int(seconds))
        elif line.startswith(":"):
            meta, _, file = line.partition("\t")
            blob = meta.split(" ")[3]
            if blob.strip("0") and file.endswith(".yml"):
                changes.append((file, of, blob))
    texts = blobs(root, list(dict.fromkeys(blob for *_, blob in changes)))
    versions: dict[str, list[Version]] = {}
    promises = [(of.day, texts.get(blob, "")) for file, of, blob in changes if file == _TARGETS]
    for file, of, blob in changes:
        for record, (fields, lines) in records_in(texts.get(blob, "")).items():
            forms = versions.setdefault(record, [])
            if not forms or forms[-1].fields != fields or forms[-1].file != file:
                forms.append(Version(file, of.name, of.day, fields, lines))
    return History(versions, promises)
