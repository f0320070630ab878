"""One build: what a command chooses for it, and what is known while it runs."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from macros.issued.wordbreaks import WordBreaks
from macros.print.press import Prints
from macros.published.earlier import Earlier
from macros.published.release import Release
from macros.site.about import About
from macros.site.frame import Frame
from macros.site.search import Index

_PIECE = re.compile(r'<div data-piece="([0-9]+)"></div>')
OPTIONS, BUILD = "options", "build"
"""Keys in the configuration's `extra`."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a command chooses for one build.

    Attributes:
        progress: made-up records to show instead of data/progress.
        today: the day to judge on; the edition's own where none is given.
        as_of: the day of an earlier edition to build; `earlier` holds its data while it is built.
        published: where git tells no history, path or address of the published open-data/progress.json.
        prints: whether the printed edition is set too.
    """

    progress: Path | None = None
    today: datetime.date | None = None
    as_of: datetime.date | None = None
    earlier: Earlier | None = None
    published: str = ""
    prints: bool = True


@dataclass
class Build:
    """One build while it runs.

    Attributes:
        prints: the printed edition, in the making.
        files: what else is published beside the pages: path below the site to content.
        index: the search index so far.
        about: what there is to say of a page, by its address below the site.
        breaks: where titles may part.
        places: every page's own anchors, by its address below the site.
        frame: what is known of the pages' frame so far.
        macros: what pages may call.
        pieces: the HTML that macros made. Markdown would only parse it again, so each stands in the page
            as an empty element with its number until Markdown is done.
    """

    release: Release
    prints: Prints
    files: dict[str, bytes]
    index: Index
    about: dict[str, About]
    breaks: WordBreaks
    macros: dict[str, Callable[..., Markup]] = field(default_factory=dict)
    places: dict[str, set[str]] = field(default_factory=dict)
    frame: Frame = field(default_factory=Frame)
    pieces: list[str] = field(default_factory=list)

    def macro(self, view: Callable[..., str]) -> Callable[..., Markup]:
        """A view as pages call it."""

        def call(*args: object, **named: object) -> Markup:
            self.pieces.append(view(*args, **named))
            return Markup(f'<div data-piece="{len(self.pieces) - 1}"></div>')

        return call

    def titles(self) -> dict[str, str]:
        """The title of every page, by its address below the site."""
        return {url: title for url, title, *_ in self.index.pages}

    def whole(self, html: str) -> str:
        """A page's HTML with the macros' own in its places."""
        return _PIECE.sub(lambda found: self.pieces[int(found[1])], html)
