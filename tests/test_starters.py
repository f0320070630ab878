"""Whoever has never seen a terminal double-clicks: the starters run the commands wherever the folder lies."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STARTERS = ROOT / "scripts" / "starters"
NAMES = sorted(path.stem for path in STARTERS.glob("*.sh"))


@pytest.mark.parametrize("name", NAMES)
def test_each_command_has_a_starter_for_windows_and_for_linux(name: str) -> None:
    command, shell, desktop = ((STARTERS / f"{name}.{kind}") for kind in ("cmd", "sh", "desktop"))
    (module,) = re.findall(r"-m scripts\.([a-z_]+) %\*", command.read_bytes().decode())
    assert (ROOT / "scripts" / f"{module}.py").is_file()
    assert f"-m scripts.{module} " in shell.read_text(encoding="utf-8")
    assert f"{name}.sh" in desktop.read_text(encoding="utf-8")
    raw = command.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf"), "a mark at the start is a command that Windows does not know"
    assert raw.isascii() or raw.index(b"chcp 65001") < next(i for i, byte in enumerate(raw) if byte > 127)


def test_git_gives_windows_its_own_line_ends() -> None:
    shown = subprocess.run(
        ["git", "check-attr", "eol", "--", *(f"scripts/starters/{name}.cmd" for name in NAMES)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert all(line.endswith("eol: crlf") for line in shown)
    assert all(b"\r" not in (STARTERS / f"{name}.sh").read_bytes() for name in NAMES)


def project(tmp_path: Path, says: str) -> Path:
    """A folder with a space and Chinese in its name, whose Python only says how it was called."""
    root = tmp_path / "我的 项目(1)&"
    shutil.copytree(STARTERS, root / "scripts" / "starters")
    python = root / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\necho "$PWD $* $PYTHONIOENCODING"\n{says}\n', encoding="utf-8")
    python.chmod(0o755)
    return root


@pytest.mark.skipif(sys.platform == "win32", reason="for Linux desktops")
@pytest.mark.parametrize("name", NAMES)
def test_it_runs_wherever_the_folder_lies_and_says_how_it_ended(name: str, tmp_path: Path) -> None:
    root = project(tmp_path, "exit 0")
    starter = root / "scripts" / "starters" / f"{name}.sh"
    done = subprocess.run(
        ["sh", starter], cwd="/", capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    assert done.returncode == 0
    assert done.stdout.startswith(f"{root} -m scripts.")
    assert "utf-8:replace" in done.stdout
    assert "好了" in done.stdout
    (root / ".venv" / "bin" / "python").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    failed = subprocess.run(
        ["sh", starter], cwd="/", capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    assert failed.returncode == 1
    assert "再双击一次" in failed.stdout
    shutil.rmtree(root / ".venv")
    bare = subprocess.run(
        ["sh", starter], cwd="/", capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    assert bare.returncode == 1
    assert "还没有装好" in bare.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="for Linux desktops")
@pytest.mark.parametrize("name", NAMES)
def test_the_desktop_entry_starts_the_same(name: str, tmp_path: Path) -> None:
    root = project(tmp_path, "exit 0")
    entry = root / "scripts" / "starters" / f"{name}.desktop"
    (line,) = [line for line in entry.read_text(encoding="utf-8").splitlines() if line.startswith("Exec=")]
    # The specification: first the string's own escapes, then quoting as a shell's, then %k for the entry's path.
    words = line.removeprefix("Exec=").replace("\\\\", "\\").replace("%k", shlex.quote(str(entry)))
    done = subprocess.run(
        ["sh", "-c", words], cwd="/", capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    assert done.stdout.startswith(f"{root} -m scripts."), done.stderr
