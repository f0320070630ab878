"""Pages in the site's frame that MkDocs does not make: what it needs is remembered while it makes the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.utils import get_relative_url

from macros.site.moved import relative

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation


@dataclass
class Frame:
    """What MkDocs sets pages with; whole once all pages are made."""

    env: Environment | None = None
    files: Files | None = None
    nav: Navigation | None = None

    def moved(self, config: MkDocsConfig, titles: Mapping[str, str], old: str, new: str) -> str:
        """The page at an address that has moved.

        Args:
            config: the build's configuration.
            titles: the title of every page, by its address below the site.
            old: the old address, below the site.
            new: the new one.
        """
        assert self.env is not None
        assert self.files is not None
        assert self.nav is not None
        onward = relative(new, old)
        context = get_context(self.nav, self.files, config, page=None, base_url=get_relative_url(".", old))
        canonical = urljoin(config.site_url, new) if config.site_url else onward
        words = {"onward": onward, "onward_title": titles[new.partition("#")[0]], "canonical": canonical}
        return self.env.get_template("moved.html").render(**context, **words)
