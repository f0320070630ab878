"""YAML files into records: shapes and types, each mistake with its line and a remedy in Chinese."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from macros.records.base import Record
from macros.records.bodies import Body, MadeUpChanges
from macros.records.plan import Plan
from macros.records.problem import DataError, Location, Problem
from macros.records.progress import ReportFile
from macros.records.project import FiledYear, Project
from macros.records.targets import Target
from macros.records.wording import problem_of
from macros.records.yaml_lines import load_yaml

PLAN, BODIES, TARGETS = "data/plan.yml", "data/bodies.yml", "data/targets.yml"
PROGRESS = "data/progress"

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


def load(root: Path, progress: Path | None = None) -> Project:
    """Read the data files below `root`, and progress from data/progress or the folder given.

    Raises:
        DataError: with the problems of all files together.
    """
    problems: list[Problem] = []
    loaded: dict[str, Any] = {}
    for file, shape in ((PLAN, Plan), (BODIES, list[Body]), (TARGETS, list[Target])):
        try:
            loaded[file] = parse(load_yaml(root, file, fields=() if file == PLAN else _FIELDS), shape, file)
        except DataError as error:
            problems += error.problems
    folder = progress or root / PROGRESS
    files: list[FiledYear] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        file = path.relative_to(root if path.is_relative_to(root) else folder).as_posix()
        parts = path.relative_to(folder).parts
        if len(parts) != 2 or path.suffix != ".yml" or not re.fullmatch("[0-9]{4}", parts[0]):
            remedy = f"放到 {PROGRESS}/年份/单位英文名.yml，或者删掉"
            problems.append(Problem(Location(file), "这个文件不在该在的地方，不会被读取", remedy))
            continue
        try:
            content = parse(load_yaml(path.parent, path.name, file, _FIELDS), ReportFile, file)
            files.append(FiledYear(file, parts[0], path.stem, content))
        except DataError as error:
            problems += error.problems
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
    if problems:
        raise DataError(problems)
    demo = folder.resolve() != (root / PROGRESS).resolve()
    return Project(root, loaded[PLAN], loaded[BODIES], loaded[TARGETS], files, demo)
