"""Search in real Chromium against a plain search of the built pages: nothing missed, nothing else found."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from macros.rules.checked import load_checked
from macros.site.words import load_words
from tests.browser.conftest import open_page
from tests.conftest import ROOT

BLOCKS = {
    *("p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "caption", "figcaption", "summary", "pre", "q", "tr"),
    *("div", "section", "header", "ul", "ol", "dl", "table", "tbody", "thead", "tfoot", "article", "figure", "details"),
}
ASK = """async words => {
  const box = document.getElementById("query");
  box.value = words;
  box.dispatchEvent(new InputEvent("input"));
  const said = () => document.querySelector("#found [role=status]").textContent;
  for (let i = 0; i < 500 && !said().includes(`“${words}”`); i++) await new Promise(done => setTimeout(done, 2));
  return {said: said(), links: [...document.querySelectorAll("#found a")].map(link => link.href)};
}"""


def plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text).lower())


def texts(page: html.HtmlElement) -> list[str]:
    """The text of every innermost block of a page's article, read without the search's own reader."""
    article = page.find(".//article")
    for silent in article.xpath(".//nav | .//svg"):
        parent, tail = silent.getparent(), silent.tail or ""
        previous = silent.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        parent.remove(silent)
    found = []

    def walk(element: html.HtmlElement, words: list[str]) -> None:
        words.append(element.text or "")
        for child in element:
            if not isinstance(child.tag, str):  # a comment
                pass
            elif child.tag in BLOCKS:
                found.append("".join(words))
                words.clear()
                inner: list[str] = []
                walk(child, inner)
                found.append("".join(inner))
            else:
                walk(child, words)
            words.append(child.tail or "")

    rest: list[str] = []
    walk(article, rest)
    found.append("".join(rest))
    return [text for text in map(plain, found) if text]


@pytest.fixture(scope="module")
def library(site: Path) -> dict[str, list[str]]:
    """Address to blocks of plain text."""
    pages = sorted(path for path in site.rglob("*.html") if path.name != "404.html")
    return {path.relative_to(site).as_posix(): texts(html.parse(path).getroot()) for path in pages}


@pytest.fixture(scope="module")
def page(chromium: Browser, site: Path) -> Page:
    opened = open_page(chromium, (site / "index.html").as_uri())
    yield opened
    opened.context.close()


def ask(page: Page, site: Path, words: str) -> set[str]:
    answer = page.evaluate(ASK, words)
    assert f"“{words}”" in answer["said"]
    return {unquote(urlsplit(link).path).removeprefix(f"{site.as_posix()}/") for link in answer["links"]}


def expected(library: dict[str, list[str]], words: str) -> set[str]:
    wanted = [plain(word) for word in words.split()]
    return {url for url, blocks in library.items() if all(any(word in block for block in blocks) for word in wanted)}


def test_every_piece_of_text_is_found_where_it_stands_and_nowhere_else(
    page: Page, site: Path, library: dict[str, list[str]]
) -> None:
    dice = random.Random(20221231)
    blocks = [block for page_blocks in library.values() for block in page_blocks if len(block) >= 2]
    queries = set()
    while len(queries) < 600:
        block, length = dice.choice(blocks), dice.randint(2, 6)
        start = dice.randrange(max(1, len(block) - length + 1))
        piece = block[start : start + length]
        if re.search(r"[\u4e00-\u9fff0-9a-z]", piece):
            queries.add(piece)
    for words in sorted(queries):
        assert ask(page, site, words) == expected(library, words), words


@pytest.mark.parametrize(
    "words",
    [
        "三角",
        "5000人",
        "５０００人",
        "科普基地",
        "科普 基地",
        "任务18",
        "18",
        "任务１８",
        "ＳＨＡ－２５６",
        "sha-256",
        "长三角 高质量",
    ],
)
def test_what_stock_search_misses(page: Page, site: Path, library: dict[str, list[str]], words: str) -> None:
    found = ask(page, site, words)
    assert found
    assert found == expected(library, words)


def test_bodies_and_their_other_spellings(page: Page, site: Path, library: dict[str, list[str]]) -> None:
    for body in load_checked(ROOT).bodies:
        for name in body.names:
            found = ask(page, site, name)
            assert f"bodies/{body.slug}.html" in found
            assert found == expected(library, name)


def test_a_body_that_changed_is_found_under_both_names(chromium: Browser, demo: Path) -> None:
    """The new name leads to the page of the old body, and the old body's name to who goes on with its tasks."""
    paths = sorted(path for path in demo.rglob("*.html") if path.name != "404.html")
    library = {path.relative_to(demo).as_posix(): texts(html.parse(path).getroot()) for path in paths}
    opened = open_page(chromium, (demo / "index.html").as_uri())
    pairs = [
        ("区数据局（演示）", "data-resources"),
        ("区数据局", "data-resources"),
        ("区数据资源局", "data-resources"),
        ("区应急管理局", "earthquake"),
        ("区防震减灾中心", "emergency"),
        ("区防震减灾中心", "earthquake"),
    ]
    for words, slug in pairs:
        found = ask(opened, demo, words)
        assert f"bodies/{slug}.html" in found, words
        assert "matrix.html" in found, words
        assert found == expected(library, words), words
    opened.context.close()


