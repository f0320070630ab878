"""Change the code in one place at a time and see whether a test notices: python -m tests.tools.mutants.

    python -m tests.tools.mutants [--mutants 70] [--seed 1] [--minutes 30] [--jobs 2] [--only macros/judged]

Each mutant swaps one comparison, boolean, arithmetic sign, constant or condition, in a copy of the project. The
fast tests that hold the arithmetic, the records, the rules and the published files are run on it, those that
find most first. What survives is printed as file:line:column, old → new; the last line counts. Exit 1 where less
than 97 % are killed.

This is not a test: a mutant may say the same in other words, so a person reads what survives.
"""

from __future__ import annotations

import argparse
import ast
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.tools.kill import FILES, FOLDERS

ROOT = Path(__file__).parents[2]
RECORDS = ("base", "targets", "progress", "project", "index", "standing")
MUTATED = (
    *("macros/judged", "macros/rules", "macros/published"),
    *(f"macros/records/{name}.py" for name in RECORDS),
)
LEFT_OUT = {"sbom.py", "privacy.py"}  # no arithmetic, records, rules of figures or export
TESTS = (
    "published",
    "outcome",
    "states",
    "boundaries",
    "chart",
    "targets",
    "mistakes",
    "successors",
    "records",
    "check",
    "history",
)
"""Fast tests that run in process; for a rule, its mistakes come first."""
TIMEOUT = 300
"""Seconds after which a mutant counts as killed: it has made a loop endless."""
WANTED = 0.97

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one expression.

    Attributes:
        start, end: the expression's place in the file, in bytes.
    """

    file: str
    line: int
    column: int
    start: int
    end: int
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.old} → {self.new}"


def _changes(node: ast.AST) -> Iterator[ast.expr]:
    """What one expression may be changed into; each shares all other parts with it."""
    match node:
        case ast.Compare(left, operators, rights):
            for at, operator in enumerate(operators):
                if swapped := _COMPARED.get(type(operator)):
                    yield ast.Compare(left, [*operators[:at], swapped(), *operators[at + 1 :]], rights)
        case ast.BoolOp(operator, values):
            yield ast.BoolOp(ast.And() if isinstance(operator, ast.Or) else ast.Or(), values)
            for at in range(len(values)):
                rest = [*values[:at], *values[at + 1 :]]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(operator, rest)
        case ast.BinOp(left, operator, right) if type(operator) in _COMPUTED and not _is_text(left, right):
            yield ast.BinOp(left, _COMPUTED[type(operator)](), right)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.UnaryOp(ast.USub(), operand):
            yield operand
        case ast.Constant(bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(int() as value):
            yield ast.Constant(value + 1)
        case ast.IfExp(test, body, orelse):
            yield ast.IfExp(test, orelse, body)


def _is_text(*nodes: ast.expr) -> bool:
    return any(isinstance(node, (ast.JoinedStr, ast.List, ast.Tuple, ast.Dict)) for node in nodes) or any(
        isinstance(node, ast.Constant) and isinstance(node.value, str) for node in nodes
    )


def _skipped(tree: ast.AST) -> set[ast.AST]:
    """Expressions whose change no run can show: types, `__all__`, what is in a text's braces of a format."""
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        hints: list[ast.AST | None] = []
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            hints += [node.returns if isinstance(node, ast.FunctionDef) else None]
        elif isinstance(node, (ast.arg, ast.AnnAssign)):
            hints += [node.annotation]
        elif isinstance(node, ast.FormattedValue):
            hints += [node.format_spec]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dataclass":
            hints += [node]
        elif isinstance(node, ast.ClassDef):
            hints += node.decorator_list
        for hint in hints:
            skipped |= set(ast.walk(hint)) if hint else set()
    return skipped


