"""Views of objections and their answers."""

from __future__ import annotations

from collections.abc import Sequence

from macros.judged.objections import Case, cases
from macros.published.release import Release

PAGE = "objections.md"
"""Where they stand; the page is there only where there are any."""
TEXT = """---
title: 异议与答复
---

# 异议与答复

对本站公开的数、原文和说明提出的异议列在这里：针对什么，怎样答复，结果怎样；不写提出的人。等答复的排在前面。

{{ objection_list() }}
"""
"""The page's text."""


def objection_list(release: Release) -> Sequence[Case]:
    """Every objection with its answer."""
    return cases(release.account)


def pages(release: Release) -> dict[str, str]:
    """The page of objections by its path below docs/, where there are any: adding the first needs nothing but data."""
    return {PAGE: TEXT} if objection_list(release) else {}
