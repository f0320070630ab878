"""Write the bulletin of the current round as a Word file, to go on writing in: python -m scripts.bulletin."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros.office.bulletin import announce
from macros.records.day import given_day
from macros.records.problem import DataError
from macros.records.writing import finish

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--round", help="the round's id or title; the newest whose day has come where none is given")
    parser.add_argument("--progress", type=Path, help="made-up records, for a demonstration")
    parser.add_argument("--today", type=given_day, help="YYYY-MM-DD to judge on")
    parser.add_argument("--to", type=Path, help="the folder; 通报, or 通报-演示 for a demonstration")
    args = parser.parse_args()
    try:
        finish(args.root)
        progress = args.progress and args.progress.resolve()
        path = announce(args.root, args.to, progress, args.today, args.round)
    except DataError as error:
        print(f"{error}\n没有写通报。", file=sys.stderr)
        return 1
    print(f"通报已写好：{path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
