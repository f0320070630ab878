"""What the printed edition costs: python -m tests.tools.bench_pdf. Needs a built site.

The full edition is measured against one printed word with the same engine and fonts, in turn, each in a
process of its own; then every file in one process after another, and all of them through the press with
nothing kept and with everything kept.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from macros.print.made import Answer, Work
from macros.print.press import Setter, books, works
from macros.published.formats import FOLDER

ROOT = Path(__file__).parents[2]
ROUNDS = 5
WORD = Work(template="word", inputs={}, timestamp=0, path="word.pdf")
PER_PAGE = 0.025
"""Seconds allowed for each page beyond three times the one word."""


def one(work: Work) -> tuple[float, Answer]:
    """Set a file in a new process: seconds by the clock, and what came of it."""
    start = time.perf_counter()
    setter = Setter()
    answer = setter.set(work)
    took = time.perf_counter() - start
    setter.end()
    return took, answer


def main() -> int:
    """Run the command."""
    files = {f"{FOLDER}/{path.name}": path.read_bytes() for path in (ROOT / "site" / FOLDER).glob("*.json")}
    every = list(works(files))
    runs = [(one(WORD), one(every[0])) for _ in range(ROUNDS)]
    word, edition = (statistics.median(seconds for seconds, _ in run) for run in zip(*runs, strict=True))
    answer = runs[0][1][1]
    (full,) = answer.made.values()
    allowed = 3 * word + PER_PAGE * full.pages
    print(f"one word {word:.3f} s; {full.pages} pages {edition:.3f} s, {answer.memory / 1e6:.0f} MB")
    print(f"allowed 3 times plus {PER_PAGE * 1000:.0f} ms a page = {allowed:.3f} s; used {edition / allowed:.0%}")
    by_template: dict[str, list[float]] = defaultdict(list)
    setter = Setter()
    for work in every:
        start = time.perf_counter()
        setter.set(work)
        by_template[work.template].append(time.perf_counter() - start)
    setter.end()
    for template, times in by_template.items():
        print(f"{template}: {len(times)} files, {sum(times):.2f} s, median {statistics.median(times):.3f} s")
    with tempfile.TemporaryDirectory() as folder:
        for words in ("nothing kept", "everything kept"):
            start = time.perf_counter()
            made = books(files, Path(folder))
            took = time.perf_counter() - start
            print(f"{words}: {len(made)} files, {sum(map(made.pages, made))} pages in {took:.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
