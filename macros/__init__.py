"""The macros of the site; mkdocs-macros loads this package."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs_macros.plugin import MacrosPlugin


def define_env(env: MacrosPlugin) -> None:
    """Called by mkdocs-macros. Imported late: scripts use this package without MkDocs."""
    from macros.site import plugin

    plugin.define_env(env)
