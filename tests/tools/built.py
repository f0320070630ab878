"""Build the small plan's site with made-up records, again and again: python -m tests.tools.built [--times 100].

Only what passes the check is built, so a build that fails is a gap of the check; it is printed with its record.
"""

from __future__ import annotations

import argparse
import datetime
import shutil
import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from macros.records.problem import DataError
from macros.rules.checked import load_checked
from tests.projects import program, run
from tests.test_validates_builds import TEXTS, report

DAY = datetime.date(2026, 6, 1)
FIGURES = st.one_of(st.integers(0, 100).map(str), st.decimals(1, 100, places=2).map(str))
URLS = st.sampled_from([None, "https://example.com/附件.pdf?a=1&b=<2>", "http://例子.中国/表 1"])


def passes(root: Path, text: str) -> bool:
    """Put a record file into the project; whether the check lets it pass."""
    (root / "data" / "progress" / "2025" / "towns.yml").write_text(text, encoding="utf-8", errors="surrogatepass")
    try:
        load_checked(root, today=DAY)
    except DataError:
        return False
    return True


def built(root: Path, site: Path) -> str:
    """Build; what went wrong, "" where nothing did."""
    shutil.rmtree(site, ignore_errors=True)
    done = run(root, "scripts.build", "--site", str(site), "--today", DAY.isoformat(), "--no-print")
    if done.returncode:
        return done.stderr
    log = site / "changes.html"
    return "" if log.is_file() and "2025-made-1" in log.read_text(encoding="utf-8") else "the record is not shown"


def try_builds(root: Path, times: int) -> tuple[int, list[str]]:
    """How many were built, and each failure with its record."""
    count, failures = 0, []

    @settings(max_examples=20 * times, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
    @given(figure=FIGURES, title=TEXTS, note=TEXTS, url=URLS)
    def attempt(figure: str, title: str, note: str, url: str | None) -> None:
        nonlocal count
        text = report(1, figure, title, note, url)
        if count >= times or "\ud800" in text or not passes(root, text):
            return
        count += 1
        if wrong := built(root, root.parent / "site"):
            failures.append(f"{text}\n{wrong}")

    attempt()
    return count, failures


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100, help="how many builds")
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory(prefix="built-") as folder:
        count, failures = try_builds(program(Path(folder).resolve() / "project", small=True), times)
    print(*failures, f"{count} built, {len(failures)} failed", sep="\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
