"""Addresses that were published and have moved: the old ones never die."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from macros.records.base import Record

_PAGE = r"[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)*\.html"
Address = Annotated[str, Field(pattern=rf'^{_PAGE}(#[^\s#"<>&]+)?$')]
"""A page below the site, perhaps with a place on it: `targets/t07-skilled.html`, `method.html#判定规则`."""


class Redirect(Record):
    """One address that has moved.

    Attributes:
        old: the page, or the place on a page, that was published.
        new: where the same is now.
    """

    old: Address
    new: Address

    @property
    def page(self) -> str:
        """The old page."""
        return self.old.partition("#")[0]

    @property
    def anchor(self) -> str:
        """The old place on it; "" for the whole page."""
        return self.old.partition("#")[2]


class Redirects(Record):
    """data/redirects.yml."""

    redirects: list[Redirect]
