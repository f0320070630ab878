"""The only file that knows MkDocs: macros, the page sandbox, published files.

mkdocs-macros calls `define_env` (through the package); MkDocs loads this file as a hook for the rest.
State lives on the plugin, because MkDocs loads a hook as a module of its own.
"""

from __future__ import annotations

import datetime
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File

sys.path.insert(0, str(Path(__file__).parents[2]))  # as a hook, this file knows no package

from macros.judged.account import Account
from macros.print.press import BookError, books, qr
from macros.published.feed import FEED, atom
from macros.published.release import date_of, edition, now
from macros.published.tables import files as published_files
from macros.records.problem import DataError
from macros.rules.text import load_checked
from macros.site.headers import ARCHIVE, archive, header_files, policy, robots, structured
from macros.site.search import INDEX, Index
from macros.site.views import MACROS, Renderer

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page
    from mkdocs_macros.plugin import MacrosPlugin


THEME_CSS = re.compile(r"assets/stylesheets/main\.[0-9a-f]+\.min\.css")


class PageSandbox(ImmutableSandboxedEnvironment):
    """Pages are text, not programs: they may call our macros and read nothing else.

    The plugin's own environment lets a page run Python, and the variables it hands to pages (MkDocs'
    configuration among them) lead there too, so an allow-list is used instead of a list of dangers.
    """

    macros: tuple[Any, ...] = ()

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """No attribute of anything."""
        return False

    def is_safe_callable(self, obj: Any) -> bool:
        """Only the registered macros."""
        return any(obj == macro for macro in self.macros)


def define_env(env: MacrosPlugin) -> None:
    """Check the data, then register the macros; with bad data the build ends here, before anything
    in the site folder is touched.
    """
    root = Path(env.project_dir)
    named = os.environ.get("SITE_TODAY")
    today = datetime.date.fromisoformat(named) if named else date_of(now())
    progress = os.environ.get("SITE_PROGRESS")
    try:
        account = Account(load_checked(root, Path(progress) if progress else None), today)
    except DataError as error:
        raise Abort(f"{error}\n共 {len(error.problems)} 个问题，网站没有更新。") from error

    made = edition(account, env.conf.site_url)
    published = published_files(account, made)
    try:
        prints = books(published)
    except BookError as error:
        raise Abort(f"{error}\n网站没有更新。") from error

    def href(path: str) -> str:
        file = env.variables["files"].get_file_from_path(path)
        if file is None:
            raise KeyError(f"no page or file {path}")
        return file.url_relative_to(env.page.file)

    renderer = Renderer(account, href, prints)
    for name in MACROS:
        env.macro(getattr(renderer, name), name)
    page = urljoin(env.conf.site_url or "", "changes.html")
    feed = atom(account, f"{env.conf.site_name}更新记录", page)
    text = header_files() | {"robots.txt": robots(env.conf.site_url)}
    env.tunxi_published = published | prints | {FEED: feed, ARCHIVE: b"", **text}
    env.tunxi_index = Index({target.id: target.name for target in account.project.targets})
    env.tunxi_edition = made
    env.tunxi_macros = tuple(getattr(renderer, name) for name in MACROS)
    env.conf.extra |= {
        "source": account.project.plan.document,
        "edition": made,
        "policy": policy(),
        "about": structured(account, made),
        "qr": qr,
    }


def on_config(config: MkDocsConfig) -> None:
    """Put the sandbox in place of the plugin's environment, made while it read its configuration."""
    plugin = config.plugins["macros"]
    sandbox = PageSandbox(undefined=StrictUndefined, autoescape=True)
    sandbox.macros = plugin.tunxi_macros
    sandbox.globals = {macro.__name__: macro for macro in sandbox.macros}
    plugin._env = sandbox


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Publish the open data and the printed edition as files of the site, so that links to them are
    checked; leave out the theme's scripts, maps and pictures.
    """
    for file in list(files):
        ours = Path(file.abs_src_path or "").is_relative_to(config.docs_dir)
        if THEME_CSS.fullmatch(file.src_uri):
            config.extra["theme_css"] = file.src_uri
        elif file.src_uri.startswith("assets/") and not ours:
            files.remove(file)
    for path, content in config.plugins["macros"].tunxi_published.items():
        files.append(File.generated(config, path, content=content))
    return files


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Take the page into the search index."""
    config.plugins["macros"].tunxi_index.add(page.url, str(page.title), html)


def on_post_build(config: MkDocsConfig) -> None:
    """Write what needs all pages: the search index, then the zip of everything."""
    plugin, site = config.plugins["macros"], Path(config.site_dir)
    (site / INDEX).write_text(plugin.tunxi_index.script(), encoding="utf-8")
    (site / ARCHIVE).write_bytes(archive(site, plugin.tunxi_edition.timestamp))
