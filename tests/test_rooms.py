"""Rooms import only in their order: the contracts of pyproject.toml hold, and each can fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

LINTER = str(Path(sys.executable).with_name("lint-imports"))
UPWARDS = [
    "from scripts import build",
    "import scripts.build",
    "import macros.site.views",
    "from macros.site import views",
    "from macros.site.views import MACROS",
    "from macros import define_env",  # the door leads to the uppermost room
    "import macros.rules.checked",
    "def late() -> None:\n    from macros.published import tables",
    "import hooks",
    "from tests.conftest import ROOT",
]


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINTER, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of all code and the contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in ("macros", "scripts"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_rooms_import_in_their_order() -> None:
    run = lint(ROOT)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("line", UPWARDS)
def test_an_import_upwards_is_refused(house: Path, line: str) -> None:
    module = house / "macros" / "records" / "plan.py"
    module.write_text(f"{module.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    run = lint(house)
    assert run.returncode == 1
    assert "macros.records.plan ->" in run.stdout


def test_a_new_room_needs_its_place(house: Path) -> None:
    (house / "macros" / "attic").mkdir()
    (house / "macros" / "attic" / "__init__.py").touch()
    run = lint(house)
    assert run.returncode == 1
    assert "attic" in run.stdout


def test_a_command_imports_no_test(house: Path) -> None:
    module = house / "scripts" / "validate.py"
    module.write_text(f"import tests.conftest\n{module.read_text(encoding='utf-8')}", encoding="utf-8")
    assert lint(house).returncode == 1
