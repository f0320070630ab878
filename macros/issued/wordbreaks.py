"""Where a title may part: between words, as the issued text itself tells them.

No dictionary: signs that stand together in the text far more often than chance would have it are a word. The measure is
pointwise mutual information (Church and Hanks 1990), beside how seldom the rarer sign stands without the other.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

_HAN = "\u4e00-\u9fff"
_TITLE = re.compile(r"<h1[ >].*?</h1>", re.DOTALL)
_BETWEEN_TAGS = re.compile(r"(?<=>)[^<>]+(?=<)")
_LONG = 8
"""Signs that stand together at most: a longer run parts where its signs hold together least."""


class WordBreaks:
    """What the issued text tells of its words.

    Args:
        text: the issued text.
    """

    def __init__(self, text: str) -> None:
        runs = re.findall(f"[{_HAN}]+", text)
        self._signs = Counter("".join(runs))
        self._pairs = Counter(run[at : at + 2] for run in runs for at in range(len(run) - 1))
        self._all = sum(self._pairs.values())

    def _held(self, pair: str) -> float:
        """How firmly two signs hold together, in bits; below nothing where they never stand together."""
        count = self._pairs[pair]
        return math.log2(count * self._all / (self._signs[pair[0]] * self._signs[pair[1]])) if count else -math.inf

    def _is_inside(self, pair: str) -> bool:
        """Whether a word goes over from one sign to the next."""
        count, rarer = self._pairs[pair], min(self._signs[sign] for sign in pair)
        held = self._held(pair)
        return held >= 5 or (held > 4 and count >= 4 and count / rarer >= 0.24) or (count - 1) / max(rarer, 1) >= 0.3

    def _parted(self, run: str) -> Iterator[str]:
        """A run that is too long, in pieces that are not."""
        if len(run) <= _LONG:
            yield run
            return
        at = min(range(2, len(run) - 1), key=lambda at: (self._held(run[at - 1 : at + 1]), abs(at - len(run) / 2)))
        yield from self._parted(run[:at])
        yield from self._parted(run[at:])

    def pieces(self, title: str) -> list[str]:
        """A title in the pieces between which it may part; joined they are the title.

        Only between two Chinese characters is there a new place; at marks and spaces it parts as any text.
        """
        found: list[str] = []
        for part in re.split(f"(?<=[{_HAN}])(?=[^{_HAN}])|(?<=[^{_HAN}])(?=[{_HAN}])", title):
            ends = [at for at in range(1, len(part)) if not self._is_inside(part[at - 1 : at + 1])]
            runs = [part[start:end] for start, end in zip([0, *ends], [*ends, len(part)], strict=True)]
            han = bool(re.match(f"[{_HAN}]", part))
            pieces = [piece for run in runs for piece in self._parted(run)] if han else [part]
            if found:  # at a mark nothing is added
                found[-1] += pieces.pop(0)
            found += pieces
        return found

    def marked(self, html: str) -> str:
        """A page's HTML with the places marked in its titles where they may part."""

        def title(found: re.Match[str]) -> str:
            return _BETWEEN_TAGS.sub(lambda text: "<wbr>".join(self.pieces(text[0])), found[0])

        return _TITLE.sub(title, html)
