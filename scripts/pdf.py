"""Print the edition alone, into site/pdf/: python -m scripts.pdf. The site's build makes the same files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros.print.howto import forms_work
from macros.print.press import FULL, BookError, books
from macros.published.release import release
from macros.records.day import given_day
from macros.records.problem import DataError
from macros.records.replacing import mark, replaceable
from macros.records.settings import settings
from macros.records.writing import finish, make_folder, write_files
from scripts.build import ROOT


def main() -> int:
    """Run the command; with bad data the last good files stay."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the PDFs go into its pdf/")
    parser.add_argument("--progress", type=Path, help="made-up records to print, for a demonstration")
    parser.add_argument("--today", type=given_day, help="YYYY-MM-DD to judge on")
    args = parser.parse_args()
    site = args.site.resolve()
    if args.progress and site == (ROOT / "site").resolve():
        print("演示数据（虚构）不能生成到 site/，请用 --site 指定别的目录。", file=sys.stderr)
        return 1
    try:
        finish(ROOT)
        finish(site)
        replaceable(site, ROOT)
        configured = settings(ROOT)
        shown = release(
            ROOT,
            progress=args.progress,
            today=args.today,
            site_url=configured.site_url,
            imprint=configured.extra.imprint,
        )
        made = books(shown.files, more=forms_work(shown))
        make_folder(site)
        write_files(site, made)
        mark(site, set(made))
    except (DataError, BookError) as error:
        kept = "仍是上一次的内容" if (site / FULL).is_file() else "还没有排印本"
        print(f"{error}\n没有更新：{site / 'pdf'} {kept}。", file=sys.stderr)
        return 1
    print(f"排印本已生成：{site / 'pdf'}（{len(made)} 个文件）")
    return 0


if __name__ == "__main__":
    sys.exit(main())
