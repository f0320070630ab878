"""How long the printed edition takes, against printing one word with the same engine and fonts:
python -m tests.tools.bench_pdf. Both are measured in turn, each in a process of its own.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

from macros.print.press import pages

ROOT = Path(__file__).parents[2]
ROUNDS = 5
CLOCK = """
import time; start = time.perf_counter()
from macros.print import press as book
{work}
print(time.perf_counter() - start)
"""
HELLO = """
words = b'#set text(font: ("FandolFang R", "Noto Serif SC"), lang: "zh")\\n#set document(title: "hello")\\nhello'
book.finish(book._typesetter().compile(input=words, format="pdf", pdf_standards=book.STANDARDS, timestamp=0))
"""
EDITION = """
from pathlib import Path
files = {f"open-data/{path.name}": path.read_bytes() for path in Path("site/open-data").glob("*.json")}
book.Press(files).full()
"""
PER_PAGE = 0.025
"""Seconds allowed for each page beyond three times the one word."""


def seconds(work: str) -> float:
    """Run a piece of work in a new process; its own measure in seconds."""
    command = [sys.executable, "-c", CLOCK.format(work=work)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(run.stdout.strip().splitlines()[-1])


def main() -> int:
    """Run the command; needs a built site."""
    runs = [(seconds(HELLO), seconds(EDITION)) for _ in range(ROUNDS)]
    hello, edition = (statistics.median(run) for run in zip(*runs, strict=True))
    count = pages((ROOT / "site" / "pdf" / "plan.pdf").read_bytes())
    print(f"one word {hello:.3f} s, {count} pages {edition:.3f} s: {edition / hello:.2f} times")
    allowed = 3 * hello + PER_PAGE * count
    print(f"allowed: 3 times plus {PER_PAGE * 1000:.0f} ms a page = {allowed:.3f} s; used {edition / allowed:.0%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
