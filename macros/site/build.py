"""One build through MkDocs, in this process, beside the last good site and then in its place."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import replace
from pathlib import Path

from macros.print.press import BookError
from macros.published.earlier import as_it_stood
from macros.published.release import now
from macros.records.problem import DataError
from macros.records.refused import refusal
from macros.records.replacing import kept, replace_folder, replaceable, slot_for
from macros.records.settings import settings
from macros.records.writing import finish
from macros.rules.checked import load_checked
from macros.site.making import OPTIONS, Options


class BuildError(Exception):
    """The site could not be built; says why, in the words of what stopped it."""


def build(root: Path, site: Path, options: Options) -> None:
    """Build the project below `root` into the folder `site`, which MkDocs empties first.

    Raises:
        BuildError: the data, a page or the configuration is wrong; what can be said of it has been logged.
        DataError: git does not tell what stood on `options.as_of`.
    """
    if options.as_of is None:
        _build(root, site, options)
        return
    with as_it_stood(root, options.as_of) as earlier:
        os.environ.setdefault("SOURCE_DATE_EPOCH", str(earlier.commit.seconds))
        _build(root, site, replace(options, earlier=earlier))


def _build(root: Path, site: Path, options: Options) -> None:
    # Two builds of one commit are the same bytes; MkDocs reads this too.
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(now(root)))
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's, about a MkDocs that is pinned out
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)
    try:
        settings(root)  # before MkDocs reads it, whose words are English
        docs = (options.earlier.folder if options.earlier else root) / "docs"
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(site), docs_dir=str(docs))
        config.extra[OPTIONS] = options
        mkdocs_build(config)
    except (MkDocsException, SystemExit, BookError) as error:  # the macros plugin exits
        raise BuildError(str(error)) from error
    except DataError as error:
        raise BuildError(str(error)) from error
    except OSError as error:
        raise BuildError(str(refusal(error, error.filename or site, "生成网站"))) from error


def _may_replace(root: Path, site: Path, options: Options) -> None:
    """Refuse a folder that is not ours, with all that is wrong with the data: all problems at once."""
    try:
        replaceable(site, root)
    except DataError as refused:
        try:
            load_checked(root, options.progress, options.today)
        except DataError as error:
            raise DataError([*refused.problems, *error.problems], error.more) from error
        raise


def replace_site(root: Path, site: Path, options: Options) -> int:
    """Build into a new folder beside `site`, then swap; say what came of it. Returns the exit status; 0 is success."""
    if (options.progress or options.as_of) and site == (root / "site").resolve():
        what = "演示数据（虚构）" if options.progress else "以前的版本"
        print(f"{what}不能生成到 site/，请用 --site 指定别的目录。", file=sys.stderr)
        return 1
    if options.as_of and (options.progress or options.today):
        print("--as-of 用那一天的数据、按那一天判定，不能与 --progress、--today 一起用。", file=sys.stderr)
        return 1
    try:
        finish(root)
        _may_replace(root, site, options)
        with slot_for(site, root) as fresh:
            build(root, fresh, options)
            replace_folder(fresh, site, root)
    except (BuildError, DataError) as error:
        print(f"{error}\n{kept(site)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"已中止。{kept(site)}", file=sys.stderr)
        return 130
    print(f"网站已生成：{site / 'index.html'}")
    return 0
