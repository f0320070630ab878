"""Rules for the copies of evidence below data/evidence/."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from macros.records.problem import Location, Problem
from macros.records.project import Project
from macros.records.reading import files_below

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
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if evidence.sha256 != found:
            wrong = "缺少 sha256" if evidence.sha256 is None else "文件与 sha256 不符，可能被改动过"
            yield Problem(at, wrong, f"核对文件；是这份文件就写 sha256: {found}")


CHECKS = [evidence_files_are_named, evidence_files_are_whole]
