"""What was published stays published, and the day it was; what git refuses is said."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from macros.published.before import past_of
from macros.published.release import release
from macros.records.history import history
from macros.records.load import PROGRESS
from macros.records.problem import DataError
from macros.records.repository import Gap, gap_of
from macros.rules.checked import load_checked

FILE = f"{PROGRESS}/2024/alpha.yml"


def git(root: Path, *arguments: str, day: str = "2025-03-04") -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    when = f"{day}T12:00:00+08:00"
    env = os.environ | {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    subprocess.run(["git", "-C", str(root), *who, *arguments], env=env, check=True, capture_output=True)


def commit(root: Path, day: str = "2025-03-04") -> None:
    git(root, "add", "-A", day=day)
    git(root, "commit", "-qm", "x", day=day)


@pytest.fixture
def kept(tiny: Path) -> Path:
    git(tiny, "init", "-q", "-b", "main")
    commit(tiny)
    return tiny


def edit(root: Path, old: str, new: str) -> str:
    text = (root / FILE).read_text(encoding="utf-8")
    assert old in text
    (root / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text


def said(root: Path) -> str:
    with pytest.raises(DataError) as error:
        load_checked(root)
    (problem,) = error.value.problems
    return f"{problem.wrong}|{problem.remedy}"


def pasted(root: Path, remedy: str) -> None:
    """Put what the message holds at the end of the records."""
    paste = remedy.partition("\n")[2]
    path = root / FILE
    path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\n{paste.rstrip()}\n", encoding="utf-8")


@pytest.mark.parametrize("committed", [False, True])
def test_a_changed_figure_is_refused_and_the_correction_given(kept: Path, committed: bool) -> None:
    edit(kept, "covered: 3", "covered: 2")
    if committed:
        commit(kept, "2025-04-01")
    message = said(kept)
    assert "covered 从“3”改成了“2”" in message
    assert "2025-03-04 公开" in message
    text = (kept / FILE).read_text(encoding="utf-8")
    start, end = text.index("  - id: 2024-alpha-villages"), text.index("  - id: 2024-alpha-contest")
    (kept / FILE).write_text(text[:start] + text[end:], encoding="utf-8")
    pasted(kept, message)
    project = load_checked(kept)
    assert "corrects: 2024-alpha-villages" in (kept / FILE).read_text(encoding="utf-8")
    assert len(project.filings) == 7


def test_a_deleted_record_is_refused_and_the_withdrawal_given(kept: Path) -> None:
    text = (kept / FILE).read_text(encoding="utf-8")
    (kept / FILE).write_text(text[: text.index("  - id: 2024-alpha-contest")], encoding="utf-8")
    message = said(kept)
    assert "2024-alpha-contest" in message
    pasted(kept, message)
    load_checked(kept)
    assert "withdraws: 2024-alpha-contest" in (kept / FILE).read_text(encoding="utf-8")


def test_verification_and_copies_may_come_later(kept: Path) -> None:
    verified = "verification: {method: 现场核实, by: 各镇人民政府, checked_on: 2025-04-01}"
    edit(kept, "held: true", f"held: true\n    {verified}")
    load_checked(kept)
    edit(
        kept, 'url: "https://example.org/2024"', 'url: "https://example.org/2024", archive: "https://example.org/copy"'
    )
    load_checked(kept)


def test_what_never_passed_may_be_mended(kept: Path) -> None:
    """A commit whose data was refused was never published: its records are mended in place."""
    edit(
        kept,
        "  - id: 2024-alpha-contest",
        NEW.replace("as_of: 2024-06-30", "as_of: 2023-06-30") + "  - id: 2024-alpha-contest",
    )
    commit(kept, "2025-04-01")
    edit(kept, "as_of: 2023-06-30", "as_of: 2024-06-30")
    commit(kept, "2025-04-02")
    load_checked(kept)


NEW = """  - id: 2024-alpha-half
    target: t02-readers
    value: 3
    as_of: 2024-06-30
    reported_on: 2025-01-10
    evidence: {title: 半年报}
