"""Cut the issued text into data/plan.yml and the Markdown pages: python -m scripts.split_plan.

Only the part of a page above its dividing line is written; what people added below stays as it is.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import yaml

from macros.issued.pages import head_of, pages
from macros.issued.split import split
from macros.records.bodies import Body
from macros.records.load import BODIES, PLAN, SOURCE, TARGETS, parse
from macros.records.plan import Plan
from macros.records.problem import DataError, Location, Problem
from macros.records.reading import read
from macros.records.targets import Target
from macros.records.writing import finish, write_files
from macros.records.yaml_lines import decode, load_yaml

HEADER = f"# 由 python -m scripts.split_plan 从 {SOURCE} 生成，请勿手工修改。\n"


def split_plan(root: Path) -> None:
    """Write plan.yml and every page below `root`.

    Raises:
        DataError: the text, bodies.yml or targets.yml cannot be read, a page lost its dividing line, or the system
            refused a file; then nothing is changed.
    """
    finish(root)
    cut = split(read(root, SOURCE))
    bodies = parse(load_yaml(root, BODIES), list[Body], BODIES)
    targets = parse(load_yaml(root, TARGETS), list[Target], TARGETS)
    wanted = list(pages(parse(cut, Plan, PLAN), bodies, targets))
    problems, texts = [], {}
    for page in wanted:
        file = f"docs/{page.path}"
        there = os.path.lexists(root / file)
        old = decode(read(root, file), file) if there else page.head + page.tail
        head = head_of(old)
        if head is None:
            wrong = "“以上由 …… 写入”那一行被删掉或改动了，分不清原文和补充内容"
            problems.append(Problem(Location(file), wrong, "从版本库恢复那一行，或者把文件改名后重新拆分"))
        else:
            texts[file] = page.head + old[len(head) :]
    if problems:
        raise DataError(problems)
    dumped = yaml.safe_dump(cut, allow_unicode=True, sort_keys=False, width=sys.maxsize)
    wanted_files = {PLAN: HEADER + dumped, **texts}
    new = {file for file in wanted_files if not (root / file).is_file()}
    for file in write_files(root, wanted_files):
        print(f"{'新建' if file in new else '更新'} {file}")
    print(f"{len(texts)} 个页面与印发文本一致")


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent)
    try:
        split_plan(parser.parse_args().root)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
