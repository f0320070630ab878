"""A power cut while returns are taken in: at each step of the writing the records are all old or all new."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from macros.forms.returns import Asked, Returned, read_file
from macros.forms.take import Source, draft
from macros.judged.asked import chosen
from macros.published.release import release
from macros.records.writing import finish, write_files
from tests.filling import TODAY, Workbook, project
from tests.tools.killing import kills


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    project(folder)
    return folder


def filed(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "tests/demo/progress/2025").glob("*.yml")}


def test_records_are_old_or_new_at_every_step(root: Path) -> None:
    progress = root / "tests/demo/progress"
    made = release(root, progress=progress, today=TODAY)
    collected = Asked(made.account, chosen(made.account, None))
    returns: list[Returned] = []
    for slug in ("union", "women", "towns-341002100"):
        raw = Workbook(collected.forms(collected.round.id)[slug]).fill().raw
        returns += read_file(raw, f"{slug}.xlsx", collected).returned
    source = Source(root, progress, made.account.project, frozenset())
    files = draft(source, returns).files
    assert len(files) == 3
    new = {Path(name).name: content for name, content in files.items()}

    def prepare() -> None:
        finish(root)
        shutil.rmtree(progress / "2025", ignore_errors=True)

    seen = []
    for _ in kills(lambda: write_files(source.base, files), prepare):
        finish(root)
        seen.append(filed(root))
        assert seen[-1] in ({}, new)
        assert not list(root.rglob(".changes.json"))
    assert {} in seen
    assert new in seen
