"""What a change of the data comes to, in plain words: python -m scripts.changes [BASE]."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros.changes.before import pair
from macros.changes.compare import compare
from macros.records.problem import DataError
from macros.records.writing import finish, write_file
from macros.site.shown import shown

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Run the command; a change is no mistake, so the exit status says only whether the two could be compared."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", nargs="?", metavar="BASE", help="a commit or a folder; default: where main is")
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the same for a forge's comment")
    args = parser.parse_args()
    try:
        finish(args.root)
        with pair(args.root, args.base or None) as both:
            changes = compare(both.old, both.new, shown)
        if args.markdown:
            write_file(args.markdown, changes.markdown())
    except DataError as error:
        print(f"{error}\n没有对比。", file=sys.stderr)
        return 1
    print(f"与{both.name}相比：\n{changes.text}", end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
