"""What reading many returned workbooks costs: python -m tests.tools.returns [--times 100].

The made-up forms of a round, each filled and handed in so many times, at three sizes: seconds a return, and the
most memory. Time a return and memory must not grow with their number.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.filling import Workbook, asked_of, project


def hand_in(root: Path, times: int) -> int:
    """Fill every form and put it into the folder of returns so many times; how many files there are."""
    inbox = root / "收表-演示"
    for slug, form in asked_of(root).items():
        raw = Workbook(form).fill().raw
        for number in range(times):
            (inbox / f"{number:03}").mkdir(parents=True, exist_ok=True)
            (inbox / f"{number:03}" / f"{slug}.xlsx").write_bytes(raw)
    return sum(1 for path in inbox.rglob("*.xlsx") if path.is_file())


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    args = parser.parse_args()
    for times in sorted({max(1, args.times // 10), max(1, args.times // 3), args.times}):
        with tempfile.TemporaryDirectory(prefix="returns-") as name:
            root = Path(name, "project")
            root.mkdir()
            project(root)
            files = hand_in(root, times)
            command = [sys.executable, "-m", "scripts.intake", "--progress", "tests/demo/progress"]
            start = time.monotonic()
            done = subprocess.run([*command, "--today", "2026-06-01"], cwd=root, stdout=subprocess.DEVNULL, check=False)
            seconds = time.monotonic() - start
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            each = f"{1000 * seconds / files:.0f} ms a return, at most {peak} MB"
            print(f"{files} returns: {seconds:.1f} s, {each}, exit {done.returncode}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
