"""A site's folder is replaced in one step, only if it is ours, and what dead builds left is cleared."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from macros.records import replacing
from macros.records.problem import DataError
from macros.records.replacing import MARK, kept, mark, replace_folder, replaceable, slot_for
from tests.tools.killing import kills


def build(target: Path, root: Path, text: str = "new") -> None:
    with slot_for(target, root) as fresh:
        (fresh / "open-data").mkdir(parents=True)
        (fresh / "open-data" / "edition.json").write_text("{}")
        (fresh / "index.html").write_text(text)
        replace_folder(fresh, target, root)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "above" / "project"
    for name in ("data/source/plan.txt", "docs/index.md", ".git/HEAD", "macros/x.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("precious")
    return folder


def everything(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_a_site_is_made_and_made_again(root: Path) -> None:
    site = root / "site"
    for text in ("first", "second"):
        build(site, root, text)
        assert (site / "index.html").read_text() == text
    assert sorted(path.name for path in root.iterdir()) == [".git", "data", "docs", "macros", "site"]
    assert site.stat().st_mode & 0o055 == 0o055, "a web server can read it"


@pytest.mark.parametrize(
    "name", [".", "..", "../..", "data", "docs", "docs/site", "macros", ".git", ".git/site", ".cache", "Data/x"]
)
def test_the_project_is_never_replaced(root: Path, name: str) -> None:
    target = Path(os.path.realpath(root / name))
    before = everything(root)
    with pytest.raises(DataError, match="--site"):
        build(target, root)
    assert everything(root) == before


def test_the_project_is_never_replaced_by_another_way_to_it(root: Path, tmp_path: Path) -> None:
    way = tmp_path / "way"
    way.symlink_to(root, target_is_directory=True)
    with pytest.raises(DataError):
        replaceable(way, root)


def foreign_folder(place: Path) -> None:
    place.mkdir()
    (place / "letter.docx").write_text("mine")


def foreign_file(place: Path) -> None:
    place.write_text("mine")


def foreign_in_site(place: Path) -> None:
    place.mkdir()
    (place / "index.html").write_text("old")
    mark(place)
    (place / "notes").mkdir()
    (place / "notes" / "letter.docx").write_text("mine")


def foreign_link(place: Path) -> None:
    place.mkdir()
    (place / "index.html").write_text("old")
    mark(place)
    (place / "more").symlink_to(place.parent, target_is_directory=True)


def foreign_hidden(place: Path) -> None:
    place.mkdir()
    (place / ".gitignore").write_text("mine")


def foreign_pipe(place: Path) -> None:
    os.mkfifo(place)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (foreign_folder, "没有本项目生成网站时留下的标记"),
        (foreign_hidden, "没有本项目生成网站时留下的标记"),
        (foreign_file, "这个位置上是文件"),
        (foreign_pipe, "这个位置上是文件"),
        (foreign_in_site, "notes/letter.docx"),
        (foreign_link, "more"),
    ],
)
def test_what_is_not_ours_stays(root: Path, make: object, said: str) -> None:
    site = root / "site"
    make(site)  # type: ignore[operator]
    before = everything(root) if site.is_dir() else site.lstat()
    with pytest.raises(DataError, match=said):
        build(site, root)
    assert (everything(root) if site.is_dir() else site.lstat()) == before
    assert not list(root.glob(".site-*"))


def test_the_remedy_works(root: Path) -> None:
    site = root / "site"
    foreign_folder(site)
    with pytest.raises(DataError, match="改名"):
        build(site, root)
    site.rename(root / "site-mine")
    build(site, root)
    assert (root / "site-mine" / "letter.docx").read_text() == "mine"


def test_what_a_file_manager_leaves_is_nobodys_work(root: Path) -> None:
    site = root / "site"
    build(site, root)
    for name in (".DS_Store", "open-data/Thumbs.db"):
        (site / name).write_text("")
    build(site, root, "second")
    assert (site / "index.html").read_text() == "second"


def test_a_site_of_an_earlier_version_is_known_by_its_archive(root: Path) -> None:
    site = root / "site"
    for name in ("index.html", "open-data/edition.json", "tasks/t01.html"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("old")
    with zipfile.ZipFile(site / "site.zip", "w") as archive:
        for name in ("index.html", "open-data/edition.json", "tasks/t01.html"):
            archive.writestr(f"site/{name}", "old")
    build(site, root)
    assert (site / "index.html").read_text() == "new"
    shutil.rmtree(site / "open-data")
    (site / "letter.docx").write_text("mine")
    (site / MARK).unlink()
    with pytest.raises(DataError):
        build(site, root)


@pytest.mark.parametrize("exchange", [True, False])
def test_a_kill_at_any_step_leaves_a_whole_site(root: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool) -> None:
    if not exchange:  # a disk that cannot: two moves
        monkeypatch.setattr(replacing, "_exchange", lambda *_: False)
    site = root / "site"

    def prepare() -> None:
        if not site.is_dir():
            build(site, root, "old")

    gone = 0
    for _ in kills(lambda: build(site, root), prepare):
        gone += not site.exists()
        with slot_for(site, root):  # the next build, which fails
            assert (site / "index.html").read_text() in ("old", "new"), "the last good site is back"
            assert (site / "open-data" / "edition.json").is_file()
            assert len(list(root.glob(".site-*"))) == 1, "what the dead build left is cleared"
        assert not list(root.glob(".site-*"))
    assert gone == (0 if exchange else 1)


def test_only_dead_builds_are_cleared(root: Path) -> None:
    site = root / "site"
    with slot_for(site, root) as living:
        living.mkdir()
        build(site, root)
        assert living.is_dir(), "another build's slot"
    (root / ".site-notes").mkdir()
    (root / ".site-notes" / "letter.docx").write_text("mine")
    old = root / ".site-abcd_123"
    (old / "fresh").mkdir(parents=True)
    build(site, root)
    assert (root / ".site-notes" / "letter.docx").is_file()
    assert not old.exists()


def test_a_living_build_of_another_process_is_left_alone(root: Path) -> None:
    site = root / "site"
    code = (
        "import sys; from pathlib import Path; from macros.records.replacing import slot_for\n"
        "with slot_for(Path(sys.argv[1]), Path(sys.argv[2])) as fresh:\n"
        "    fresh.mkdir(); print(fresh, flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, str(site), str(root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        fresh = Path(other.stdout.readline().strip())
        build(site, root)
        assert fresh.is_dir()
        other.kill()
    assert fresh.is_dir()
    build(site, root)
    assert not fresh.exists()


def test_builds_at_once_leave_one_whole_site(root: Path) -> None:
    site = root / "site"
    threads = [threading.Thread(target=build, args=(site, root, f"run {n}")) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (site / "index.html").read_text().startswith("run ")
    assert sorted(path.name for path in site.iterdir()) == [MARK, "index.html", "open-data"]
    assert not list(root.glob(".site-*"))


def test_the_sentence_after_a_failure_is_true(root: Path) -> None:
    site = root / "site"
    assert "还不存在" in kept(site)
    site.mkdir()
    assert "仍是上一次的内容" not in kept(site)
    (site / "index.html").write_text("mine")
    assert "仍是上一次的内容" not in kept(site)
    site = root / "other"
    build(site, root)
    assert "仍是上一次的内容" in kept(site)


def test_a_place_that_cannot_be_is_said(root: Path) -> None:
    (root / "docs.txt").write_text("")
    with pytest.raises(DataError, match="是文件，不是文件夹"):
        build(root / "docs.txt" / "x", root)
    with pytest.raises(DataError, match="名称太长"):
        build(root / ("x" * 300), root)