"""


def test_news_is_the_day_of_publication(kept: Path) -> None:
    edit(kept, "  - id: 2024-alpha-contest", NEW + "  - id: 2024-alpha-contest")
    commit(kept, "2025-05-06")
    made = release(kept)
    first = made.account.changes[0]
    assert first.report.id == "2024-alpha-half"
    assert made.account.news(first).isoformat() == "2025-05-06"
    assert made.stamp.history is None


def refused(root: Path) -> Gap:
    """The gap that the history of a folder has."""
    gap = history(root, PROGRESS).gap
    assert gap is not None
    assert gap == gap_of(root)
    return gap


def test_a_folder_without_history_says_so(
    tiny: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI_COMMIT_SHA", "0123456789abcdef")
    assert "不在版本库里" in refused(tiny).wrong
    made = release(tiny)
    assert made.stamp.commit == "0123456789ab"
    assert "不在版本库里" in (made.stamp.history or "")
    monkeypatch.delenv("CI_COMMIT_SHA")
    monkeypatch.delenv("GITHUB_SHA", raising=False)
    assert release(tiny).stamp.commit is None


def test_a_shallow_copy_says_so(kept: Path, tmp_path: Path) -> None:
    edit(kept, "covered: 3", "covered: 2")
    commit(kept, "2025-04-01")
    git(kept, "clone", "-q", "--depth=1", f"file://{kept}", str(tmp_path / "copy"))
    assert "浅克隆" in refused(tmp_path / "copy").wrong
    assert history(tmp_path / "copy", PROGRESS).first_days == {}


def test_the_day_is_the_builds_not_the_commits(kept: Path) -> None:
    assert release(kept).stamp.today.year >= 2026
    assert release(kept).stamp.date.isoformat() == "2025-03-04"


def test_a_folder_of_somebody_else_says_so(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("CI_COMMIT_SHA", "0123456789abcdef")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "另一个用户" in refused(kept).wrong
    assert f"safe.directory {kept}" in refused(kept).remedy
    made = release(kept)
    assert (made.stamp.commit, made.stamp.history) == ("0123456789ab", refused(kept).wrong)
    assert made.account.first_days == {}
    monkeypatch.delenv("CI_COMMIT_SHA")
    monkeypatch.delenv("GITHUB_SHA", raising=False)
    assert release(kept).stamp.commit is None


def test_a_copy_inside_another_repository_has_no_history_of_its_own(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI_COMMIT_SHA", raising=False)
    monkeypatch.delenv("GITHUB_SHA", raising=False)
    git(tiny.parent, "init", "-q", "-b", "main")
    (tiny.parent / "x").write_text("x")
    git(tiny.parent, "add", "x")
    git(tiny.parent, "commit", "-qm", "x")
    assert "不在版本库里" in refused(tiny).wrong
    made = release(tiny)
    assert made.stamp.commit is None
    assert made.stamp.date.isoformat() != "2025-03-04"


def test_a_repository_without_a_commit_says_so(tiny: Path) -> None:
    git(tiny, "init", "-q", "-b", "main")
    git(tiny, "add", "-A")
    assert "还没有提交" in refused(tiny).wrong


def test_a_branch_that_was_not_fetched_says_so(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_BASE_REF", "trunk")
    assert "没有取到公开的分支 trunk" in refused(kept).wrong


def test_a_machine_without_git_says_so(kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "没有安装 git" in refused(kept).wrong


def test_a_change_is_refused_where_only_the_published_site_tells_the_past(tiny: Path, tmp_path: Path) -> None:
    """A copy without history is compared with the site's progress.json."""
    published = tmp_path / "progress.json"
    published.write_bytes(release(tiny).files["open-data/progress.json"])
    load_checked(tiny, past=past_of(tiny, str(published)))
    verified = "verification: {method: 现场核实, by: 各镇人民政府, checked_on: 2025-04-01}"
    edit(tiny, "held: true", f"held: true\n    {verified}")
    load_checked(tiny, past=past_of(tiny, str(published)))
    edit(tiny, "value: 1\n", "value: 3\n")
    with pytest.raises(DataError) as error:
        load_checked(tiny, past=past_of(tiny, str(published)))
    (problem,) = error.value.problems
    assert "公开过的记录“2024-alpha-fairs”被改动：value 从“1”改成了“3”" in problem.wrong
    text = (tiny / FILE).read_text(encoding="utf-8")
    start, end = text.index("  - id: 2024-alpha-fairs\n"), text.index("  - id: 2024-alpha-fairs-2")
    (tiny / FILE).write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_checked(tiny, past=past_of(tiny, str(published)))
    assert "被删掉了" in str(error.value)


def test_what_the_published_site_gives_back_mends_the_file(tiny: Path, tmp_path: Path) -> None:
    published = tmp_path / "progress.json"
    published.write_bytes(release(tiny).files["open-data/progress.json"])
    text = (tiny / FILE).read_text(encoding="utf-8")
    (tiny / FILE).write_text(text[: text.index("  - id: 2024-alpha-contest")], encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_checked(tiny, past=past_of(tiny, str(published)))
    pasted(tiny, error.value.problems[0].remedy)
    load_checked(tiny, past=past_of(tiny, str(published)))
    assert "withdraws: 2024-alpha-contest" in (tiny / FILE).read_text(encoding="utf-8")


def test_the_published_site_tells_the_day_of_publication(kept: Path, tmp_path: Path) -> None:
    published = tmp_path / "progress.json"
    published.write_bytes(release(kept).files["open-data/progress.json"])
    (kept / ".git").rename(tmp_path / "away")
    made = release(kept, published=str(published))
    assert {day.isoformat() for day in made.account.first_days.values()} == {"2025-03-04"}
    assert "不在版本库里" in (made.stamp.history or "")


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"<html>", "不是 JSON"),
        (b'{"a": 1}', "应当是一列"),
        (b'[{"id": "2024-alpha-x"}]', "第 1 条的字段不对"),
        (None, "读不到以前公开的记录"),
    ],
)
def test_what_is_no_published_file_is_refused(tiny: Path, tmp_path: Path, content: bytes | None, wrong: str) -> None:
    published = tmp_path / "progress.json"
    if content is not None:
        published.write_bytes(content)
    with pytest.raises(DataError, match=wrong):
        past_of(tiny, str(published))


def test_a_record_that_stands_twice_is_no_published_file(tiny: Path, tmp_path: Path) -> None:
    rows = json.loads(release(tiny).files["open-data/progress.json"])
    (tmp_path / "progress.json").write_text(json.dumps([rows[0], rows[0]]), encoding="utf-8")
    with pytest.raises(DataError, match="有两条"):
        past_of(tiny, str(tmp_path / "progress.json"))


def test_git_goes_before_the_published_site(kept: Path) -> None:
    assert past_of(kept, "/no/such/file").gap is None


def test_a_figure_written_another_way_is_the_same_figure(kept: Path) -> None:
    edit(kept, "covered: 3\n", "covered: 3.0\n")
    load_checked(kept)
