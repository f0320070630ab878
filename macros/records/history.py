"""What the repository's history says of the records: their first published form, and the day of it.

Only the branch that is published counts: its first parents. What a file said is read as plain text, so
that a shape which today's rules refuse can still be compared.
"""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CHINA = datetime.timezone(datetime.timedelta(hours=8))


@dataclass(frozen=True)
class Version:
    """One form of a record.

    Attributes:
        file: its file, relative to the project's root.
        commit: the commit that brought this form.
        day: of that commit, in China.
        fields: the record, every value a text, list or mapping.
        lines: the record's own lines in its file.
    """

    file: str
    commit: str
    day: datetime.date
    fields: Mapping[str, Any]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """All forms of all records, oldest first, by id.

    Attributes:
        gap: why the history, or a part of it, cannot be read, in Chinese; "" where it can.
    """

    versions: Mapping[str, list[Version]] = field(default_factory=dict)
    gap: str = ""

    @property
    def first_days(self) -> Mapping[str, datetime.date]:
        """The day each record first stood in the published branch; nothing where the history has a gap."""
        return {} if self.gap else {name: forms[0].day for name, forms in self.versions.items()}


def git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git in the project; a git that is not installed fails like any other."""
    command = ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments]
    try:
        return subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    except OSError as error:
        return subprocess.CompletedProcess(command, 127, "", str(error))


def gap_of(root: Path) -> str:
    """Why git does not answer here, in Chinese; "" where it does."""
    found = git(root, "rev-parse", "--is-shallow-repository")
    if found.returncode == 127:
        return "没有安装 git，查不到版本"
    if "dubious ownership" in found.stderr:
        return "git 拒绝读取版本库：文件夹属于另一个用户"
    if found.returncode:
        return "这个文件夹不在版本库里（比如是下载的压缩包），查不到版本"
    return "版本库只取了一部分（浅克隆），查不到以前的版本" if found.stdout.strip() == "true" else ""


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


def _published_ref() -> str:
    """Where what is published stands: before a merge, the branch to merge into."""
    branch = os.environ.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME") or os.environ.get("GITHUB_BASE_REF")
    return f"origin/{branch}" if branch else "HEAD"


def history(root: Path, folder: str) -> History:
    """Read every form that a record below `folder` ever had in the published branch."""
    if gap := gap_of(root):
        return History(gap=gap)
    log = git(
        root, "log", "--first-parent", "--diff-merges=first-parent", "--reverse", "--relative", "--raw",
        "--no-abbrev", "--no-renames", "--format=C %H %ct", _published_ref(), "--", folder,
    )  # fmt: skip
    changes, commit, seconds = [], "", 0
    for line in log.stdout.split("\n"):
        if line.startswith("C "):
            _, commit, when = line.split(" ")
            seconds = int(when)
        elif line.startswith(":"):
            meta, _, file = line.partition("\t")
            blob = meta.split(" ")[3]
            if blob.strip("0") and file.endswith(".yml"):
                changes.append((file, commit, seconds, blob))
    texts = _blobs(root, list(dict.fromkeys(blob for *_, blob in changes)))
    versions: dict[str, list[Version]] = {}
    for file, commit, seconds, blob in changes:
        day = datetime.datetime.fromtimestamp(seconds, tz=_CHINA).date()
        for name, (fields, lines) in records_in(texts.get(blob, "")).items():
            forms = versions.setdefault(name, [])
            if not forms or forms[-1].fields != fields or forms[-1].file != file:
                forms.append(Version(file, commit, day, fields, lines))
    return History(versions)


def _blobs(root: Path, names: list[str]) -> dict[str, str]:
    """The texts of git objects by name."""
    if not names:
        return {}
    command = ["git", "-C", str(root), "cat-file", "--batch"]
    raw = subprocess.run(command, input="\n".join(names).encode(), capture_output=True, check=True).stdout
    found, start = {}, 0
    while start < len(raw):
        end = raw.index(b"\n", start)
        name, _, size = raw[start:end].decode().split(" ")
        found[name] = raw[end + 1 : end + 1 + int(size)].decode("utf-8", "replace")
        start = end + 1 + int(size) + 1
    return found
