"""Hold the data to every rule: python -m scripts.validate. Exit 1 and all problems, or exit 0."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros.records.problem import DataError
from macros.records.writing import finish
from macros.rules.checked import load_checked


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent)
    root = parser.parse_args().root
    try:
        finish(root)
        project = load_checked(root)
    except DataError as error:
        print(error, file=sys.stderr)
        print(f"共 {error.count} 个问题，改好后再运行一次。", file=sys.stderr)
        return 1
    tasks, bodies, targets = len(project.plan.tasks), len(project.bodies), len(project.targets)
    print(f"检查通过：{tasks} 项任务，{bodies} 个责任单位，{targets} 项目标。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