@pytest.mark.parametrize(("words", "first"), [("任务18", "tasks/t18"), ("18", "tasks/t18"), ("7", "tasks/t07")])
def test_a_task_s_number_comes_first(page: Page, site: Path, words: str, first: str) -> None:
    links = page.evaluate(ASK, words)["links"]
    assert f"{first}.html" in links[0]


@pytest.mark.parametrize("words", ["量子鹦鹉", "元宇宙", "zzz"])
def test_nothing_found_says_so(page: Page, site: Path, words: str) -> None:
    assert ask(page, site, words) == set()
    assert page.locator("#found [role=status]").inner_text() == f"没有找到“{words}”"


def test_results_are_grouped_and_open_at_the_place(page: Page, site: Path) -> None:
    page.evaluate(ASK, "科普基地")
    groups = page.locator("#found .group").all_inner_texts()
    assert [group.split("（")[0] for group in groups] == ["任务", "单位", "目标", "页面"]
    assert page.locator("#found mark").first.inner_text() == "科普基地"
    target = page.locator("#found a[href*='targets/t16-bases.html']")
    assert target.count() == 1


def test_voice_handwriting_paste_and_keys(chromium: Browser, site: Path) -> None:
    page = open_page(chromium, (site / "about.html").as_uri(), 390)
    page.locator("#query").focus()
    page.keyboard.insert_text("技能人才")  # what dictation, handwriting and paste do: text without keys
    page.locator("#found a").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('#found') !== null")
    page.keyboard.press("Escape")
    assert page.locator("#found").is_hidden()
    assert page.evaluate("document.activeElement.id") == "query"
    page.keyboard.press("Enter")
    page.locator("#found a:focus").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/t07.html?find=*")
    assert page.evaluate("CSS.highlights.get('found').size") > 0
    assert page.locator("[data-plan] mark").count() == 0  # the issued text itself is not touched
    page.context.close()


# --- what people type and the site does not write ---------------------------------------------------

QUERIES = [
    line.split("\t")
    for line in (Path(__file__).parent / "queries.txt").read_text("utf-8").split("\n")
    if line and not line.startswith("# ")
]


def test_what_people_type_is_found_and_how_is_said(page: Page, site: Path, library: dict[str, list[str]]) -> None:
    """Each query finds its page; where the words do not stand as typed, the answer says as what they were read."""
    assert len(QUERIES) >= 300
    lost, unnamed = [], []
    for words, wanted in QUERIES:
        found = ask(page, site, words)
        if not any(url.startswith(wanted) for url in found):
            lost.append((words, wanted))
        said = page.locator("#found [role=status]").text_content() or ""
        if bool(expected(library, words)) == said.startswith("没有一页照样写着"):
            unnamed.append((words, said))
    assert lost == []
    assert unnamed == []


def test_every_word_that_is_given_leads_somewhere(page: Page, site: Path) -> None:
    """Short names lead to their body; a word of words.yml to pages that hold what it means, or the word itself."""
    project = load_checked(ROOT)
    for body in project.bodies:
        for typed in body.also:
            assert f"bodies/{body.slug}.html" in ask(page, site, typed), typed
    words = load_words(ROOT)
    assert len(words) > 20
    for word in words:
        assert ask(page, site, word.means), word.means
        for typed in word.typed:
            assert ask(page, site, typed), typed


def test_a_short_name_means_one_body() -> None:
    bodies = load_checked(ROOT).bodies
    given = [typed for body in bodies for typed in (*body.names, *body.also)]
    assert len(given) == len(set(given))


def test_without_a_hit_there_are_ways_on(page: Page, site: Path) -> None:
    assert ask(page, site, "量子鹦鹉") == set()
    ways = page.locator("#onward a")
    assert ways.first.is_visible()
    assert {"目标指标", "责任矩阵", "责任单位"} <= set(ways.all_inner_texts())
    ask(page, site, "科普")
    assert ways.first.is_hidden()


FIND = """async text => {
  const load = name => new Promise(done => {
    const script = Object.assign(document.createElement('script'), {src: `assets/${name}.js`, onload: done});
    document.head.append(script);
  });
  if (!window.siteSearch) await load('search');
  const fold = siteSearch.folder({電: '电', 話: '话'});
  return fold(siteSearch.plain(text)).text;
}"""


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("二十二", "22"),
        ("十", "10"),
        ("一百零五", "105"),
        ("五千", "5000"),
        ("两百人", "200人"),
        ("二〇二五年", "2025年"),
        ("十四五", "十四五"),
        ("长三角", "长3角"),
        ("2022—2025", "2022-2025"),
        ("5，000", "5000"),
        ("5,00", "5,00"),
        ("“双减”", "双减"),
        ("電話", "电话"),
        ("万", "万"),
    ],
)
def test_folding(page: Page, typed: str, folded: str) -> None:
    assert page.evaluate(FIND, typed) == folded


def test_a_mark_covers_the_words_and_no_more(page: Page, site: Path) -> None:
    """Numerals, left-out marks and sounds change lengths; what is marked is whole characters of the text."""
    for words, marked in (("双剪", "双减"), ("「十四五」", "十四五"), ("changsanjiao", "长三角"), ("5,000", "5000")):
        ask(page, site, words)
        assert marked in page.locator("#found mark").first.inner_text(), words
