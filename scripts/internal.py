"""Make the internal edition of a folder that is not public: python -m scripts.internal [FOLDER]."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros.office.internal import write
from macros.office.noted import CONTACTS
from macros.published.release import release
from macros.records.day import given_day
from macros.records.private import FOLDER, private_folder
from macros.records.problem import DataError
from macros.records.writing import finish

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="with contacts and pictures; 内部, or 内部-演示")
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--progress", type=Path, help="made-up records, for a demonstration")
    parser.add_argument("--today", type=given_day, help="YYYY-MM-DD to judge on")
    args = parser.parse_args()
    try:
        finish(args.root)
        usual = args.root / (f"{FOLDER}-演示" if args.progress else FOLDER)
        folder = private_folder(args.folder or usual, args.root)
        made = release(args.root, progress=args.progress and args.progress.resolve(), today=args.today)
        first = write(folder, made)
    except DataError as error:
        print(f"{error}\n没有更新内部版。", file=sys.stderr)
        return 1
    if not (folder / CONTACTS).is_file():
        print(f"没有 {folder / CONTACTS}，联系人一栏是空的；写法见 README。")
    print(f"内部版已生成：{first}（内部参考，请勿外传）")
    return 0


if __name__ == "__main__":
    sys.exit(main())
