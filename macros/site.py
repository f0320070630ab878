"""The only file that knows MkDocs: macros, the page sandbox, published files.

mkdocs-macros calls `define_env` (through the package); MkDocs loads this file as a hook for the rest.
State lives on the plugin, because MkDocs loads a hook as a module of its own.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File

sys.path.insert(0, str(Path(__file__).parent.parent))  # as a hook, this file knows no package

from macros.account import Account
from macros.check import load_checked
from macros.export import files as published_files
from macros.feed import FEED, atom
from macros.problem import DataError
from macros.render import Renderer

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs_macros.plugin import MacrosPlugin


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


def _edition(root: Path) -> dict[str, str]:
    """Commit and date of this edition; no commit outside a repository.

    The date is SOURCE_DATE_EPOCH's, which the build sets to the commit's: two builds of one commit
    are the same bytes.
    """
    command = [
        "git",
        "-C",
        str(root),
        "describe",
        "--always",
        "--dirty=（另有未提交的修改）",
        "--abbrev=12",
        "--exclude=*",
    ]
    try:
        commit = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        commit = ""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    china = datetime.timezone(datetime.timedelta(hours=8))
    now = datetime.datetime.fromtimestamp(int(seconds), tz=china) if seconds else datetime.datetime.now(china)
    return {"commit": commit, "date": now.date().isoformat()}


def define_env(env: MacrosPlugin) -> None:
    """Check the data, then register the macros; with bad data the build ends here, before anything
    in the site folder is touched.
    """
    root = Path(env.project_dir)
    edition = _edition(root)
    today = datetime.date.fromisoformat(os.environ.get("SITE_TODAY") or edition["date"])
    progress = os.environ.get("SITE_PROGRESS")
    try:
        account = Account(load_checked(root, Path(progress) if progress else None), today)
    except DataError as error:
        raise Abort(f"{error}\n共 {len(error.problems)} 个问题，网站没有更新。") from error

    def href(path: str) -> str:
        file = env.variables["files"].get_file_from_path(path)
        if file is None:
            raise KeyError(f"no page or file {path}")
        return file.url_relative_to(env.page.file)

    renderer = Renderer(account, href)
    for name in Renderer.MACROS:
        env.macro(getattr(renderer, name), name)
    env.tunxi_account = account
    env.tunxi_words = renderer.words
    env.tunxi_macros = tuple(getattr(renderer, name) for name in Renderer.MACROS)
    document, as_of = account.project.plan.document, account.data_as_of
    env.conf.extra |= {"source": document, "edition": edition, "as_of": as_of, "demo": account.project.demo}


def on_config(config: MkDocsConfig) -> None:
    """Put the sandbox in place of the plugin's environment, made while it read its configuration."""
    plugin = config.plugins["macros"]
    sandbox = PageSandbox(undefined=StrictUndefined, autoescape=True)
    sandbox.macros = plugin.tunxi_macros
    sandbox.globals = {macro.__name__: macro for macro in sandbox.macros}
    plugin._env = sandbox


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Publish the open data as files of the site, so that links to them are checked."""
    plugin = config.plugins["macros"]
    account = plugin.tunxi_account
    published = published_files(account)
    page = urljoin(config.site_url or "", "changes.html")
    published[FEED] = atom(account, f"{config.site_name}更新记录", page, plugin.tunxi_words)
    for path, content in published.items():
        files.append(File.generated(config, path, content=content))
    return files
