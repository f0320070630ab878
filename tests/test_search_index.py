"""The search index: each text once, whatever comes in several files stands where it belongs."""

from __future__ import annotations

import json
import re

import pytest

from macros.site import search
from macros.site.search import Index
from macros.site.typed import readings, variants
from macros.site.words import places


def test_a_text_on_two_pages_stands_once() -> None:
    index = Index({})
    index.add("a.html", "甲", "<h1 id=x>甲</h1><p>同一段</p>")
    index.add("b.html", "乙", "<p>同一段</p>")
    assert list(index.texts) == ["甲", "同一段"]
    assert [page[4] for page in index.pages] == [[("x", 0), ("x", 1)], [("", 1)]]


def test_a_large_index_comes_in_parts_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "SHARD", 10)
    index = Index({})
    texts = [f"第{number}段文字" for number in range(9)]
    index.add("a.html", "甲", "".join(f"<p>{text}</p>" for text in texts))
    made = index.scripts()
    first = json.loads(made.pop(search.INDEX).removeprefix("const searchIndex = ").removesuffix(";\n"))
    assert [f"assets/{name}.js" for name in first["parts"]] == list(made)
    assert len(made) > 2
    whole = dict(enumerate(first["texts"]))
    for script in made.values():
        found = re.fullmatch(r"(\[.*\])\.forEach.*\[([0-9]+) \+ at\].*\n", script)
        assert found
        whole |= dict(enumerate(json.loads(found[1]), start=int(found[2])))
    assert [whole[number] for number in range(9)] == texts


def test_traditional_characters_of_what_is_written() -> None:
    pairs = variants("电话责")
    assert "電电" in pairs
    assert "話话" in pairs
    assert "責责" in pairs
    assert "龍" not in pairs


def test_sounds() -> None:
    sounds = readings("银行长绿")
    assert {"行"} <= set(sounds["xing"]) & set(sounds["hang"])
    assert {"长"} <= set(sounds["zhang"]) & set(sounds["chang"])
    assert "绿" in sounds["lv"]
    assert "减" in sounds["jian"]  # an everyday character, though not in the text


def test_the_place_is_the_issuer_s() -> None:
    assert places("屯溪区人民政府办公室") == ["屯溪区", "屯溪"]
    assert places("某办公室") == []
