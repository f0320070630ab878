"""Two states of the data compared: every kind of change is told in words, and nothing else is."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.changes.compare import compare
from macros.changes.shapes import Changes, Kind
from macros.published.release import beside, release
from macros.site.shown import shown
from tests.conftest import ROOT

TODAY = datetime.date(2026, 6, 1)
EVIDENCE = "\n    evidence: {title: 年报}\n"
Edit = Callable[[str], str]


def add(file: str, record: str) -> tuple[str, Edit]:
    """An edit that adds a record at the end of a progress file."""
    return f"data/progress/{file}.yml", lambda text: text.rstrip("\n") + "\n" + record


def put(file: str, old: str, new: str) -> tuple[str, Edit]:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return file, edit


def changed(
    root: Path, *edits: tuple[str, Edit], days: tuple[datetime.date, datetime.date] = (TODAY, TODAY)
) -> Changes:
    """What is said of a copy of the small plan that was edited."""
    after = root.with_name("after")
    shutil.copytree(root, after)
    for file, edit in edits:
        path = after / file
        path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    return compare(release(root, today=days[0]), release(after, today=days[1]), shown)


FAIRS = f"""  - id: 2025-alpha-fairs
    target: t01-fairs
    value: 5
    as_of: 2025-12-31
    reported_on: 2026-02-01{EVIDENCE}"""
COVERED = f"""  - id: 2024-alpha-villages-2
    target: t03-villages
    covered: 4
    total: 4
    as_of: 2024-12-31
    reported_on: 2025-03-10{EVIDENCE}    corrects: 2024-alpha-villages
    reason: 漏记一村
"""
WITHDRAWN = """  - id: 2024-alpha-contest-2
    withdraws: 2024-alpha-contest
    reason: 报的是别的活动
    reported_on: 2025-03-10
"""
UNAVAILABLE = f"""  - id: 2024-alpha-readers
    target: t02-readers
    unavailable: 未统计
    reason: 没有台账
    as_of: 2024-12-31
    reported_on: 2025-03-10{EVIDENCE}    statement: 没有人手去数。
    cause: 人员
    next: 明年起建台账。
