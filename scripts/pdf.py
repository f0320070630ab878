"""Print the edition alone, into site/pdf/: python -m scripts.pdf. The site's build makes the same files."""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path

import yaml

from macros.print.press import BookError, books
from macros.published.release import release
from macros.records.problem import DataError
from scripts.build import ROOT


def main() -> int:
    """Run the command; with bad data the last good files stay."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the PDFs go into its pdf/")
    parser.add_argument("--progress", type=Path, help="made-up records to print, for a demonstration")
    parser.add_argument("--today", type=datetime.date.fromisoformat, help="YYYY-MM-DD to judge on")
    args = parser.parse_args()
    # Read plainly: MkDocs' own reader would start the theme and every plugin.
    configured = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    named = {"site_url": configured.get("site_url"), "imprint": configured.get("extra", {}).get("imprint")}
    try:
        made = books(release(ROOT, progress=args.progress, today=args.today, **named).files)
    except (DataError, BookError) as error:
        print(f"{error}\n没有更新：{args.site / 'pdf'} 仍是上一次的内容。", file=sys.stderr)
        return 1
    for path, content in made.items():
        target = args.site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    print(f"排印本已生成：{args.site / 'pdf'}（{len(made)} 个文件）")
    return 0


if __name__ == "__main__":
    sys.exit(main())