def mutants(file: str, text: str) -> Iterator[Mutant]:
    """Every mutant of a file, in its order."""
    tree = ast.parse(text)
    starts = [0, *itertools.accumulate(len(line) for line in text.encode().splitlines(keepends=True))]
    skipped = _skipped(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.expr) or node in skipped:
            continue
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start, end = starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset
        old = " ".join(text.encode()[start:end].decode().split())
        for change in _changes(node):
            new = f"({ast.unparse(ast.fix_missing_locations(ast.Expression(change)))})"
            yield Mutant(file, node.lineno, node.col_offset + 1, start, end, old, new)


def files(only: str = "") -> list[str]:
    """The files that are mutated."""
    found = [ROOT / name for name in MUTATED]
    paths = [path for each in found for path in (sorted(each.glob("*.py")) if each.is_dir() else [each])]
    names = [path.relative_to(ROOT).as_posix() for path in paths if path.name not in LEFT_OUT]
    return [name for name in names if name.startswith(only)]


def _run(root: Path, file: str = "") -> bool:
    """Whether the tests pass in a copy, where `file` is changed."""
    names = sorted(TESTS, key=lambda name: name != "mistakes") if "rules" in file else TESTS
    tests = [f"tests/test_{name}.py" for name in names]
    command = [sys.executable, "-m", "pytest", "-x", "-m", "not slow", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "HYPOTHESIS_STORAGE_DIRECTORY": str(root / ".h")}
    with (root / "said").open("wb") as said:
        try:
            done = subprocess.run(
                command, cwd=root, env=environment, stdout=said, stderr=subprocess.STDOUT, timeout=TIMEOUT, check=False
            )
        except subprocess.TimeoutExpired:
            return False
    if done.returncode not in (0, 1, 2, 4):  # 2 and 4: the code could not even be imported
        raise SystemExit((root / "said").read_text(encoding="utf-8"))
    return done.returncode == 0


def survives(mutant: Mutant, root: Path) -> bool:
    """Whether no test in the copy at `root` notices the mutant."""
    path = root / mutant.file
    whole = path.read_bytes()
    path.write_bytes(whole[: mutant.start] + mutant.new.encode() + whole[mutant.end :])
    try:
        return _run(root, mutant.file)
    finally:
        path.write_bytes(whole)


def copies(folder: Path, count: int) -> SimpleQueue[Path]:
    """As many copies of the project as are worked in at once."""
    made: SimpleQueue[Path] = SimpleQueue()
    for number in range(count):
        root = folder / str(number)
        ignored = shutil.ignore_patterns("__pycache__", "node_modules")
        for name in (*FOLDERS, "tests"):
            shutil.copytree(ROOT / name, root / name, ignore=ignored)
        others = [path for path in ROOT.iterdir() if path.is_file() and path.name not in FILES]
        for path in (*others, *(ROOT / name for name in FILES)):
            shutil.copy(path, root)
        made.put(root)
    return made


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutants", type=int, default=70)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=30, help="no mutant is begun after that")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", default="", help="the beginning of the files' paths")
    args = parser.parse_args()
    known = [it for name in files(args.only) for it in mutants(name, (ROOT / name).read_text(encoding="utf-8"))]
    chosen = random.Random(args.seed).sample(known, min(args.mutants, len(known)))
    end = time.monotonic() + 60 * args.minutes
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        free = copies(Path(folder), args.jobs)
        first = free.get()
        if not _run(first):
            print((first / "said").read_text(encoding="utf-8"))
            raise SystemExit("the tests fail without any mutant")
        free.put(first)

        def tried(mutant: Mutant) -> bool | None:
            if time.monotonic() > end:
                return None
            root = free.get()
            survived = survives(mutant, root)
            free.put(root)
            print("." if not survived else "", end="", file=sys.stderr, flush=True)
            if survived:
                print(f"survives: {mutant}", flush=True)
            return survived

        with ThreadPoolExecutor(args.jobs) as pool:
            results = [it for it in pool.map(tried, chosen) if it is not None]
    killed = results.count(False)
    print(f"{killed} of {len(results)} killed; {len(known)} mutants can be made, seed {args.seed}")
    return int(killed < WANTED * len(results))


if __name__ == "__main__":
    sys.exit(main())
