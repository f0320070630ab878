"""YAML files into records: shapes and types, each mistake with its line and a remedy in Chinese."""

from __future__ import annotations

import datetime
import re
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from macros.records.address import ADDRESS
from macros.records.base import Record
from macros.records.bodies import Body
from macros.records.day import clock_day
from macros.records.plan import Plan
from macros.records.problem import DataError, Location, Problem, suggestion
from macros.records.progress import ReportFile
from macros.records.project import FiledYear, Project
from macros.records.reading import files_below, is_copy, stray
from macros.records.targets import Target
from macros.records.writing import JOURNAL, unfinished
from macros.records.yaml_lines import LocatedDict, load_yaml, locate

DATA, SOURCE = "data", "data/source/plan.txt"
PLAN, BODIES, TARGETS = "data/plan.yml", "data/bodies.yml", "data/targets.yml"
PROGRESS = "data/progress"
WORDS = "data/words.yml"  # read where the search is made; a project need not have it
READ = (SOURCE, PLAN, BODIES, TARGETS, WORDS)
"""What is read below data/ but for the progress; any other file there is a problem."""

T = TypeVar("T")

_TEXT = ("应当是文字", "给整个值加上半角引号")
_FIELDS = ("应当是一组字段", "每行写“字段: 值”")
_WANTED = {
    "string_type": _TEXT,
    "is_instance_of": ("应当是数", "只写半角数字，单位写在 unit"),
    "int_type": ("应当是整数", "只写半角数字"),
    "bool_type": ("应当是 true 或 false", "写 true，或者删掉这一行"),
    "list_type": ("应当是列表", "写成 [甲, 乙]，或每行以“- ”开头"),
    "model_type": _FIELDS,
    "dict_type": _FIELDS,
    "date_type": ("应当是日期", "写成 2025-12-31 这样"),
}
_ADDRESSES = {
    "url": "从浏览器地址栏复制完整的网址；不公开就不写 url",
    "feedback": '写成 mailto:邮箱 或 https:// 开头的网页；没有就写 ""',
    "site_url": "写成 https://网址/，以“/”结尾；没有就不写",
}
_FORMATS = {
    "id": "任务号加短横线和英文小写，如 t07-skilled",
    "task": "任务号如 t07，或者 goal",
    "slug": "英文小写，如 education",
    "code": "9 位数字，加半角引号",
    "SiteIDCode": "10 位数字，加半角引号",
}


def _shown(value: Any) -> str:
    return str(value) if isinstance(value, (str, bool)) or not hasattr(value, "at") else "…"


def _problem(error: dict[str, Any], data: Any, file: str) -> Problem:
    """Put one pydantic error into the coordinator's words."""
    path, kind, value = error["loc"], error["type"], error["input"]
    at = locate(data, path, Location(file))
    field = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    if kind == "missing":
        return Problem(at, f"缺少字段“{field}”", f"补上一行“{field}: …”")
    if kind == "extra_forbidden":
        parent = data
        for step in path[:-1]:
            parent = parent[step]
        if isinstance(parent, LocatedDict):
            at = parent.keys_at[field]
        known = {name for record in Record.__subclasses__() for name in record.model_fields}
        close = get_close_matches(field, sorted(known), n=1)
        remedy = f"是否想写“{close[0]}”？" if close else "删掉这个字段"
        return Problem(at, f"没有字段“{field}”", remedy)
    if kind == "enum":
        known = re.findall("'([^']+)'", error["ctx"]["expected"])
        return Problem(at, f"“{field}”不能是“{_shown(value)}”", suggestion(str(value), known))
    if kind == "string_pattern_mismatch":
        wanted = _FORMATS.get(field, error["ctx"]["pattern"])
        return Problem(at, f"“{field}”的写法不对：“{_shown(value)}”", f"应为{wanted}")
    if kind == "markup":
        return Problem(at, f"“{field}”里有不能用的字符：“{_shown(value)}”", "改用中文标点《》“”，或者删掉")
    if kind == ADDRESS:
        wrong = f"“{field}”不是能打开的网址：{error['ctx']['wrong']}"
        return Problem(at, wrong, _ADDRESSES.get(field, _ADDRESSES["url"]))
    if kind == "string_too_short":
        return Problem(at, f"“{field}”是空的", "没有内容就整行删掉")
    if kind.startswith("greater_than"):
        return Problem(at, f"“{field}”不能是 {_shown(value)}", "不能是负数")
    wanted, remedy = _WANTED.get(kind, ("的写法不对", "对照别的条目改正"))
    what = f"“{field}”" if field else "这一条"
    return Problem(at, f"{what}{wanted}，现在是“{_shown(value)}”", remedy)


def parse(data: Any, shape: type[T], file: str) -> T:
    """Make records of located data.

    Raises:
        DataError: with every misshapen field of the file.
    """
    try:
        return TypeAdapter(shape).validate_python(data)
    except ValidationError as error:
        raise DataError(_problem(problem, data, file) for problem in error.errors()) from error


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
            loaded[file] = parse(load_yaml(root, file), shape, file)
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
        if file not in READ and not path.is_relative_to(root / PROGRESS):
            problems.append(stray(file, f"报送的数放到 {PROGRESS}/年份/单位英文名.yml"))
    for path in files_below(base, folder, problems):
        file = path.relative_to(base).as_posix()
        parts = path.relative_to(folder).parts
        if len(parts) != 2 or path.suffix != ".yml" or is_copy(path.name) or not re.fullmatch("[0-9]{4}", parts[0]):
            problems.append(stray(file, f"放到 {PROGRESS}/年份/单位英文名.yml"))
            continue
        try:
            content = parse(load_yaml(path.parent, path.name, file), ReportFile, file)
            files.append(FiledYear(file, parts[0], path.stem, content))
        except DataError as error:
            problems += error.problems
            more += error.more
    if problems:
        raise DataError(problems, more)
    demo = folder.resolve() != (root / PROGRESS).resolve()
    return Project(root, loaded[PLAN], loaded[BODIES], loaded[TARGETS], files, demo, today or clock_day())
