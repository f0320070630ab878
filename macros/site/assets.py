"""Style sheets in parts, one file a component, joined into the few files that pages name.

A sheet is a list of `@import`s: it works as it stands, and its order is the cascade's. The joined sheet
is lowered to the oldest browsers that the site names, and made small.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import lightningcss

FLOOR: Mapping[str, int] = {"chrome": 86, "safari": 14, "firefox": 78}
"""The oldest browsers that get the whole site; 关于本站 says so. Below them text and tables stand."""


class SheetError(ValueError):
    """A style sheet that cannot be joined; the text says which, and what to do."""


def is_sheet(path: str) -> bool:
    """Whether a file, its path from docs/, is a style sheet or a part of one: published joined alone."""
    return path.startswith("assets/") and path.endswith(".css")


def joined(folder: Path) -> dict[str, str]:
    """Every sheet of a docs/assets folder, joined: path below the site to content.

    Raises:
        SheetError: a sheet has a mistake, names a part that is not there, or a part is named by none:
            nothing that somebody wrote is left out in silence.
    """
    targets = [f"{browser} {version}" for browser, version in FLOOR.items()]
    made, named = {}, set()
    for sheet in sorted(folder.glob("*.css")):
        for line, text in enumerate(sheet.read_text(encoding="utf-8").split("\n"), start=1):
            if text.startswith("@import"):
                part = folder / text.split('"')[1]
                if not part.is_file():
                    raise SheetError(f"{sheet}:{line}:1: 没有文件 {part.name}（改正文件名，或删去这一行）")
                named.add(part)
        try:
            made[f"assets/{sheet.name}"] = lightningcss.bundle_css(str(sheet), browsers_list=targets) + "\n"
        except ValueError as error:  # what the joiner raises for any mistake
            raise SheetError(f"{sheet}: {error}") from error
    for part in sorted(folder.glob("*/*.css")):
        if part not in named:
            raise SheetError(f"{part}:1:1: 没有样式表引用这个文件（在样式表里加一行 @import，或删去文件）")
    return made


LAYOUTS = {
    "with-matrix": re.compile(r'<table class="matrix"'),
    "heading-alone": re.compile(r'<div class="plan-text">\s*<h1[^>]*>(?:(?!</h1>).)*</h1>\s*</div>', re.DOTALL),
}
"""What a page's layout depends on, by class: the oldest browsers have no `:has()` to ask for themselves."""


def page_classes(html: str) -> str:
    """The layout classes of a page with this matter, for its body; "" for none."""
    return " ".join(name for name, pattern in LAYOUTS.items() if pattern.search(html))
