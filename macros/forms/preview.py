"""What taking the returns in would change, in plain words."""

from __future__ import annotations

from macros.changes.compare import Pages, compare
from macros.forms.take import Draft, Source, tried
from macros.published.release import Release, beside

NOTHING = "没有要登记的：收到的都已登记过，或者要先改正。\n"


def preview(before: Release, source: Source, made: Draft, pages: Pages | None = None) -> str:
    """The difference between the data as they are and as they will be.

    Args:
        before: the release of the data as they are.
        source: the same data.
        made: what is to be written; it holds to every rule.
        pages: shows a release's pages, so that the ones that change are counted.
    """
    if not made.files:
        return NOTHING
    with tried(source, made.files) as (root, progress):
        return compare(before, beside(root, before, progress), pages).text
