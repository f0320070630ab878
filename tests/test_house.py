"""The house's own rules: imports go down, modules stay small, files are clean, workflows are safe."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

# Each module imports only from those behind it. The package's door imports `site` late.
FLOORS = [
    "site",
    "web",
    "search",
    "render",
    "book",
    "impose",
    "tags",
    "edition",
    "export",
    "published",
    "feed",
    "chart",
    "account",
    "outcome",
    "check",
    "check_progress",
    "check_targets",
    "query",
    "load",
    "report",
    "pages",
    "model",
    "record",
    "split",
    "fonts",
    "yaml_lines",
    "problem",
]
MODULES = sorted((ROOT / "macros").glob("*.py"))
PYTHON = [*MODULES, *sorted((ROOT / "scripts").glob("*.py"))]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("macros"):
            inner = (node.module or "").partition(".")[2]
            names |= {inner} if inner else {alias.name for alias in node.names}
            names |= {"scripts"} if (node.module or "").startswith("scripts") else set()
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_imports_go_down(path: Path) -> None:
    if path.stem == "__init__":
        return
    floor = FLOORS.index(path.stem)
    assert imported(path) <= set(FLOORS[floor + 1 :])


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: path.stem)
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").split("\n")) <= 300


def test_only_one_file_knows_mkdocs() -> None:
    pattern = re.compile(r"^\s*(?:from|import) mkdocs", re.MULTILINE)
    # The package's door names the plugin's type for readers only.
    knowing = [path.stem for path in MODULES if pattern.search(path.read_text(encoding="utf-8"))]
    assert knowing == ["__init__", "site"]


def run(*command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_lint() -> None:
    run("ruff", "check")
    run("ruff", "format", "--check")


def test_workflows_are_safe() -> None:
    command = [str(Path(sys.executable).with_name("zizmor")), "--offline", "--persona=auditor", ".github"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings" in done.stdout + done.stderr


def test_templates_are_used_and_none_is_missing() -> None:
    source = (ROOT / "macros" / "render.py").read_text(encoding="utf-8")
    rendered = set(re.findall(r'_render\(\s*"([a-z_]+)"', source))
    files = {path.name.split(".")[0] for path in (ROOT / "macros" / "templates").glob("*.j2")}
    assert files - {"macros"} == rendered