"""
STATE = f"""  - id: 2025-towns-t01-2
    task: t01
    state: 推进中
    summary: 又办起来了。
    as_of: 2025-09-01
    reported_on: 2025-09-02{EVIDENCE}"""
SMALLER = f"""  - id: 2025-towns-villages-half
    target: t01-villages
    value: 2
    as_of: 2025-06-30
    reported_on: 2025-07-10{EVIDENCE}"""
SEEN = "    verification: {method: 现场核实, by: 各镇人民政府, checked_on: 2025-04-01, held: false}\n"

SAID = {
    "new": (
        [add("2025/towns", FAIRS.replace("alpha", "towns"))],
        Kind.NEW,
        "任务1 书市（2025年）：未报告 → 5场（各镇人民政府，截至2025-12-31，来源：年报）",
    ),
    "a figure of an earlier day": (
        [add("2025/towns", SMALLER)],
        Kind.LATER,
        "任务1 送书下乡（2025年）：又报2场，现有的数仍是4场（各镇人民政府，截至2025-06-30，来源：年报）",
    ),
    "correction": (
        [add("2024/alpha", COVERED)],
        Kind.CORRECTION,
        "任务3 村（2024年）：更正 覆盖3个，共4个 → 覆盖4个，共4个"
        "（区甲管理局，截至2024-12-31，来源：年报，原因：漏记一村）",
    ),
    "withdrawal": (
        [add("2024/alpha", WITHDRAWN)],
        Kind.WITHDRAWAL,
        "任务3 写字赛（2024年）：撤回已举办的一条报告 2024-alpha-contest"
        "（区甲管理局，原因：报的是别的活动）；现在是未报告",
    ),
    "unavailable": (
        [add("2024/alpha", UNAVAILABLE)],
        Kind.UNAVAILABLE,
        "任务2 读书人（2024年）：未统计（区甲管理局，截至2024-12-31，来源：年报，原因：没有台账）",
    ),
    "statement": (
        [add("2024/alpha", UNAVAILABLE)],
        Kind.STATEMENT,
        "任务2 读书人（2024年）：区甲管理局说明（人员）：没有人手去数。下一步：明年起建台账。",
    ),
    "state": (
        [add("2025/towns", STATE)],
        Kind.STATE,
        "任务1 多读书：补报推进中，最近的报告仍是已完成：又办起来了。（各镇人民政府，截至2025-09-01，来源：年报）",
    ),
    "verification": (
        [
            put(
                "data/progress/2024/alpha.yml",
                "    held: true\n",
                f"    held: true\n{SEEN}",
            )
        ],
        Kind.VERIFICATION,
        "任务3 写字赛（2024年）：各镇人民政府2025-04-01现场核实，结果为未举办，报告的是已举办"
        "（区甲管理局的报告 2024-alpha-contest）",
    ),
    "a field written later": (
        [put("data/progress/2024/alpha.yml", "    held: true\n", "    held: true\n    confirmed: 看过照片\n")],
        Kind.EDITED,
        "任务3 写字赛（2024年）：区甲管理局的报告 2024-alpha-contest 改了核对的依据",
    ),
    "a changed figure": (
        [put("data/progress/2024/alpha.yml", "    held: true\n", "    held: false\n")],
        Kind.EDITED,
        "任务3 写字赛（2024年）：区甲管理局的报告 2024-alpha-contest 改了数，已举办 → 未举办",
    ),
    "outcome": (
        [add("2024/alpha", COVERED)],
        Kind.OUTCOME,
        "任务3 村：由‘未报告’变为‘达到’：全覆盖（原文未载明期限，按整个实施期2022—2025年计算）；"
        "报告覆盖4个，共4个（截至2024-12-31，来源：年报）；4＝4，达到",
    ),
    "body": (
        [put("data/bodies.yml", "  slug: beta\n", "  slug: beta\n  also: [乙丙]\n")],
        Kind.BODY,
        "区乙和丙局：改了搜索用的简称",
    ),
    "what became of a body": (
        [
            put(
                "data/bodies.yml",
                "  slug: beta\n  kind: single\n",
                "  slug: beta\n  kind: single\n  changes:\n"
                "    - {kind: renamed, since: 2024-03-15, to: [区丁局], source: 某文}\n",
            )
        ],
        Kind.BODY,
        "区乙和丙局：改了变动：2024年3月15日更名为区丁局，依据：某文",
    ),
    "target": (
        [put("data/targets.yml", "  name: 书店\n", "  name: 书铺\n")],
        Kind.TARGET,
        "任务2 书铺：改了名称",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_each_kind_of_change_is_told(tiny: Path, name: str) -> None:
    edits, kind, words = SAID[name]
    found = changed(tiny, *edits)
    assert words in [change.words for change in found.of(kind)], found.text
    assert words in found.text


def test_a_later_figure_of_a_level_shows_both(tiny: Path) -> None:
    path = tiny / "data" / "targets.yml"
    first, last = path.read_text(encoding="utf-8").split("- id: t02-readers")
    path.write_text(f"{first}- id: t02-readers{last.replace('flow', 'stock', 1)}", encoding="utf-8")
    half = (
        FAIRS.replace("alpha-fairs", "alpha-half").replace("t01-fairs", "t02-readers").replace("value: 5", "value: 3")
    )
    half = half.replace("2025-12-31", "2025-06-30")
    late = half.replace("alpha-half", "alpha-late").replace("value: 3", "value: 11").replace("06-30", "11-30")
    (tiny / "data/progress/2025/alpha.yml").write_text(f"body: 区甲管理局\nrecords:\n{half}", encoding="utf-8")
    found = changed(tiny, add("2025/alpha", late))
    assert [it.words for it in found.of(Kind.LATER)] == [
        "任务2 读书人：3 → 11名（区甲管理局，截至2025-11-30，来源：年报）"
    ]
    assert ("未报告", "达到", 1) in found.results
    assert "1 项结果由‘未报告’变为‘达到’" in found.text


def test_no_longer_late_is_told_and_only_then(tiny: Path) -> None:
    found = changed(tiny, add("2025/towns", FAIRS.replace("alpha", "towns")))
    assert [change.words for change in found.of(Kind.DUE) if change.about == "towns"] == [
        "各镇人民政府：2025年应报的 2 项已经报齐，不再逾期"
    ]
    assert [change.words for change in found.of(Kind.DUE) if change.about == "alpha"] == [
        "区甲管理局：2025年还缺的由 6 项变为 5 项，逾期 121 天"
    ]


def test_a_deleted_record_is_told(tiny: Path) -> None:
    path = "data/progress/2025/towns.yml"
    found = changed(tiny, (path, lambda text: text[: text.index("  - id: 2025-towns-t01\n")]))
    assert [change.words for change in found.of(Kind.REMOVED)] == [
        "任务1 多读书：各镇人民政府的报告 2025-towns-t01（已完成）没有了"
    ]


def test_no_change_says_so(tiny: Path) -> None:
    found = changed(tiny)
    assert not found
    assert found.text == "没有变化。\n"


def test_a_remark_changes_no_page_and_pages_not_looked_at_are_not_counted(tiny: Path) -> None:
    found = changed(tiny, ("docs/index.md", lambda text: text + "\n<!-- 记着 -->\n"))
    assert not found.pages
    found = compare(release(tiny, today=TODAY), release(tiny, today=TODAY))
    assert found.pages is None
    assert "页面" not in found.text


def test_pages_are_those_whose_content_differs(tiny: Path) -> None:
    (tiny / "docs" / "log.md").write_text("---\ntitle: 记录\n---\n\n{{ change_log() }}\n", encoding="utf-8")
    found = changed(tiny, add("2024/alpha", WITHDRAWN), ("docs/index.md", lambda text: text + "\n添一句。\n"))
    assert found.pages is not None
    assert {"记录", "首页"} <= set(found.pages)
    assert not any("任务1" in page or "任务2" in page for page in found.pages)
    assert f"{len(found.pages)} 个页面变化" in found.text


def test_two_days_are_named(tiny: Path) -> None:
    found = changed(tiny, days=(TODAY, datetime.date(2026, 6, 2)))
    assert "两份数据判定的日期不同：2026-06-01 和 2026-06-02" in found.text


def test_a_file_that_nothing_else_tells_of_is_named(tiny: Path) -> None:
    found = changed(tiny, ("data/targets.yml", lambda text: text + "# 一句备注\n"))
    assert found.text == "有变化的数据文件（1）：data/targets.yml\n"


def test_markdown_lets_nobody_out_of_the_fence(tiny: Path) -> None:
    nasty = FAIRS.replace("alpha", "towns").replace("年报", "~~~ @someone [a](https://example.org) <img src=x> ``` #1")
    found = changed(tiny, add("2025/towns", nasty.replace("{title: ", "{title: '").replace("}\n", "'}\n")))
    lines = found.markdown().split("\n")
    fence = lines[2].removesuffix("text")
    assert set(fence) == {"~"}
    assert len(fence) > 3
    inside = lines[3 : lines.index(fence)]
    assert any("@someone" in line for line in inside)
    assert not any(line.strip() and "@" in line for line in lines[lines.index(fence) :])
    short = found.markdown(300)
    assert "没有列出" in short
    assert short.rstrip().endswith(fence)


# The command, through its door.


def git(root: Path, *arguments: str) -> str:
    named = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", "-C", str(root), *named, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def run(root: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("GITHUB_BASE_REF", "CI_COMMIT_SHA")}
    command = [sys.executable, "-m", "scripts.changes", "--root", str(root), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=kept | more)


@pytest.fixture
def repository(tiny: Path) -> Path:
    git(tiny, "init", "-q", "-b", "main")
    git(tiny, "add", ".")
    git(tiny, "commit", "-q", "-m", "eins")
    return tiny


def report(root: Path, record: str = FAIRS.replace("alpha", "towns")) -> None:
    path = root / "data/progress/2025/towns.yml"
    path.write_text(path.read_text(encoding="utf-8") + record, encoding="utf-8")


def test_the_command_compares_with_the_last_commit(repository: Path) -> None:
    assert "没有变化。" in run(repository).stdout
    report(repository)
    before = {
        path: path.stat().st_mtime_ns for path in repository.rglob("*") if path.is_file() and ".git" not in path.parts
    }
    status = git(repository, "status", "--porcelain")
    done = run(repository)
    assert done.returncode == 0, done.stderr
    assert "任务1 书市（2025年）：未报告 → 5场（各镇人民政府" in done.stdout
    after = {
        path: path.stat().st_mtime_ns for path in repository.rglob("*") if path.is_file() and ".git" not in path.parts
    }
    assert after == before
    assert git(repository, "status", "--porcelain") == status


def test_a_branch_is_compared_with_main(repository: Path, tmp_path: Path) -> None:
    git(repository, "checkout", "-q", "-b", "mine")
    report(repository)
    git(repository, "commit", "-q", "-a", "-m", "zwei")
    assert "5场" in run(repository).stdout
    assert "没有变化。" in run(repository, "HEAD").stdout
    assert "5场" in run(repository, "HEAD^").stdout
    out = tmp_path / "changes.md"
    assert run(repository, "main", "--markdown", str(out)).returncode == 0
    assert "5场" in out.read_text(encoding="utf-8")


def test_the_day_of_publication_is_no_change(repository: Path) -> None:
    report(repository)
    git(repository, "commit", "-q", "-a", "-m", "zwei")
    report(repository, SMALLER)
    git(repository, "commit", "-q", "-a", "-m", "drei")
    said = run(repository, "HEAD^").stdout
    assert "2025-towns-fairs" not in said
    assert "改了公开日期" not in said


def test_a_folder_without_history_differs_in_its_data_alone(repository: Path) -> None:
    report(repository)
    git(repository, "commit", "-q", "-a", "-m", "zwei")
    staged = repository.with_name("staged")
    shutil.copytree(repository, staged, ignore=shutil.ignore_patterns(".git"))
    old = release(repository, today=TODAY)
    assert not compare(old, beside(staged, old), shown)
    assert not compare(old, release(staged, today=TODAY)).changes


def test_a_project_below_the_repository_is_found(tiny: Path) -> None:
    git(tiny.parent, "init", "-q", "-b", "main")
    git(tiny.parent, "add", ".")
    git(tiny.parent, "commit", "-q", "-m", "eins")
    report(tiny)
    assert "5场" in run(tiny).stdout


def test_a_folder_is_compared(repository: Path) -> None:
    older = repository.with_name("以前 的")
    shutil.copytree(repository, older, ignore=shutil.ignore_patterns(".git"))
    report(repository)
    done = run(repository, str(older))
    assert "5场" in done.stdout, done.stderr


@pytest.mark.parametrize(
    ("arguments", "more", "wrong", "remedy"),
    [
        (["nosuch"], {}, "没有“nosuch”这个提交", "git log --oneline"),
        ([], {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}, "属于另一个用户", "safe.directory"),
    ],
)
def test_what_cannot_be_compared_is_told(
    repository: Path, arguments: list[str], more: dict[str, str], wrong: str, remedy: str
) -> None:
    done = run(repository, *arguments, **more)
    assert done.returncode
    assert "Traceback" not in done.stderr
    assert wrong in done.stderr
    assert remedy in done.stderr


def test_without_git_the_remedy_is_a_folder(tiny: Path) -> None:
    done = run(tiny)
    assert done.returncode == 1
    assert "不在版本库里" in done.stderr
    assert "python -m scripts.changes 文件夹" in done.stderr


def test_an_older_state_that_no_rule_would_pass_is_told(repository: Path) -> None:
    good = (repository / "data/targets.yml").read_text(encoding="utf-8")
    (repository / "data/targets.yml").write_text(good.replace("value: 2\n", "value: 3\n", 1), encoding="utf-8")
    git(repository, "commit", "-q", "-a", "-m", "zwei")
    (repository / "data/targets.yml").write_text(good, encoding="utf-8")
    done = run(repository)
    assert done.returncode == 1
    assert "没有通过现在的检查" in done.stderr
    assert "Traceback" not in done.stderr
