"""Titles broken by meaning: lines that part at a bracket, a comma, behind an office's name; never in a number."""

from __future__ import annotations

import re

_AFTER = (
    "办公室|人民政府|办事处|委员会|联合会|领导小组|关于印发|中心|协会|机关|单位|[局委厅处]|[》）、，：　]| (?=[《（])"
)
_GOOD = re.compile(f"(?<=.)(?:(?=各|有关|关于|《|（)|(?<={')|(?<='.join(_AFTER.split('|'))}))")
_NEVER = re.compile(
    r"(?<=[0-9A-Za-z.—-])(?=[0-9A-Za-z.%—年月日-])|(?=[，。、；：？！》）”’〕 ])|(?<=[《（“‘〔])|(?=的通知)"
)


def width(text: str) -> float:
    """How wide a text is, in characters of full width; white space at its end takes none."""
    return sum(0.5 if char.isascii() else 1 for char in text.rstrip())


def broken(text: str, most: float) -> list[str]:
    """A title in as few lines as hold at most `most` full characters each, as even as its meaning lets them be.

    Nothing is added or left out. Where no line could be short enough, it breaks anywhere but in a number.
    """
    if width(text) <= most:
        return [text]
    good = {match.start() for match in _GOOD.finditer(text)}
    never = {match.start() for match in _NEVER.finditer(text)}
    count = -(-int(width(text) * 2) // int(most * 2))
    even = width(text) / count
    # best[n] holds cost and lines of text[:n]
    best: list[tuple[float, list[str]] | None] = [(0.0, [])] + [None] * len(text)
    for end in range(1, len(text) + 1):
        if end < len(text) and end in never:
            continue
        for start in range(end - 1, -1, -1):
            line = text[start:end]
            before = best[start]
            if width(line) > most and end - start > 1:
                break
            if before is None:
                continue
            cost = before[0] + 10 + ((even - width(line)) / even) ** 2
            cost += 0 if end == len(text) or end in good else 100
            known = best[end]
            if known is None or cost < known[0]:
                best[end] = (cost, [*before[1], line])
    found = best[-1]
    return found[1] if found else [text]
