"""Write the current round's workbooks and their covering note, to be sent out: python -m scripts.forms."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros.judged.account import Account
from macros.judged.asked import chosen
from macros.office.outgoing import outgoing, send_out
from macros.records.day import given_day
from macros.records.problem import DataError
from macros.records.writing import finish
from macros.rules.checked import load_checked

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Run the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console in GBK has no sign for everything: then a question mark
            stream.reconfigure(errors="replace")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--round", help="the round's id or title; the newest whose day has come where none is given")
    parser.add_argument("--body", help="the full name or slug of one body, or a member's name; all where none is given")
    parser.add_argument("--dry-run", action="store_true", help="name the files and write nothing")
    parser.add_argument("--progress", type=Path, help="made-up records, for a demonstration")
    parser.add_argument("--today", type=given_day, help="YYYY-MM-DD to judge on")
    parser.add_argument("--to", type=Path, help="the folder; 发表, or 发表-演示 for a demonstration")
    args = parser.parse_args()
    folder = args.to or args.root / ("发表-演示" if args.progress else "发表")
    try:
        finish(args.root)
        project = load_checked(args.root, args.progress and args.progress.resolve(), args.today)
        account = Account(project, project.today)
        asked = chosen(account, args.round)
        if args.dry_run:
            names = list(outgoing(account, asked, args.body))
            print("\n".join(["没有写文件。会写：", *names]))
            return 0
        places = send_out(folder, account, asked, args.body)
    except DataError as error:
        print(f"{error}\n没有发表。", file=sys.stderr)
        return 1
    for name, place in places.items():
        if place.name != name:
            print(f"“{name}”有人改过，没有动；新的写成“{place.name}”。")
    print(f"{asked.title}的 {len(places)} 个文件已写好：{folder / asked.title}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
