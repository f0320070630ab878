"""Whole projects to build in tests: the program with the real data or with the small plan's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from macros.issued.pages import OWNED
from scripts.split_plan import split_plan
from tests.conftest import ROOT, TINY


def program(root: Path, *, small: bool = False) -> Path:
    """Put a project below `root` that is nowhere in a repository; with `small`, that of the small plan."""
    for name in ("data", "docs", "macros", "scripts", "overrides"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "hooks.py", "requirements.txt", "requirements-licences.csv"):
        shutil.copy(ROOT / name, root / name)
    if small:
        shutil.rmtree(root / "data")
        shutil.copytree(TINY / "data", root / "data")
        for owned in OWNED:
            for page in (root / "docs" / owned).glob("*.md"):
                if page.name != "index.md":
                    page.unlink()
        for page in ("notice", "goals", "safeguards"):
            (root / "docs" / f"{page}.md").unlink()
        (root / "docs" / "actions" / "index.md").unlink()
        split_plan(root)
    return root


def run(root: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of the project's commands."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env=os.environ)
