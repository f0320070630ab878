"""YAML files into records: shapes and types, each mistake with its line and a remedy in Chinese."""

from __future__ import annotations

import datetime
import os
import re
import unicodedata
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from macros.records.base import Record
from macros.records.bodies import Body, MadeUpChanges
from macros.records.day import clock_day
from macros.records.objections import Objections
from macros.records.plan import Plan
from macros.records.problem import DataError, Location, Problem
from macros.records.progress import ReportFile
from macros.records.project import FiledYear, Project
from macros.records.readers import Readers
from macros.records.reading import files_below, is_copy, stray
from macros.records.redirects import Redirects
from macros.records.rounds import Reporting, Rounds
from macros.records.targets import Target
from macros.records.wording import problem_of
from macros.records.writing import JOURNAL, unfinished
from macros.records.yaml_lines import load_yaml

DATA, SOURCE = "data", "data/source/plan.txt"
PLAN, BODIES, TARGETS = "data/plan.yml", "data/bodies.yml", "data/targets.yml"
PROGRESS = "data/progress"
ROUNDS, REPORTING = "data/rounds.yml", "data/reporting.yml"  # a project need not have them
WORDS = "data/words.yml"  # read where the search is made; a project need not have it
REDIRECTS, OBJECTIONS = "data/redirects.yml", "data/objections.yml"
READERS = "data/readers.yml"  # a project need not have it
READ = (SOURCE, PLAN, BODIES, TARGETS, ROUNDS, REPORTING, READERS, WORDS, REDIRECTS, OBJECTIONS, "data/README.md")
"""What stands below data/ beside the progress and its evidence; any other file there is a problem."""
EVIDENCE = "data/evidence"

T = TypeVar("T")

_FIELDS = frozenset(name for record in Record.__subclasses__() for name in record.model_fields)


def parse(data: Any, shape: type[T], file: str) -> T:
    """Make records of located data.

    Raises:
        DataError: with every misshapen field of the file.
    """
    try:
        return TypeAdapter(shape).validate_python(data)
    except ValidationError as error:
        errors = error.errors()
        found = [(each, problem_of(each, data, file)) for each in errors]
        # `报告日期: …` for `reported_on: …` is one mistake, not one field unknown and one missing.
        renamed = {
            (*each["loc"][:-1], problem.mend.new)
            for each, problem in found
            if each["type"] == "extra_forbidden" and problem.mend
        }
        kept = [p for each, p in found if not (each["type"] == "missing" and tuple(each["loc"]) in renamed)]
        raise DataError(kept) from error


def load(root: Path, progress: Path | None = None, today: datetime.date | None = None) -> Project:
    """Read the data files below `root`, and progress from data/progress or the folder given.

    Args:
        root: the folder that holds data/ and docs/.
        progress: made-up records to read instead of data/progress.
        today: the day of the build; the clock's where none is given.

    Raises:
        DataError: with the problems of all files together.
    """
    problems: list[Problem] = []
    more = 0
    if unfinished(root):
        wrong, remedy = "上一次写入被中断，还没有补完", "运行 python -m scripts.validate，它先补完再检查"
        raise DataError([Problem(Location(JOURNAL), wrong, remedy)])
    loaded: dict[str, Any] = {}
    for file, shape in ((PLAN, Plan), (BODIES, list[Body]), (TARGETS, list[Target])):
        try:
            loaded[file] = parse(load_yaml(root, file, fields=() if file == PLAN else _FIELDS), shape, file)
        except DataError as error:
            problems += error.problems
            more += error.more
    folder = progress or root / PROGRESS
    base = root if folder.is_relative_to(root) else folder
    if progress and not folder.exists():
        problems.append(Problem(Location(folder.as_posix()), "找不到这个文件夹", "核对 --progress 后面的路径"))
    files: list[FiledYear] = []
    for path in files_below(root, root / DATA, problems):
        file = path.relative_to(root).as_posix()
        known = path.is_relative_to(root / PROGRESS) or path.is_relative_to(root / EVIDENCE)
        if file not in READ and not known:
            problems.append(stray(file, f"报送的数放到 {PROGRESS}/年份/单位英文名.yml"))
    for path in files_below(base, folder, problems):
        file = path.relative_to(base).as_posix()
        parts = path.relative_to(folder).parts
        if len(parts) != 2 or path.suffix != ".yml" or is_copy(path.name) or not re.fullmatch("[0-9]{4}", parts[0]):
            remedy = f"放到 {PROGRESS}/年份/单位英文名.yml"
            year = re.search("20[0-9]{2}", unicodedata.normalize("NFKC", parts[0])) if len(parts) == 2 else None
            if year and parts[0] != year[0]:
                remedy = f"把文件夹“{parts[0]}”改名为 {year[0]}，只写四位数字"
            problems.append(stray(file, remedy))
            continue
        try:
            content = parse(load_yaml(path.parent, path.name, file, _FIELDS), ReportFile, file)
            files.append(FiledYear(file, parts[0], path.stem, content))
        except DataError as error:
            problems += error.problems
            more += error.more
    made_up = folder.parent / "bodies.yml"
    if progress and made_up.is_file():
        try:
            told = parse(load_yaml(made_up.parent, made_up.name, fields=_FIELDS), MadeUpChanges, made_up.name).changes
            loaded[BODIES] = [
                body.model_copy(update={"changes": told[body.slug]}) if body.slug in told else body
                for body in loaded.get(BODIES, ())
            ]
        except DataError as error:
            problems += error.problems
            more += error.more
    if os.path.lexists(root / READERS):
        try:
            loaded[READERS] = parse(load_yaml(root, READERS, fields=_FIELDS), Readers, READERS)
        except DataError as error:
            problems += error.problems
            more += error.more
    for file, kind in ((ROUNDS, Rounds), (REPORTING, Reporting), (OBJECTIONS, Objections)):
        beside = folder.parent / Path(file).name
        try:
            if progress and beside.is_file():
                loaded[file] = parse(load_yaml(beside.parent, beside.name, fields=_FIELDS), kind, beside.name)
            elif not progress and os.path.lexists(root / file):
                loaded[file] = parse(load_yaml(root, file, fields=_FIELDS), kind, file)
        except DataError as error:
            problems += error.problems
            more += error.more
    if os.path.lexists(root / REDIRECTS):
        try:
            loaded[REDIRECTS] = parse(load_yaml(root, REDIRECTS, fields=_FIELDS), Redirects, REDIRECTS)
        except DataError as error:
            problems += error.problems
            more += error.more
    if problems:
        raise DataError(problems, more)
    demo = folder.resolve() != (root / PROGRESS).resolve()
    return Project(
        root,
        loaded[PLAN],
        loaded[BODIES],
        loaded[TARGETS],
        files,
        demo,
        today or clock_day(),
        loaded.get(ROUNDS),
        loaded.get(REPORTING),
        loaded.get(REDIRECTS),
        loaded.get(READERS) or Readers(),
        loaded.get(OBJECTIONS),
    )
