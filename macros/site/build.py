"""One build through MkDocs, in this process."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from pathlib import Path

from macros.print.press import BookError
from macros.published.earlier import as_it_stood
from macros.published.release import now
from macros.records.problem import DataError
from macros.records.refused import refusal
from macros.records.settings import settings
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
