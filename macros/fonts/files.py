"""The fonts of the printed edition, the same on every machine that has pip and git.

黑体 and 宋体 (Noto) come from a pinned wheel; no wheel has 仿宋, 楷体 and 标宋, and a package manager's
copy would bind the edition to one system, so these (Fandol) lie in macros/fonts/ as their authors
issued them, only compressed, with their licence.
"""

from __future__ import annotations

import lzma
from functools import cache
from importlib import resources
from pathlib import Path

from macros.records.writing import write_file

OWN = Path(__file__).parent
CACHE = Path(__file__).parents[2] / ".cache" / "fonts"


def _unpack(packed: Path) -> None:
    target = CACHE / packed.stem
    if target.is_file() and target.stat().st_mtime >= packed.stat().st_mtime:
        return
    write_file(target, lzma.decompress(packed.read_bytes()))


def wheel() -> Path:
    """The folder of the wheel's fonts."""
    return Path(str(resources.files("pylopdf_fonts_zh_cn")))


@cache
def folders() -> list[Path]:
    """Where the font files are: an office's own, ours unpacked, the wheel's."""
    for packed in OWN.glob("*.xz"):
        _unpack(packed)
    return [OWN, CACHE, wheel()]
