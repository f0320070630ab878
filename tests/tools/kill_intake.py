"""Kill the intake of returned workbooks at random moments, as a power cut does, and look at what is left:
python -m tests.tools.kill_intake [--kills 100].

Exit 1 where the records were ever neither old nor new, or a return, a word or rubbish was left behind.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from macros.records.writing import finish
from tests.filling import Workbook, asked_of, project
from tests.tools.kill import run

MADE_UP = "tests/demo/progress"
COMMAND = ("scripts.intake", "--progress", MADE_UP, "--today", "2026-06-01")


def hand_in(root: Path) -> dict[str, bytes]:
    """Every form of the newest round filled, beside the records of the years before; what lies in the folder."""
    root.mkdir()
    project(root)
    inbox = root / "收表-演示"
    inbox.mkdir()
    for slug, form in asked_of(root).items():
        (inbox / f"{slug}.xlsx").write_bytes(Workbook(form).fill().raw)
    return {path.name: path.read_bytes() for path in inbox.iterdir()}


def filed(root: Path) -> dict[str, bytes]:
    """The records of the round."""
    return {path.name: path.read_bytes() for path in (root / MADE_UP / "2025").glob("*.yml")}


def killed(root: Path, moment: float, new: dict[str, bytes]) -> str:
    """Kill one run; what is wrong with what it left."""
    shutil.rmtree(root / MADE_UP / "2025")
    run(root, *COMMAND, kill_after=moment)
    finish(root)  # what every command does first
    if filed(root) not in ({}, new):
        return "the records are neither old nor new"
    if not run(root, *COMMAND) or filed(root) != new:
        return "the next run did not make it good"
    left = [path.name for path in root.rglob(".*") if path.name.endswith((".part", "changes.json"))]
    return f"left: {left}" if left else ""


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    args = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="kill-") as name:
        root = Path(name, "project")
        returns = hand_in(root)
        start = time.monotonic()
        assert run(root, *COMMAND)
        whole, new = time.monotonic() - start, filed(root)
        assert new
        for number in range(args.kills):
            moment = random.Random(number).uniform(0.1, 1.1) * whole
            if wrong := killed(root, moment, new):
                failed += 1
                print(f"killed after {moment:.2f} s: {wrong}", flush=True)
        if {path.name: path.read_bytes() for path in (root / "收表-演示").iterdir()} != returns:
            failed += 1
            print("a return was changed")
    print(f"intake: {args.kills} kills, {failed} wrong")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
