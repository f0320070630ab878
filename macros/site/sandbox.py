"""Pages are text, not programs: the macros plugin's own engine is put out of reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jinja2 import Environment


class NoTemplates(Environment):
    """Pages are text, not programs: the plugin's own engine would hand them the machine's paths, the
    committer's name and loops without end. So it passes them on as they are; `on_page_markdown` puts in
    the macros, and nothing else.
    """

    def from_string(self, source: Any, *_: Any, **__: Any) -> Any:
        """A template that is its source."""
        return Verbatim(str(source))


@dataclass(frozen=True)
class Verbatim:
    """A page that stays as it is written."""

    source: str

    def render(self, *_: Any, **__: Any) -> str:
        """The page."""
        return self.source
