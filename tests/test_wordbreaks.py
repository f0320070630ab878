"""A title parts between words, and not a character is another one."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.issued.wordbreaks import WordBreaks
from macros.records.load import load
from tests.conftest import ROOT

PROJECT = load(ROOT)
BREAKS = WordBreaks((ROOT / "data/source/plan.txt").read_text(encoding="utf-8"))
WORDS = (
    "科学素质 行动 规划 纲要 实施方案 基层 科普 农民 公务员 领导干部 青少年 信息化 乡村振兴 提升 能力 服务 体系 队伍"
)


@pytest.mark.parametrize("word", WORDS.split())
def test_no_word_is_parted(word: str) -> None:
    titles = [*PROJECT.plan.title, *(it.title for it in PROJECT.plan.tasks), *(it.name for it in PROJECT.plan.actions)]
    found = 0
    for title in titles:
        ends = set(accumulate(map(len, BREAKS.pieces(title))))
        start = title.find(word)
        if start >= 0:
            found += 1
            assert not ends & set(range(start + 1, start + len(word))), BREAKS.pieces(title)
    assert found


def test_the_plans_name_fits_a_phone() -> None:
    assert max(map(len, BREAKS.pieces(PROJECT.plan.title[0]))) <= 8
    assert len(BREAKS.pieces(PROJECT.plan.title[0])) > 2


@given(st.text(alphabet=st.sampled_from("屯溪区科学素质ab1《》，“ 的")))
def test_the_pieces_are_the_title(title: str) -> None:
    pieces = BREAKS.pieces(title)
    assert "".join(pieces) == title
    for before, after in pairwise(pieces):
        assert "\u4e00" <= before[-1] <= "\u9fff"
        assert "\u4e00" <= after[0] <= "\u9fff"


def test_tags_stay_and_only_titles_are_marked() -> None:
    html = '<h1 id="实施方案行动">实施方案行动<a title="科普实施">科普</a></h1><p>实施方案行动</p>'
    marked = BREAKS.marked(html)
    assert marked.replace("<wbr>", "") == html
    assert "<wbr>" in marked
    assert "<wbr>" not in marked.partition("</h1>")[2]
    assert 'id="实施方案行动"' in marked
