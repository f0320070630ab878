"""Whatever lies below data/ is read or is a problem; nothing else is read, and nothing makes a traceback."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.records import reading
from macros.records.problem import COUNTED, MOST, DataError
from macros.records.yaml_lines import load_yaml
from macros.rules.checked import load_checked
from tests.conftest import ROOT

REPORT = "data/progress/2024/alpha.yml"


def said(root: Path) -> str:
    with pytest.raises(DataError) as error:
        load_checked(root)
    return str(error.value)


def broken_link(path: Path) -> None:
    path.symlink_to("nowhere.yml")


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def system_file(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def link_inside(path: Path) -> None:
    path.symlink_to(next(top for top in path.parents if top.name == "tiny") / "data/progress/2025/towns.yml")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (broken_link, "断了的链接"),
        (loop, "链接绕成了圈"),
        (pipe, "不是普通的文件"),
        (system_file, "指向项目文件夹之外"),
        (link_inside, "这是链接"),
    ],
)
@pytest.mark.parametrize(
    "name", [REPORT, "data/progress/2024/beta.yml", "data/progress/notes", "data/x", "data/source/y"]
)
def test_nothing_below_data_is_passed_over(tiny: Path, make: Callable[[Path], None], words: str, name: str) -> None:
    path = tiny / name
    path.unlink(missing_ok=True)
    make(path)
    (line,) = said(tiny).split("\n")
    assert line.startswith(f"{name}:1:1: ")
    assert words in line
    assert "root:" not in line


@pytest.mark.parametrize("make", [broken_link, loop, folder, pipe, system_file])
@pytest.mark.parametrize("name", ["data/plan.yml", "data/targets.yml", "data/source/plan.txt", "docs/tasks/t01.md"])
def test_what_stands_in_a_files_place_is_said(tiny: Path, make: Callable[[Path], None], name: str) -> None:
    (tiny / name).unlink()
    make(tiny / name)
    text = said(tiny)
    assert f"{name}:1:1: " in text
    assert "root:" not in text
    assert "Traceback" not in text


@pytest.mark.parametrize("make", [broken_link, loop, pipe, system_file])
@pytest.mark.parametrize("name", ["data/progress", "data/progress/2024", "data/source", "data"])
def test_what_stands_in_a_folders_place_is_said(tiny: Path, make: Callable[[Path], None], name: str) -> None:
    shutil.rmtree(tiny / name)
    make(tiny / name)
    assert f"{name}:1:1: " in said(tiny) or name == "data"


def test_a_file_in_the_place_of_the_reports_is_said(tiny: Path) -> None:
    shutil.rmtree(tiny / "data/progress")
    (tiny / "data/progress").write_text("body: 区甲管理局\n", encoding="utf-8")
    assert "data/progress:1:1: 这里应当是文件夹，现在是文件" in said(tiny)


def test_a_year_that_is_a_link_is_said(tiny: Path) -> None:
    (tiny / "data/progress/2023").symlink_to("2024", target_is_directory=True)
    assert "data/progress/2023:1:1: 这是链接" in said(tiny)


def test_a_project_whose_data_lies_elsewhere_is_refused(tiny: Path, tmp_path: Path) -> None:
    (tiny / "data").rename(tmp_path / "elsewhere")
    (tiny / "data").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert "data:1:1: 这个链接指向项目文件夹之外" in said(tiny)


def test_what_will_not_open_is_said(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests may run as root, who may open everything: so the system's answer is put in its place."""
    real_open, real_scan = os.open, os.scandir

    def refused_open(path: object, *rest: int, **more: object) -> int:
        if str(path).endswith("targets.yml"):
            raise PermissionError(13, "Permission denied", str(path))
        return real_open(path, *rest, **more)  # type: ignore[arg-type]

    def refused_scan(path: object) -> object:
        if str(path).endswith("2024"):
            raise PermissionError(13, "Permission denied", str(path))
        return real_scan(path)  # type: ignore[call-overload]

    monkeypatch.setattr(reading.os, "open", refused_open)
    monkeypatch.setattr(reading.os, "scandir", refused_scan)
    text = said(tiny)
    assert "data/targets.yml:1:1: 读取没有成功：没有权限" in text
    assert "data/progress/2024:1:1: 读取文件夹没有成功：没有权限" in text


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user")
def test_what_another_user_may_not_open_is_said(tiny: Path) -> None:
    for path in (tiny, *tiny.parents):
        if path.stat().st_uid == 0 and path != Path("/tmp"):
            path.chmod(0o755)
    (tiny / "data/targets.yml").chmod(0)
    (tiny / "data/progress/2024").chmod(0)
    code = (
        f"import os, sys; os.setgid(65534); os.setuid(65534); sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path; from macros.rules.checked import load_checked\n"
        "load_checked(Path(sys.argv[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tiny)], capture_output=True, text=True, check=False)
    if "ModuleNotFoundError" in done.stderr:
        pytest.skip("the other user may not read this project")
    assert "data/targets.yml:1:1: 读取没有成功：没有权限" in done.stderr
    assert "data/progress/2024:1:1: 读取文件夹没有成功：没有权限" in done.stderr


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("2024/alpha.yml~", "备份"),
        ("2024/.alpha.yml.swp", "备份"),
        ("2024/#alpha.yml#", "备份"),
        ("2024/alpha.yml.bak", "备份"),
        ("2024/alpha (1).yml", "副本"),
        ("2024/alpha - 副本.yml", "副本"),
        ("2024/alpha的副本.yml", "副本"),
        ("2024/~$报送.xlsx", "打开者的姓名"),
        ("2024/.~lock.报送.ods#", "打开者的姓名"),
        ("2024/beta.yaml", "结尾改成"),
        ("2024/beta.YML", "结尾改成"),
        ("2024/beta.yml.txt", "结尾改成"),
        ("2024/报送.xlsx", "这是表格、文档或图片"),
        ("2024/q/beta.yml", "不在该在的地方"),
        ("../notes.txt", "不在该在的地方"),
        ("../source/plan (1).txt", "不在该在的地方"),
    ],
)
def test_a_stray_file_is_said_with_what_to_do(tiny: Path, name: str, remedy: str) -> None:
    path = tiny / "data/progress" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x", encoding="utf-8")
    (line,) = said(tiny).split("\n")
    assert remedy in line


