"""Kill commands at random moments, as a power cut does, and look at what is left:
python -m tests.tools.kill [--kills 100] [--only build|split].

A copy of the project is worked in. Exit 1 where a site or a page was ever half or gone, or rubbish stayed.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.conftest import ROOT

FOLDERS, FILES = (
    ("data", "docs", "macros", "scripts", "overrides"),
    ("mkdocs.yml", "hooks.py", "requirements.txt", "requirements-licences.csv"),
)


def copy(root: Path) -> None:
    """The project without its history."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, root / name)


def run(root: Path, *command: str, kill_after: float | None = None) -> bool:
    """Run one of the project's commands; True where it came to its end by itself."""
    with subprocess.Popen([sys.executable, "-m", *command], cwd=root, stdout=subprocess.DEVNULL) as process:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(kill_after) == 0
        process.kill()
    return False


def build(root: Path, moment: float) -> str:
    """Kill a build; what is wrong with what it left."""
    site = root / "site"
    names = {path.relative_to(site) for path in site.rglob("*")}
    run(root, "scripts.build", kill_after=moment)
    if {path.relative_to(site) for path in site.rglob("*")} != names:
        return "the last good site is not whole"
    slots = len(list(root.glob(".site-*")))
    return "leftovers pile up" if slots > 1 else ""


def split(root: Path, moment: float) -> str:
    """Kill the splitter while it has every page to write; what is wrong with what it left."""
    for page in root.glob("docs/tasks/*.md"):
        page.write_text(page.read_text("utf-8").replace("data-plan", "data-pian") + "某人的话\n", encoding="utf-8")
    run(root, "scripts.split_plan", kill_after=moment)
    for page in root.glob("docs/**/*.md"):
        if "tasks/t" in page.as_posix() and "某人的话" not in page.read_text("utf-8"):
            return f"{page} lost people's words"
    if not run(root, "scripts.split_plan"):
        return "the next run failed"
    heads = {"data-plan" in page.read_text("utf-8") for page in root.glob("docs/tasks/*.md")}
    left = [path.name for path in root.rglob(".*") if path.name.endswith((".part", "changes.json"))]
    return "pages are not as issued" if heads != {True} else f"left: {left}" if left else ""


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--only", choices=["build", "split"])
    args = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="kill-") as name:
        root = Path(name, "project")
        copy(root)
        for command, module in ((build, "scripts.build"), (split, "scripts.split_plan")):
            if args.only not in (None, command.__name__):
                continue
            start = time.monotonic()
            assert run(root, module)
            whole = time.monotonic() - start
            for number in range(args.kills):
                moment = random.Random(number).uniform(0.1, 1.1) * whole
                if wrong := command(root, moment):
                    failed += 1
                    print(f"{command.__name__} killed after {moment:.2f} s: {wrong}", flush=True)
            print(f"{command.__name__}: {args.kills} kills, {failed} wrong")
        assert run(root, "scripts.build")
        if left := [path.name for path in root.glob(".site-*")]:
            failed += 1
            print(f"left for ever: {left}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
