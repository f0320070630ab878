"""What a build costs against other builders on the same pages: python -m scripts.bench, or make bench.

Writes .github/bench.md and .github/bench.svg; judges nothing. Linux only: memory is read from /proc.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.tools.contestants import NAMES
from tests.tools.race import race, versions
from tests.tools.report import plot, table

OUT = Path(__file__).parent.parent / ".github"


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10, 30], help="sizes: how many times the plan")
    parser.add_argument("--rounds", type=int, default=5, help="counted runs of each")
    parser.add_argument("--only", nargs="+", default=[], choices=NAMES, help="some contestants, for a quick look")
    parser.add_argument("--timeout", type=float, default=900, help="seconds after which one run is ended")
    parser.add_argument("--out", type=Path, default=OUT, help="folder of bench.md and bench.svg")
    args = parser.parse_args()
    results = race(args.times, args.rounds, args.only, args.timeout)
    text = table(results, rounds=args.rounds, versions=versions())
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "bench.md").write_text(text, encoding="utf-8")
    (args.out / "bench.svg").write_text(plot(results), encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
