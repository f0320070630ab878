"""The internal edition: what it shows, where it may lie, and that nothing public knows of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from macros.office.internal import MARK
from macros.records.private import private_folder
from macros.records.problem import DataError
from tests.conftest import ROOT

PICTURE = bytes.fromhex("89504e470d0a1a0a") + b"picture"
CONTACTS = """contacts:
  - {body: 区教育局, name: 张三（虚构）, post: 科普专干, phone: "0559-0000000", mail: a@example.org}
  - {body: 各镇人民政府, member: 屯光镇, name: <b>李四</b>（虚构）}
remarks:
  - {body: 区教育局, day: 2026-02-01, text: 年底换人。}
"""


def run(folder: Path, *more: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.internal", str(folder), "--root", str(root), *more]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def demo(folder: Path) -> subprocess.CompletedProcess[str]:
    return run(folder, "--progress", "tests/demo/progress", "--today", "2026-06-01")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An internal folder as people and the intake leave it."""
    held = tmp_path / "内部 的"
    (held / "2025-annual" / "education").mkdir(parents=True)
    (held / "联系人.yml").write_text(CONTACTS, encoding="utf-8")
    picture = "education/ab-图 1#.png"
    (held / "2025-annual" / picture).write_bytes(PICTURE)
    note = {"收到的文件": "表.xlsx", "轮次": "2025年终", "表末": {"填报人": "王五（虚构）", "日期": "2026-01-09"}}
    note["图片和附件"] = [{"文件": picture, "格子": "Q7"}]  # type: ignore[assignment]
    (held / "2025-annual" / "education.json").write_text(json.dumps([note]), encoding="utf-8")
    return held


def test_a_body_s_page_has_all_that_is_known_of_it(folder: Path) -> None:
    done = demo(folder)
    assert done.returncode == 0, done.stderr
    made = folder / "内部版"
    page = (made / "education.html").read_text(encoding="utf-8")
    for words in (
        "张三（虚构）",
        "0559-0000000",
        "2026-02-01",
        "年底换人。",
        "填报人：王五（虚构）",
        "（2025年终 Q7）",
    ):
        assert words in page
    source = re.search('<img src="([^"]+)"', page)
    assert source
    assert source[1] == "../2025-annual/education/ab-%E5%9B%BE%201%23.png"
    towns = (made / "towns.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;李四&lt;/b&gt;（虚构）（屯光镇）" in towns
    assert "张三" not in towns
    assert "张三" in (made / "index.html").read_text(encoding="utf-8")


def test_the_chase_list_has_days_and_only_years_that_are_over(folder: Path) -> None:
    demo(folder)
    page = (folder / "内部版" / "index.html").read_text(encoding="utf-8")
    assert re.search(r"2025年 [0-9]+ 项（已过 121 天）", page)
    run(folder, "--today", "2024-01-15")
    page = (folder / "内部版" / "index.html").read_text(encoding="utf-8")
    assert "2023年" in page
    assert "2024-01-31 到期" in page
    assert "2024年 " not in page
    assert "演示" not in page


def test_every_page_says_what_it_is_and_fetches_nothing(folder: Path) -> None:
    demo(folder)
    pages = sorted((folder / "内部版").glob("*.html"))
    assert len(pages) == 25
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert f"<thead><tr><td>{MARK}　演示数据（虚构）</td>" in text
        assert 'name="robots" content="noindex' in text
        assert "default-src 'none'" in text
        assert not re.search(r"(?:https?:)?//|<script|@import|url\(", text.split("<body>")[0] + text.split("<body>")[1])


def test_a_file_that_belongs_nowhere_is_named_and_the_last_edition_goes_as_a_whole(folder: Path) -> None:
    (folder / "照片.jpg").write_bytes(PICTURE)
    demo(folder)
    assert "照片.jpg" in (folder / "内部版" / "index.html").read_text(encoding="utf-8")
    (folder / "内部版" / "mine.txt").write_text("x", encoding="utf-8")
    done = demo(folder)
    assert done.returncode == 1
    assert "mine.txt" in done.stderr
    assert (folder / "内部版" / "mine.txt").is_file()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("body: 区教育局, name", "body: 区教育, name", "没有责任单位“区教育”（是否想写“区教育局”？"),
        ("phone:", "tel:", "联系人.yml:2:"),
        ("contacts:", "\tcontacts:", "联系人.yml:1:1"),
    ],
)
def test_mistakes_are_told_with_their_place(folder: Path, old: str, new: str, says: str) -> None:
    demo(folder)
    before = (folder / "内部版" / "education.html").read_bytes()
    path = folder / "联系人.yml"
    path.write_text(CONTACTS.replace(old, new, 1), encoding="utf-8")
    done = demo(folder)
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / "内部版" / "education.html").read_bytes() == before


