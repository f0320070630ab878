"""What stands on a release's pages, for comparing: all that macros make and people wrote, without the frame.

The frame names the commit and the day, which differ in every edition and say nothing of a page.
"""

from __future__ import annotations

import re
from functools import partial

from macros.issued.calls import rendered
from macros.print.press import Prints
from macros.published.release import Release
from macros.records.yaml_lines import decode
from macros.site.render import REMARK, VIEWS, Renderer
from macros.site.views.rounds import workbooks

_TITLE = re.compile(r"^title: *(.+)$", re.MULTILINE)


def shown(release: Release) -> dict[str, tuple[str, str]]:
    """Every page of a release by its path below docs/: its title and what stands on it.

    The folder that the release was made from must still be there.
    """
    docs = release.account.project.root / "docs"
    renderer = Renderer(release, str, Prints(), workbooks(release))
    macros = {name: partial(renderer.html, name) for name in VIEWS}
    pages = {}
    for path in sorted(docs.rglob("*.md")):
        text, name = decode(path.read_bytes(), path.name), path.relative_to(docs).as_posix()
        title = found[1].strip("\"' ") if (found := _TITLE.search(text)) else name
        plain = re.sub(r"\n\s*\n", "\n\n", REMARK.sub("", text)).strip()
        pages[name] = (title, rendered(plain, macros))
    return pages
