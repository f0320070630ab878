"""Build the site beside the last good one and put it in its place only when all went well:
python -m scripts.build.
"""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path

from macros.records.day import given_day
from macros.records.problem import DataError
from macros.records.replacing import kept, replace_folder, replaceable, slot_for
from macros.records.writing import finish
from macros.rules.checked import load_checked
from macros.site.build import BuildError, build
from macros.site.making import Options

ROOT = Path(__file__).parent.parent


def _may_replace(site: Path, options: Options) -> None:
    """Refuse a folder that is not ours, with all that is wrong with the data: all problems at once."""
    try:
        replaceable(site, ROOT)
    except DataError as refused:
        try:
            load_checked(ROOT, options.progress, options.today)
        except DataError as error:
            raise DataError([*refused.problems, *error.problems], error.more) from error
        raise


def replace(site: Path, options: Options) -> int:
    """Build into a new folder beside `site`, then swap. Returns the exit status; 0 is success."""
    if (options.progress or options.as_of) and site == (ROOT / "site").resolve():
        what = "演示数据（虚构）" if options.progress else "以前的版本"
        print(f"{what}不能生成到 site/，请用 --site 指定别的目录。", file=sys.stderr)
        return 1
    if options.as_of and (options.progress or options.today):
        print("--as-of 用那一天的数据、按那一天判定，不能与 --progress、--today 一起用。", file=sys.stderr)
        return 1
    try:
        finish(ROOT)
        _may_replace(site, options)
        with slot_for(site, ROOT) as fresh:
            build(ROOT, fresh, options)
            replace_folder(fresh, site, ROOT)
    except (BuildError, DataError) as error:
        print(f"{error}\n{kept(site)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"已中止。{kept(site)}", file=sys.stderr)
        return 130
    print(f"网站已生成：{site / 'index.html'}")
    return 0


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
    return replace(args.site.resolve(), options)


if __name__ == "__main__":
    sys.exit(main())
