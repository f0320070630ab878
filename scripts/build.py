"""Build the site beside the last good one and put it in its place only when all went well:
python -m scripts.build.
"""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path

from macros.records.day import given_day
from macros.site.build import replace_site
from macros.site.making import Options

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="where the site goes")
    parser.add_argument("--progress", type=Path, help="made-up records to show, for a demonstration")
    parser.add_argument("--today", type=given_day, help="YYYY-MM-DD to judge on")
    parser.add_argument("--as-of", type=given_day, help="YYYY-MM-DD: an earlier edition, as the repository has it")
    parser.add_argument("--published", default="", help="where git tells no history: the site's progress.json")
    parser.add_argument("--no-print", action="store_true", help="leave the printed edition out")
    args = parser.parse_args()
    gc.set_threshold(100_000)  # nearly all that a build makes lives to its end: looking through it is in vain
    progress = args.progress and args.progress.resolve()
    options = Options(
        progress=progress,
        today=args.today,
        as_of=args.as_of,
        published=args.published,
        prints=not args.no_print,
    )
    return replace_site(ROOT, args.site.resolve(), options)


if __name__ == "__main__":
    sys.exit(main())
