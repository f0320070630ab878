"""Addresses that have moved: a page of the site's own frame that leads on, without script and from a folder too."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Set

from markupsafe import Markup

from macros.records.problem import DataError, Problem
from macros.records.redirects import Redirect

_HEADING = '<h[1-6][^>]* id="{}"'


def relative(new: str, page: str) -> str:
    """The address of another page, and a place on it, as seen from a page."""
    path, mark, place = new.partition("#")
    return f"{posixpath.relpath(path, posixpath.dirname(page) or '.')}{mark}{place}"


def moved_pages(redirects: Iterable[Redirect], framed: Callable[[str, str], str]) -> dict[str, str]:
    """The pages that lead on, by their path below the site.

    Args:
        redirects: what has moved.
        framed: makes the page at an old address that leads to a new one.
    """
    return {it.old: framed(it.old, it.new) for it in redirects if not it.anchor}


def with_old_places(html: str, page: str, redirects: Iterable[Redirect]) -> str:
    """A page with the places that were once on it: before the heading that has a new one's name now, otherwise a
    line at the end that leads on.
    """
    for it in (it for it in redirects if it.anchor and it.page == page):
        path, _, place = it.new.partition("#")
        heading = re.search(_HEADING.format(re.escape(place)), html) if path == page and place else None
        if heading:
            at = heading.start()
            html = html[:at] + str(Markup('<span id="{}"></span>').format(it.anchor)) + html[at:]
        else:
            link = Markup('<p class="note" id="{}">“{}”已经移到<a href="{}">另一处</a>。</p>')
            html += "\n" + str(link.format(it.anchor, it.anchor, relative(it.new, page)))
    return html


def places_are_right(redirects: Iterable[Redirect], ids: Mapping[str, Set[str]]) -> None:
    """Hold the places of moved addresses to the pages as built.

    Args:
        redirects: what has moved.
        ids: every page's places, before any old one was added.

    Raises:
        DataError: an old place is still there, or a new one is not.
    """
    found = []
    for it in redirects:
        page, _, place = it.new.partition("#")
        if it.anchor and it.anchor in ids.get(it.page, ()):
            found.append(Problem(it.at("old"), f"“{it.old}”这个位置还在", "还在就不用转，删掉这一条"))
        if place and place not in ids.get(page, ()):
            wrong = f"“{page}”里没有“{place}”这个位置"
            found.append(Problem(it.at("new"), wrong, "打开那个页面，点目录里的标题，照抄网址里 # 后面的部分"))
    if found:
        raise DataError(found)
