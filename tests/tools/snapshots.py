"""Everything that the small plan publishes, kept below tests/_expected/: python -m tests.tools.snapshots.

The command renews the files; whoever runs it reads their difference (`git diff tests/_expected`) and answers for
it. What depends on the repository is left out: the commit, its history and the list of sources.
"""

from __future__ import annotations

import dataclasses
import datetime
import inspect
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from macros.published import formats
from macros.published.feed import FEED, atom
from macros.published.release import Release, release
from macros.records.plan import GOAL
from macros.site.render import VIEWS, Renderer
from macros.site.views.rounds import workbooks
from scripts.split_plan import split_plan

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "tiny"
EXPECTED = ROOT / "tests" / "_expected"
PROGRESS = ROOT / "tests" / "_records" / "progress"
RENEW = "python -m tests.tools.snapshots"
TODAY = datetime.date(2026, 6, 1)
MOMENT = "1780272000"
FEW = ("progress", "outcomes", "years", "charts", "dues")
SITE = "https://example.org/"

# The small plan has a target in each of its tasks; the states of tasks want one that has none.
_NO_TARGET = "4．常写字。经常办活动。（区甲局、区乙和丙局、各镇人民政府负责）\n"
_AFTER = "三、保障措施\n"


class FixedPrints(dict[str, bytes]):
    """Stands for the printed edition: every file has two pages and 1,000 bytes."""

    def __missing__(self, path: str) -> bytes:
        return bytes(1000)

    def pages(self, path: str) -> int:
        """How many pages a file has."""
        return 2


def plan(root: Path) -> None:
    """Write the small plan with one more task into an empty folder."""
    shutil.copytree(TINY, root, dirs_exist_ok=True)
    source = root / "data" / "source" / "plan.txt"
    text = source.read_text(encoding="utf-8")
    assert text.count(_AFTER) == 1
    source.write_text(text.replace(_AFTER, _NO_TARGET + _AFTER), encoding="utf-8")
    (root / "docs").mkdir(exist_ok=True)
    split_plan(root)
    (root / "docs" / "index.md").write_text("---\ntitle: 首页\n---\n", encoding="utf-8")


def edition(root: Path, progress: Path | None = PROGRESS) -> Release:
    """Release the plan below `root` as on a fixed day, without anything that git says."""
    with mock.patch.dict(os.environ, {"SOURCE_DATE_EPOCH": MOMENT}):
        made = release(root, progress=progress, today=TODAY, site_url="https://example.org/")
    stamp = made.stamp.model_copy(update={"commit": None, "history": None, "sources": []})
    return dataclasses.replace(made, stamp=stamp, files=formats.files(stamp, made.tables))


def calls(made: Release) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every macro with every argument that it takes."""
    index = made.account.project.index
    tasks, actions, bodies = ([*ids] for ids in (index.tasks, index.actions, index.bodies))
    known = {"task": tasks, "action": actions, "body": bodies, "target": [*index.targets]}
    of = {"target_table": ["", GOAL, *actions, *tasks, *bodies], "task_reports": [GOAL, *tasks]}
    for name, view in VIEWS.items():
        asked = [parameter for parameter in inspect.signature(view).parameters if parameter != "release"]
        if not asked:
            yield name, ()
        else:
            (parameter,) = asked  # a macro with two wants its cases written down here
            for value in of[name] if parameter == "of" else known[parameter]:
                yield name, (value,) if value else ()


def html(made: Release) -> Iterator[tuple[str, bytes]]:
    """The HTML of each call: a name for its file, and its text."""
    books = {path: bytes(1000) for path in workbooks(made)}
    renderer = Renderer(made, lambda path: path, FixedPrints(), books)  # type: ignore[arg-type]
    for name, arguments in calls(made):
        yield f"html/{'.'.join((name, *arguments))}.html", (renderer.html(name, *arguments) + "\n").encode()


def snapshots() -> dict[str, bytes]:
    """Every kept file: its path below tests/_expected/, and what it holds today."""
    with tempfile.TemporaryDirectory(prefix="snapshots-") as folder:
        root = Path(folder).resolve()
        plan(root)
        made = edition(root)
        pages = {name: report.page for name, report in made.reports.items()}
        found = dict(made.files) | dict(html(made)) | {FEED: atom(made.account, "更新记录", SITE, pages)}
        # The same plan where little has been reported, and, without made-up records, nothing is marked so.
        plain = edition(root, progress=None).files
        found |= {f"few/{name}.json": plain[f"open-data/{name}.json"] for name in FEW}
        return found


def kept() -> dict[str, bytes]:
    """Every kept file as it is."""
    return {
        path.relative_to(EXPECTED).as_posix(): path.read_bytes()
        for path in sorted(EXPECTED.rglob("*"))
        if path.is_file()
    }


def main() -> int:
    """Renew the kept files, and say which are new, changed and gone."""
    old, new = kept(), snapshots()
    for path, content in new.items():
        if old.get(path) != content:
            print("changed" if path in old else "new", path)
            (EXPECTED / path).parent.mkdir(parents=True, exist_ok=True)
            (EXPECTED / path).write_bytes(content)
    for path in old.keys() - new.keys():
        print("gone", path)
        (EXPECTED / path).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
