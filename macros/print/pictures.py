"""Pictures as small as they can be: a few flat colours, each with its steps towards the paper's."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from itertools import chain

from PIL import Image

Colour = tuple[int, int, int]

_PAPER: Colour = (0xFB, 0xFA, 0xF7)
_INKS: tuple[tuple[Colour, int], ...] = (((0x1D, 0x21, 0x25), 6), ((0x4B, 0x56, 0x61), 4), ((0x9C, 0x2A, 0x20), 5))
"""The templates' colours, each with its steps: sixteen in all, for four bits a point."""


def _steps(ink: Colour, count: int) -> Iterator[Colour]:
    for step in range(1, count + 1):
        red, green, blue = (
            round(paper + (full - paper) * step / count) for paper, full in zip(_PAPER, ink, strict=True)
        )
        yield red, green, blue


@cache
def _palette() -> Image.Image:
    colours = [_PAPER, *(colour for ink, count in _INKS for colour in _steps(ink, count))]
    palette = Image.new("P", (1, 1))
    palette.putpalette([*chain.from_iterable(colours)])
    return palette


def small(picture: bytes) -> bytes:
    """A picture of our own colours as a PNG of four bits a point; a quarter of what the typesetter makes."""
    out = io.BytesIO()
    plain = Image.open(io.BytesIO(picture)).convert("RGB")
    plain.quantize(palette=_palette(), dither=Image.Dither.NONE).save(out, "PNG", bits=4)
    return out.getvalue()
