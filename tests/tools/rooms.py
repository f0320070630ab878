"""Write the map of rooms into CONTRIBUTING.md from the docstrings: python -m tests.tools.rooms."""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "CONTRIBUTING.md"
BEGIN, END = "<!-- map: make map -->\n", "<!-- end of map -->\n"


def first_line(path: Path) -> str:
    """A module's docstring up to the end of its first sentence or paragraph, on one line.

    Raises:
        ValueError: it has none, or an unnamed one.
    """
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    if not text:
        raise ValueError(f"{path.relative_to(ROOT)} has no docstring: say what it is for")
    return " ".join(text.split("\n\n")[0].split())


def rooms() -> list[str]:
    """The rooms that exist, lowest first, in the order that import-linter keeps."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (layers,) = [contract["layers"] for contract in linter["contracts"] if contract["type"] == "layers"]
    names = [layer.strip("()") for layer in reversed(layers)]
    return [f"macros/{name}" for name in names if (ROOT / "macros" / name).is_dir()]


def drawn() -> str:
    """The map: a heading for each room, a line for each of its modules."""
    lines = []
    for room in [*rooms(), "scripts", "tests/tools"]:
        door = ROOT / room / "__init__.py"
        lines += [f"**`{room}/`** {first_line(door)}", ""]
        modules = [path for path in sorted((ROOT / room).glob("*.py")) if path != door]
        lines += [f"- `{path.name}`: {first_line(path)}" for path in modules] + [""]
    return "\n".join(lines)


def renewed(page: str) -> str:
    """The page with the map as it should be.

    Raises:
        ValueError: the page lost the marks between which the map stands.
    """
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{drawn()}{END}{after}"


def main() -> int:
    """Run the command."""
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
