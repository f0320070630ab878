"""Take in the workbooks that came back in 收表/, and write what goes back into 回表/: python -m scripts.intake."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros.forms.intake import Options, intake
from macros.forms.summary import last_line, lines
from macros.office.bulletin import after_intake
from macros.records.day import given_day
from macros.records.private import FOLDER
from macros.records.problem import DataError
from macros.site.shown import shown

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Run the command. 0: nothing is to be mended; 1: something is, or nothing could be taken."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console in GBK has no sign for everything: then a question mark
            stream.reconfigure(errors="replace")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--inbox", type=Path, help="where the returned workbooks lie; 收表, or 收表-演示")
    parser.add_argument("--outbox", type=Path, help="where goes what is sent back; 回表, or 回表-演示")
    parser.add_argument("--internal", type=Path, help="names, telephones, pictures; 内部, or 内部-演示; never public")
    parser.add_argument("--round", default="", help="id or title of the round; the newest whose day has come")
    parser.add_argument("--body", default="", help="full name or id of one body")
    parser.add_argument("--dry-run", action="store_true", help="read and say all, write nothing")
    parser.add_argument("--progress", type=Path, help="made-up records to work on, for a demonstration")
    parser.add_argument("--today", type=given_day, help="YYYY-MM-DD to judge on")
    args = parser.parse_args()
    demo = "-演示" if args.progress else ""
    options = Options(
        root=args.root.resolve(),
        progress=args.progress and args.progress.resolve(),
        today=args.today,
        inbox=(args.inbox or args.root / f"收表{demo}").resolve(),
        outbox=(args.outbox or args.root / f"回表{demo}").resolve(),
        internal=(args.internal or args.root / f"{FOLDER}{demo}").resolve(),
        round=args.round,
        body=args.body,
        dry=args.dry_run,
        pages=shown,
    )
    try:
        found = intake(options)
    except DataError as error:
        print(f"{error}\n没有登记任何数：先改好上面的问题，再运行一次。", file=sys.stderr)
        return 1
    print(*lines(found, options), *after_intake(found, options), last_line(found, options), sep="\n")
    return int(found.faulty > 0)


if __name__ == "__main__":
    sys.exit(main())
