"""What was published stays published: records are corrected and withdrawn, not changed or deleted."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from macros.records.history import History, Version, history, records_in
from macros.records.load import PROGRESS
from macros.records.problem import DataError, Location, Problem
from macros.records.project import Project
from macros.records.repository import unpack

_MAY_COME = ("basis", "confirmed", "verification", "published_on")
_EVIDENCE_MAY_COME = ("archive", "file", "sha256")


def _same(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a record says what it said; verification and copies of evidence may have been added."""

    def bare(record: Mapping[str, Any]) -> dict[str, Any]:
        kept = {key: value for key, value in record.items() if key in old or key not in _MAY_COME}
        evidence, before = kept.get("evidence"), old.get("evidence")
        if isinstance(evidence, dict) and isinstance(before, dict):
            kept["evidence"] = {k: v for k, v in evidence.items() if k in before or k not in _EVIDENCE_MAY_COME}
        return kept

    return bool(_plain(bare(old)) == _plain(bare(new)))


def _plain(value: Any) -> Any:
    """The same with figures as numbers: 15.80 says what 15.8 does."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return Decimal(value) if re.fullmatch("[0-9]{1,30}([.][0-9]{1,30})?", value) else value


def _free(name: str, used: set[str]) -> str:
    number = 2
    while f"{name}-{number}" in used:
        number += 1
    return f"{name}-{number}"


def _correction(old: Version, lines: tuple[str, ...], name: str, used: set[str]) -> str:
    """The correction that a changed record should have been, ready to paste."""
    kept = [line for line in lines if line.strip().lstrip("- ").partition(":")[0] not in ("id", "corrects", "reason")]
    own = [line.replace("- ", "  ", 1) if line.lstrip().startswith("- ") else line for line in kept]
    return "\n".join([f"  - id: {_free(name, used)}", *own, f"    corrects: {name}", "    reason: 在这里写更正的原因"])


def _withdrawal(name: str, used: set[str], day: object) -> str:
    lines = [f"  - id: {_free(name, used)}", f"    withdraws: {name}", "    reason: 在这里写撤回的原因"]
    return "\n".join([*lines, f"    reported_on: {day}"])


def _passed(root: Path, commit: str, holds: Callable[[Path], object]) -> bool:
    """Whether a commit's data held to the rules: what never passed was never published."""
    with tempfile.TemporaryDirectory() as folder:
        if not unpack(root, commit, ["data", "docs", "mkdocs.yml"], Path(folder)):
            return True
        try:
            holds(Path(folder))
        except DataError:
            return False
    return True


def published_records_stay(
    project: Project, past: History | None = None, holds: Callable[[Path], object] | None = None
) -> Iterator[Problem]:
    """A record that was once published stands in its file as it was.

    Args:
        project: the data now.
        past: the history; the repository's where none is given.
        holds: raises DataError for a folder whose data was never published; tried only for what differs.
    """
    if project.demo:
        return
    past = past or history(project.root, PROGRESS)
    now: dict[str, tuple[str, Mapping[str, Any], tuple[str, ...]]] = {}
    for file in project.files:
        text = (project.root / file.file).read_text(encoding="utf-8-sig")
        now |= {name: (file.file, fields, lines) for name, (fields, lines) in records_in(text).items()}
    places = {report.id: report for file in project.files for report in file.content.records}
    used = {*past.versions, *now}
    for name, forms in sorted(past.versions.items()):
        here = now.get(name)
        for old in forms:
            if here and here[0] == old.file and _same(old.fields, here[1]):
                break
            if holds is not None and not _passed(project.root, old.commit, holds):
                continue  # never published: mending it is right
            yield _problem(old, name, here, places, used)
            break


def _problem(old: Version, name: str, here: Any, places: Mapping[str, Any], used: set[str]) -> Problem:
    since = f"（{old.day} 公开）" if old.day else ""
    original = "\n".join(old.lines)
    if here is None or here[0] != old.file:
        at = Location(here[0]) if here else Location(old.file)
        wrong = f"公开过的记录“{name}”{since}被{'移到了别的文件' if here else '删掉了'}"
        paste = f"{original}\n{_withdrawal(name, used, old.fields.get('reported_on', old.day))}"
        moved = "，把这一条换一个编号" if here else ""
        return Problem(at, wrong, f"不能删；要作废{moved}，在 {old.file} 的 records 末尾粘贴：\n{paste}\n")
    report, new = places[name], here[1]
    changed = [key for key in {**old.fields, **new} if old.fields.get(key) != new.get(key)]
    keys = [key for key in changed if key not in _MAY_COME] or changed
    shown = "、".join(f"{key} 从“{old.fields.get(key, '没有')}”改成了“{new.get(key, '没有')}”" for key in keys)
    wrong = f"公开过的记录“{name}”{since}被改动：{shown}"
    paste = _correction(old, here[2], name, used)
    if any(key in ("target", "task") for key in keys):
        paste = _withdrawal(name, used, new.get("reported_on", old.day))
    remedy = f"不能直接改；把这一条换成下面两条，日期和依据按实际写：\n{original}\n{paste}\n"
    return Problem(report.at(), wrong, remedy)