def test_what_file_managers_leave_is_no_problem(tiny: Path) -> None:
    for name in (".DS_Store", "progress/Thumbs.db", "progress/2024/desktop.ini", "progress/2025/.gitkeep", "._x.yml"):
        (tiny / "data" / name).write_bytes(b"\0")
    (tiny / "data/progress/2023").mkdir()
    load_checked(tiny)


def test_a_socket_is_said(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tiny / "data")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("s")
        assert "data/s:1:1: 这不是普通的文件" in said(tiny)


def test_a_large_file_is_refused_before_it_is_read(tiny: Path) -> None:
    with (tiny / REPORT).open("wb") as file:
        file.truncate(5_000_000_000)  # a hole: reading it whole would fill the memory
    assert f"{REPORT}:1:1: 文件超过 2 MB，不读取" in said(tiny)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "a: " + "{b: " * 100_000,
        "- " * 100_000,
        "".join(f"{' ' * n}a:\n" for n in range(1500)),
        "? " * 9999,
    ],
)
def test_deep_nesting_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.yml").write_text(text)
    with pytest.raises(DataError, match="层级超过 32 层"):
        load_yaml(tmp_path, "x.yml")


def test_what_nests_as_deep_as_the_data_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("[" * 32 + "]" * 32)
    load_yaml(tmp_path, "x.yml")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a: &a [x]\nb: [" + "*a, " * 200_000 + "]\n", 200_001),
        ("\t\n" * 300_000, 300_000),
        ("\t\n" * 900, 900),
        ("a: \n" * 1, 1),
    ],
)
def test_many_problems_are_counted_and_not_all_printed(tiny: Path, text: str, count: int) -> None:
    (tiny / REPORT).write_text(text)
    lines = said(tiny).split("\n")
    assert len(lines) == min(count, MOST + 1)
    if count > MOST:
        least = f"另有至少 {COUNTED} 个" if count - MOST >= COUNTED else f"另有 {count - MOST} 个"
        assert lines[-1].startswith(f"{least}问题没有列出")


def test_a_missing_folder_of_made_up_records_is_said(tiny: Path) -> None:
    with pytest.raises(DataError, match="找不到这个文件夹"):
        load_checked(tiny, tiny / "nowhere")


def test_a_project_that_is_not_there_is_said(tmp_path: Path) -> None:
    for root in (tmp_path, tmp_path / "nowhere"):
        assert "data/plan.yml:1:1: 找不到这个文件" in said(root)


@pytest.mark.parametrize("command", ["validate", "split_plan"])
def test_commands_meet_no_traceback(tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("")
    for root in ("nowhere", "file", "."):
        done = subprocess.run(
            [sys.executable, "-m", f"scripts.{command}", "--root", str(tmp_path / root)],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert "（" in done.stderr
