"""Our own sentences are short and plain: what templates, the frame and the pages' own words say to readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

LONGEST, MEAN = 40, 8
"""Chinese characters from one stop to the next, names in 《》 aside; over all sentences and labels."""
OFFICIALESE = (
    *("予以", "鉴于", "系指", "上述", "兹", "务必", "切实", "届时", "应当", "及其", "据此", "此项", "进行了", "之规定"),
    *("特此", "知悉", "遵照", "酌情", "拟于", "经研究", "有序推进", "扎实", "贯彻", "抓手"),
)
SOURCES = (
    *sorted((ROOT / "macros" / "site" / "templates").glob("*.j2")),
    *sorted((ROOT / "overrides").glob("*.html")),
    *sorted((ROOT / "docs").glob("*.md")),
)
_BLOCK_ENDS = re.compile(r"</(?:p|li|td|th|h[1-6]|dt|dd|summary|caption|figcaption|button|label|span)>|<br>|\|")


def sentences(path: Path) -> Iterator[str]:
    """What a source says in its own words; one word in place of each value."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        text = re.sub(r"(?s)^---\n.*?\n---\n|```.*?```", "", text)
        text = text.split("-->", 1)[-1] if "scripts.split_plan 写入" in text else text
    text = re.sub(r"(?s)\{#.*?#\}", "", text)
    text = re.sub(r"(?s)\{% *(?:if|elif|else|endif|for|endfor|macro|endmacro|call|endcall).*?%\}|\{%.*?%\}", "", text)
    text = re.sub(r"(?s)\{\{.*?\}\}", "某", text)
    text = re.sub(r"<[^>]+>", "", _BLOCK_ENDS.sub("\n", text))
    for sentence in re.split(r"[。！？；\n]", re.sub(r"《[^》]*》", "某", text)):
        if re.search("[\u4e00-\u9fff]", sentence):
            yield sentence.strip()


def length(sentence: str) -> int:
    return len(re.findall("[\u4e00-\u9fff]", sentence))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_sentences_are_short_and_plain(path: Path) -> None:
    said = list(sentences(path))
    assert [it for it in said if length(it) > LONGEST] == []
    assert [it for it in said for word in OFFICIALESE if word in it] == []


def test_most_sentences_are_very_short() -> None:
    lengths = [length(it) for path in SOURCES for it in sentences(path)]
    assert len(lengths) > 400
    assert sum(lengths) / len(lengths) <= MEAN
