"""Nothing people wrote is lost: kills at every step, full disks, refusals, several files as one change."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from macros.records import writing
from macros.records.problem import DataError
from macros.records.writing import JOURNAL, finish, part_of, unfinished, write_file, write_files
from tests.tools.killing import kills

OLD = {"a.txt": b"old a", "sub/b.txt": b"old b", "c.txt": b"same"}
NEW = {"a.txt": b"new a" * 9000, "sub/b.txt": b"new b", "c.txt": b"same", "fresh/d.txt": b"new d"}


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def hidden(root: Path) -> list[str]:
    return [path.name for path in root.rglob(".*")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    fill(folder)
    return folder


def fill(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in OLD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def test_several_files_change_together(root: Path) -> None:
    assert write_files(root, NEW) == ["a.txt", "sub/b.txt", "fresh/d.txt"]
    assert contents(root) == NEW
    assert hidden(root) == []
    assert write_files(root, NEW) == []


def test_a_kill_at_any_step_leaves_all_or_none(root: Path) -> None:
    outcomes = set()
    for step in kills(lambda: write_files(root, NEW), lambda: fill(root)):
        for name, content in contents(root).items():
            assert content in (OLD.get(name), NEW.get(name)), f"{name} is half, killed at step {step}"
        finish(root)
        assert contents(root) in (OLD, NEW), f"killed at step {step}"
        assert not unfinished(root)
        assert [name for name in hidden(root) if "changes" not in name] == []
        outcomes.add(len(contents(root)))
        write_files(root, NEW)
        assert contents(root) == NEW
        assert hidden(root) == []
    assert outcomes == {3, 4}, "some kills came before the moves and some between them"


def test_a_kill_while_finishing_is_finished_too(root: Path) -> None:
    def interrupted() -> None:
        fill(root)
        for step in kills(lambda: write_files(root, NEW), lambda: fill(root)):
            if len(set(contents(root).items()) & set(NEW.items())) == 2 and step > 5:  # a.txt, c.txt: between
                return
        pytest.fail("no kill came between the moves")

    done = 0
    for step in kills(lambda: finish(root), interrupted):
        finish(root)
        assert contents(root) == NEW, f"killed at step {step}"
        done += 1
    assert done > 2


def test_words_written_after_an_interruption_stay(root: Path) -> None:
    for _ in kills(lambda: write_files(root, NEW), lambda: fill(root)):
        (root / "sub/b.txt").write_bytes(b"by hand")
        finish(root)
        assert (root / "sub/b.txt").read_bytes() == b"by hand"


def test_one_file_is_never_half(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "page.md"

    def prepare() -> None:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"people's words")

    for _ in kills(lambda: write_file(path, b"x" * 70_000), prepare):
        assert path.read_bytes() in (b"people's words", b"x" * 70_000)
    write_file(path, b"last")
    assert list(path.parent.iterdir()) == [path]


def test_mode_and_link_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    write_file(link, "new")
    assert link.is_symlink()
    assert (real.read_text(), real.stat().st_mode & 0o777) == ("new", 0o640)


def refuse_moves_after(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    real, seen = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        if "changes" not in self.name:
            seen.append(target)
            if len(seen) == count:
                raise OSError(errno.EPERM, "refused", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_refusal_between_the_moves_is_taken_back(root: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    refuse_moves_after(count, monkeypatch)
    with pytest.raises(DataError, match="系统不允许"):
        write_files(root, NEW)
    assert contents(root) == OLD
    assert hidden(root) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
def test_a_full_disk_changes_nothing_and_says_so(root: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def fsync(descriptor: int) -> None:
        if os.fstat(descriptor).st_size > 40_000:
            raise OSError(number, "refused")

    monkeypatch.setattr(writing.os, "fsync", fsync)
    with pytest.raises(DataError) as error:
        write_files(root, NEW)
    assert str(error.value).startswith("a.txt:1:1: 写入没有成功：")
    assert contents(root) == OLD
    assert hidden(root) == []


def test_a_real_limit_of_the_system_changes_nothing(root: Path) -> None:
    code = (
        "import sys, signal, resource; from pathlib import Path\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
        "from macros.records.writing import write_files\n"
        "write_files(Path(sys.argv[1]), {'sub/b.txt': b'new', 'a.txt': b'x' * 50000})\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(root)], capture_output=True, text=True, check=False)
    assert "文件大小超过系统允许的上限" in done.stderr
    assert contents(root) == OLD
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 20000


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/outside.txt", "link/x.txt", "."])
def test_nothing_is_written_outside(root: Path, name: str) -> None:
    (root / "link").symlink_to(root.parent, target_is_directory=True)
    with pytest.raises(DataError):
        write_files(root, {name: b"x", "a.txt": b"new"})
    assert contents(root)["a.txt"] == b"old a"
    assert not (root.parent / "outside.txt").exists()


def test_a_folder_or_pipe_in_the_place_is_said(root: Path) -> None:
    (root / "e.txt").mkdir()
    os.mkfifo(root / "f.txt")
    for name, kind in (("e.txt", "文件夹"), ("f.txt", "管道")):
        with pytest.raises(DataError, match=kind):
            write_files(root, {"a.txt": b"new", name: b"x"})
    with pytest.raises(DataError, match="是文件，不是文件夹"):
        write_files(root, {"sub/b.txt": b"new", "a.txt/deeper.txt": b"x"})
    assert (root / "sub/b.txt").read_bytes() == b"old b"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"moving": 3}', '{"moving": {"../../x": {"old": null, "new": "1"}}}']
)
def test_a_foreign_journal_moves_nothing(root: Path, text: str) -> None:
    (root / JOURNAL).write_text(text)
    with pytest.raises(DataError):
        write_files(root, NEW)
    assert contents(root) == OLD


def test_two_runs_at_once_leave_one_of_the_two(root: Path) -> None:
    sets = [{name: f"{run} {name}".encode() for name in NEW} for run in range(4)]
    threads = [threading.Thread(target=write_files, args=(root, files)) for files in sets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert contents(root) in sets
    assert hidden(root) == []


def test_a_part_that_another_run_is_writing_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "x"
    threads = [threading.Thread(target=write_file, args=(path, bytes([48 + n]) * 100_000)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(path.read_bytes())) == 1
    assert not part_of(path).exists()
