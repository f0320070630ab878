"""The house's own rules: imports go down, modules stay small, files are clean, workflows are safe."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import Environment, meta

from macros.site.render import TEMPLATE_OF, TEMPLATES, VIEWS
from tests.conftest import ROOT

MODULES = sorted((ROOT / "macros").rglob("*.py"))
PYTHON = [*MODULES, *sorted((ROOT / "scripts").glob("*.py"))]


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").split("\n")) <= 300


def test_only_one_room_knows_mkdocs() -> None:
    pattern = re.compile(r"^\s*(?:from|import) mkdocs", re.MULTILINE)
    # The package's door names the plugin's type for readers only.
    knowing = {path.parent.name for path in MODULES if pattern.search(path.read_text(encoding="utf-8"))}
    assert knowing == {"macros", "site"}


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
    files = {path.name.split(".")[0] for path in TEMPLATES.glob("*.j2")}
    assert files - {"macros", "overview", "tables"} == {TEMPLATE_OF.get(name, name) for name in VIEWS}


def test_templates_only_place() -> None:
    """A template asks no questions: it sees one view's value, links, what is printed and what is to be filled in,
    nothing of the data."""
    environment = Environment()
    environment.filters["json"] = str
    for path in TEMPLATES.glob("*.j2"):
        asked = meta.find_undeclared_variables(environment.parse(path.read_text(encoding="utf-8")))
        # A record's page is an address too: the target's or task's that it speaks of.
        assert asked <= {"it", "href", "link", "home_of", "prints", "workbooks"}, path.name
