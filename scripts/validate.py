"""Hold the data to every rule: python -m scripts.validate. Exit 1 and all problems, or exit 0."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros.published.before import past_of
from macros.records.day import given_day
from macros.records.problem import DataError
from macros.records.settings import settings
from macros.records.writing import finish
from macros.rules.checked import load_checked


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent)
    parser.add_argument("--today", type=given_day, help="YYYY-MM-DD: nothing is reported after it")
    parser.add_argument("--published", default="", help="where git tells no history: the site's progress.json")
    args = parser.parse_args()
    try:
        finish(args.root)
        past = past_of(args.root, args.published or settings(args.root).extra.published or "")
        project = load_checked(args.root, today=args.today, past=past)
    except DataError as error:
        print(error, file=sys.stderr)
        print(f"共 {error.count} 个问题，改好后再运行一次。", file=sys.stderr)
        return 1
    tasks, bodies, targets = len(project.plan.tasks), len(project.bodies), len(project.targets)
    if past.gap and not past.versions:
        print(f"没有与以前公开的记录比较：{past.gap.wrong}（{past.gap.remedy}）。", file=sys.stderr)
    print(f"检查通过：{tasks} 项任务，{bodies} 个责任单位，{targets} 项目标。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
