"""Write the bulletin of the current round as a Word file, to go on writing in: python -m scripts.bulletin."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros.judged.asked import current, rounds
from macros.office.bulletin import write
from macros.published.release import release
from macros.records.day import given_day
from macros.records.problem import DataError
from macros.records.settings import settings
from macros.records.writing import finish

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--round", help="the round's id; the newest whose day has come where none is given")
    parser.add_argument("--progress", type=Path, help="made-up records, for a demonstration")
    parser.add_argument("--today", type=given_day, help="YYYY-MM-DD to judge on")
    parser.add_argument("--to", type=Path, help="the folder; 通报, or 通报-演示 for a demonstration")
    args = parser.parse_args()
    folder = args.to or args.root / ("通报-演示" if args.progress else "通报")
    try:
        finish(args.root)
        made = release(args.root, progress=args.progress and args.progress.resolve(), today=args.today)
        known = {it.id: it for it in rounds(made.account)}
        asked = known.get(args.round) if args.round else current(made.account)
        if asked is None:
            told = (
                f"没有“{args.round}”这一轮；有的是：{'、'.join(known) or '（还没有）'}"
                if args.round
                else "还没有到期的轮次"
            )
            print(f"{told}。没有写通报。", file=sys.stderr)
            return 1
        path = write(folder, made, asked, settings(args.root).extra.letter)
    except DataError as error:
        print(f"{error}\n没有写通报。", file=sys.stderr)
        return 1
    print(f"通报已写好：{path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
