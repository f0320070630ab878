"""Rules for the copies of evidence below data/evidence/."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from macros.records.problem import Location, Problem
from macros.records.project import Project
from macros.records.reading import files_below
from macros.rules.hidden import KINDS, hidden
from macros.rules.privacy import found

EVIDENCE = "data/evidence"


def evidence_files_are_named(project: Project) -> Iterator[Problem]:
    """Every file below data/evidence/ is the copy that some record names: nobody else has looked through it."""
    problems: list[Problem] = []
    folder = project.root / EVIDENCE
    given = (filing.report.evidence for filing in project.filings)
    named = {folder / evidence.file for evidence in given if evidence and evidence.file}
    for path in files_below(project.root, folder, problems) if folder.is_dir() else ():
        if path not in named:
            at = Location(path.relative_to(project.root).as_posix())
            yield Problem(at, "没有一条记录写着这个文件", "在记录的 evidence 里写上 file 和 sha256，或者移走它")
    yield from problems


def evidence_files_are_whole(project: Project) -> Iterator[Problem]:
    """A copy of evidence stands below data/evidence/ and is the bytes its SHA-256 says."""
    for report in (filing.report for filing in project.filings):
        evidence = report.evidence
        if evidence is None or (evidence.file is None and evidence.sha256 is None):
            continue
        if evidence.file is None:
            yield Problem(report.at("evidence", "sha256"), "写了 sha256，没有写 file", "补上 file，或者删掉 sha256")
            continue
        at, path = report.at("evidence", "file"), project.root / EVIDENCE / evidence.file
        if ".." in evidence.file.split("/") or not path.is_file():
            yield Problem(at, f"{EVIDENCE}/ 下没有文件“{evidence.file}”", f"把文件放到 {EVIDENCE}/，或者改正 file")
            continue
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if evidence.sha256 != digest:
            wrong = "缺少 sha256" if evidence.sha256 is None else "文件与 sha256 不符，可能被改动过"
            yield Problem(at, wrong, f"核对文件；是这份文件就写 sha256: {digest}")


def evidence_files_tell_nothing_of_persons(project: Project) -> Iterator[Problem]:
    """A copy of evidence is of a kind that can be looked through, and holds no author, place or comment, no
    telephone or identity number: it is published as it is.
    """
    for path, name in sorted(copies(project).items()):
        at, kind = Location(f"{EVIDENCE}/{name}"), path.name.rpartition(".")[2]
        if kind not in KINDS:
            remedy = f"换成 {'、'.join(KINDS)} 文件（结尾用小写）；别的由单位留存，公开的写网址 url 和存档网址 archive"
            yield Problem(at, f"“{path.name}”这种文件看不出里面有没有个人信息", remedy)
            continue
        raw = path.read_bytes()
        for wrong, clean in hidden(path.name, raw):
            yield Problem(at, wrong, f"{clean}；换了文件，sha256 也照检查给出的改")
        if kind in ("txt", "csv") and (seen := found(raw.decode("utf-8", "replace"), offices=True)):
            yield Problem(at, f"像是{seen[1]}", "个人信息不能公开，删掉；换了文件，sha256 也照检查给出的改")


def copies(project: Project) -> dict[Path, str]:
    """The copies of evidence that records name and that are there: file to its path below data/evidence/."""
    given = (filing.report.evidence for filing in project.filings)
    names = {it.file for it in given if it and it.file and ".." not in it.file.split("/")}
    paths = {project.root / EVIDENCE / name: name for name in names}
    return {path: name for path, name in paths.items() if path.is_file() and not path.is_symlink()}


CHECKS = [evidence_files_are_named, evidence_files_are_whole, evidence_files_tell_nothing_of_persons]
