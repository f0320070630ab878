"""Two releases in, what differs between them out: preview, check of a pull request and bulletin read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain

from macros.changes import facts
from macros.changes.reports import reports
from macros.changes.shapes import Changes, Kind
from macros.published.release import Release

Pages = Callable[[Release], Mapping[str, tuple[str, str]]]
"""Shows a release's pages: by path, each with its title and what stands on it."""


def _pages(old: Release, new: Release, shown: Pages) -> list[str]:
    before, after = shown(old), shown(new)
    paths = dict.fromkeys((*after, *before))
    return [(after.get(path) or before[path])[0] for path in paths if before.get(path) != after.get(path)]


def _tables(old: Release, new: Release) -> list[str]:
    before = {table.name: table.plain for table in old.tables}
    after = {table.name: table.plain for table in new.tables}
    titles = {table.name: table.title for table in (*old.tables, *new.tables)}
    return [titles[name] for name in dict.fromkeys((*after, *before)) if before.get(name) != after.get(name)]


def _sources(old: Release, new: Release) -> list[str]:
    before = {source.path: source.sha256 for source in old.stamp.sources}
    after = {source.path: source.sha256 for source in new.stamp.sources}
    return [path for path in sorted({*before, *after}) if before.get(path) != after.get(path)]


def compare(old: Release, new: Release, pages: Pages | None = None) -> Changes:
    """What differs between two releases.

    Args:
        old: the release before; its folder must still be there where `pages` is given.
        new: the release after.
        pages: shows a release's pages (macros.site.shown); without it nothing is said of pages.
    """
    found = chain(
        reports(old, new),
        facts.outcomes(old, new),
        facts.states(old, new),
        facts.dues(old, new),
        facts.bodies(old, new),
        facts.targets(old, new),
        facts.plan(old, new),
        facts.settings(old, new),
    )
    order = {kind: number for number, kind in enumerate(Kind)}
    return Changes(
        changes=tuple(sorted(found, key=lambda change: order[change.kind])),
        days=(old.stamp.today.isoformat(), new.stamp.today.isoformat()),
        results=tuple(facts.results(old, new)),
        tables=tuple(_tables(old, new)),
        sources=tuple(_sources(old, new)),
        pages=None if pages is None else tuple(_pages(old, new, pages)),
        demo=old.stamp.demo or new.stamp.demo,
    )
