"""Rules for the copies of evidence below data/evidence/."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from macros.records.problem import Problem
from macros.records.project import Project

EVIDENCE = "data/evidence"


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


CHECKS = [evidence_files_are_whole]
