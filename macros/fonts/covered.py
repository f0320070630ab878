"""Which characters the fonts of the printed edition have."""

from __future__ import annotations

from functools import cache

from fontTools.ttLib import TTFont

from macros.fonts.files import wheel

WIDEST = "NotoSerifSC-Regular.otf"
"""The font that every list of families ends with."""


@cache
def printable() -> frozenset[int]:
    """The code points that the edition can print."""
    with TTFont(wheel() / WIDEST, lazy=True) as font:
        return frozenset(font.getBestCmap())
