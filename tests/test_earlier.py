"""Earlier editions: the data as they stood on a day, from the repository's history, or a clear refusal."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path

import pytest

from macros.published.release import release
from macros.records.problem import DataError
from scripts.split_plan import split_plan
from tests.test_history import NEW, commit, edit, git

BEFORE = "  - id: 2024-alpha-contest"
HALF = NEW.replace("value: 3", "value: 2")


@pytest.fixture
def kept(tiny: Path) -> Path:
    git(tiny, "init", "-q", "-b", "main")
    commit(tiny, "2026-03-04")
    return tiny


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def said(root: Path, on: str) -> str:
    with pytest.raises(DataError) as error:
        release(root, as_of=day(on))
    return str(error.value)


def test_an_earlier_edition_has_that_days_records_and_is_judged_on_it(kept: Path) -> None:
    edit(kept, BEFORE, HALF + BEFORE)
    commit(kept, "2026-05-06")
    before, after = release(kept, as_of=day("2026-05-05")), release(kept, as_of=day("2026-05-06"))
    assert "2024-alpha-half" not in before.account.by_id
    assert "2024-alpha-half" in after.account.by_id
    assert (before.stamp.as_of, before.stamp.today) == (day("2026-05-05"), day("2026-05-05"))
    assert before.stamp.date == day("2026-03-04")
    first = subprocess.run(["git", "-C", str(kept), "rev-list", "--max-parents=0", "HEAD"], capture_output=True)
    assert first.stdout.decode().startswith(before.stamp.commit or "?")
    assert before.stamp.history is None
    assert release(kept).stamp.as_of is None


def test_the_work_tree_stays_as_it_is(kept: Path) -> None:
    edit(kept, BEFORE, HALF + BEFORE)  # not committed
    before = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file() and ".git" not in path.parts}
    assert "2024-alpha-half" not in release(kept, as_of=day("2026-06-01")).account.by_id
    after = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file() and ".git" not in path.parts}
    assert before == after


def test_what_did_not_pass_was_not_the_edition_of_that_day(kept: Path) -> None:
    edit(kept, BEFORE, HALF.replace("as_of: 2024-06-30", "as_of: 2023-06-30") + BEFORE)
    commit(kept, "2026-05-06")
    made = release(kept, as_of=day("2026-05-07"))
    assert "2024-alpha-half" not in made.account.by_id
    assert "没有通过检查" in (made.stamp.history or "")


def test_where_nothing_passes_it_says_how_to_use_that_days_program(kept: Path) -> None:
    git(kept, "checkout", "-q", "--orphan", "other")
    edit(kept, "covered: 3", "covered: 三")
    commit(kept, "2026-02-01")
    message = said(kept, "2026-02-02")
    assert "都没有通过现在的检查" in message
    assert "git worktree add" in message
    assert "三" in message


def test_bodies_of_that_day_have_pages_and_no_others(kept: Path) -> None:
    path = kept / "data" / "bodies.yml"
    text = path.read_text(encoding="utf-8")
    added = text + "\n- name: 区新局\n  slug: new\n  kind: single\n  set_up: {since: 2025-01-01, source: 某文}\n"
    path.write_text(added, encoding="utf-8")
    split_plan(kept)
    commit(kept, "2026-05-06")
    assert "new" not in release(kept, as_of=day("2026-05-05")).account.project.index.bodies
    assert "new" in release(kept, as_of=day("2026-05-06")).account.project.index.bodies


@pytest.mark.parametrize(
    ("on", "wrong"), [("2026-03-03", "版本库里最早的版本是 2026-03-04 的"), ("2999-01-01", "这一天还没有到")]
)
def test_a_day_without_a_version_is_refused(kept: Path, on: str, wrong: str) -> None:
    assert wrong in said(kept, on)


def test_a_gap_of_the_history_is_refused_and_never_something_else_shown(
    kept: Path,
    tiny: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edit(kept, BEFORE, HALF + BEFORE)
    commit(kept, "2026-05-06")
    git(kept, "clone", "-q", "--depth=1", f"file://{kept}", str(tmp_path / "copy"))
    assert "浅克隆" in said(tmp_path / "copy", "2026-05-06")
    assert "git fetch --unshallow" in said(tmp_path / "copy", "2026-05-06")
    with monkeypatch.context() as patch:
        patch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        assert "属于另一个用户" in said(kept, "2026-05-06")
    (kept / ".git").rename(tmp_path / "away")
    assert "不在版本库里" in said(kept, "2026-05-06")


def test_made_up_records_have_no_earlier_edition(kept: Path) -> None:
    with pytest.raises(DataError, match="以前的版本只用那一天的数据"):
        release(kept, as_of=day("2026-05-06"), progress=kept / "data" / "progress")