def test_a_spoilt_note_of_the_intake_is_told(folder: Path) -> None:
    (folder / "2025-annual" / "education.json").write_text("[{]", encoding="utf-8")
    done = demo(folder)
    assert done.returncode == 1
    assert "2025-annual/education.json" in done.stderr


@pytest.fixture
def project(tiny: Path) -> Path:
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", "-C", str(tiny), *command], check=True)
    (tiny / ".gitignore").write_text("/内部/\n/site/\n/通报/\n", encoding="utf-8")
    return tiny


@pytest.mark.parametrize("where", ["docs/x", "data", "site", "site/pdf", ".", "..", "别处", "macros/a", "data/../docs"])
def test_a_folder_that_may_become_public_is_refused(project: Path, where: str) -> None:
    with pytest.raises(DataError):
        private_folder(project / where, project)
    done = run(project / where, root=project)
    assert done.returncode == 1
    assert "里面要放姓名和电话" in done.stderr


def test_a_folder_that_git_has_is_refused_wherever_it_is(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("a", encoding="utf-8")
    assert private_folder(other, project) == other
    subprocess.run(["git", "init", "-q", str(other)], check=True)
    with pytest.raises(DataError, match="没有被忽略"):
        private_folder(other, project)
    (other / ".gitignore").write_text("*\n", encoding="utf-8")
    assert private_folder(other, project) == other
    subprocess.run(["git", "-C", str(other), "add", "-f", "a.txt"], check=True)
    with pytest.raises(DataError, match="已经有"):
        private_folder(other, project)


def test_without_git_only_the_usual_folder_of_a_project_will_do(tiny: Path) -> None:
    assert private_folder(tiny / "内部-演示", tiny)
    with pytest.raises(DataError, match="会进入版本库"):
        private_folder(tiny / "somewhere", tiny)


def test_a_link_into_a_public_folder_and_a_built_site_are_refused(project: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(project / "docs")
    with pytest.raises(DataError):
        private_folder(tmp_path / "link", project)
    built = tmp_path / "web"
    built.mkdir()
    (built / ".made-by-build").touch()
    with pytest.raises(DataError, match="公开的网站"):
        private_folder(built / "内部", project)
    assert private_folder(project / "内部", project) == Path(os.path.realpath(project)) / "内部"


WATCH = """
import runpy, sys, os
folder = sys.argv.pop(1)
def watch(event, args):
    if event in ("open", "os.listdir", "os.scandir", "shutil.copyfile") and args and isinstance(args[0], (str, bytes)):
        if os.path.abspath(os.fsdecode(args[0])).startswith(folder):
            raise PermissionError(13, "closed", folder)
sys.addaudithook(watch)
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""


@pytest.mark.slow
def test_the_public_build_never_opens_the_folder(tmp_path: Path) -> None:
    root = tmp_path / "project"
    for name in ("data", "docs", "macros", "scripts", "overrides"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "hooks.py", "requirements.txt", "requirements-licences.csv"):
        shutil.copy(ROOT / name, root / name)
    inside = root / "内部"
    inside.mkdir()
    (inside / "联系人.yml").write_text("不是 YAML: [", encoding="utf-8")
    inside.chmod(0)
    try:
        command = [sys.executable, "-c", WATCH, str(inside), "scripts.build", "--no-print"]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert (root / "site" / "index.html").is_file()
        # The watch itself works: what does open the folder is stopped.
        command = [sys.executable, "-c", WATCH, str(inside), "scripts.internal"]
        stopped = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        assert stopped.returncode == 1
    finally:
        inside.chmod(0o700)
