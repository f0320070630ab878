"""The built HTML: the issued text, tables, links, and what must never reach it."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html
import pytest

from macros.records.yaml_lines import load_yaml
from tests.conftest import ROOT

SOURCE = (ROOT / "data" / "source" / "plan.txt").read_bytes()


@cache
def parse(path: Path) -> lxml.html.HtmlElement:
    # libxml2 does not know that <wbr> is void: all that follows would be held to stand in it.
    return lxml.html.document_fromstring(path.read_bytes().decode("utf-8").replace("<wbr>", "<wbr/>"))


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, lxml.html.HtmlElement]:
    """Every built page by its path."""
    return {path.relative_to(site).as_posix(): parse(path) for path in sorted(site.rglob("*.html"))}


def lines(element: lxml.html.HtmlElement) -> list[str]:
    """An element's text, cut at its line breaks; nothing else is changed."""
    text = "".join(
        "\n" + (node.tail or "") if node.tag == "br" else (node.text or "") + (node.tail or "")
        for node in _walk(element)
    )
    return [line.strip(" \n") for line in text.split("\n") if line.strip(" \n")]


def _walk(element: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    assert all(len(child) == 0 for child in element), "issued text holds nothing but runs, br and wbr"
    assert all(child.tag in ("strong", "br", "wbr", "mark", "span") for child in element)
    assert all(set(child.attrib) <= {"id"} for child in element), "and they only carry an address"
    clone = lxml.html.fromstring(lxml.html.tostring(element, encoding="unicode", with_tail=False))
    return list(clone.iter())


def issued(page: lxml.html.HtmlElement) -> list[tuple[str, list[str]]]:
    return [(found.get("data-plan"), lines(found)) for found in page.iterfind(".//*[@data-plan]")]


def published_joins(page: lxml.html.HtmlElement) -> list[tuple[int, str, str]]:
    """The joins as 口径说明 lists them: line, text before and text after the break."""
    table = page.xpath("//table[caption[contains(., '断行')]]")[0]
    rows = []
    for row in table.iterfind("tbody/tr"):
        line = int(re.search("第 ([0-9]+) 行", row.find("th").text_content()).group(1))
        before, after = row.findall("td")[0].text_content().split("⏎")
        rows.append((line, before.strip("…"), after.strip("…")))
    return rows


def test_the_pages_in_order_are_the_issued_text(pages: dict[str, lxml.html.HtmlElement]) -> None:
    """From the file's bytes, the published joins and the built HTML alone; no code of ours between."""
    expected = SOURCE.decode("utf-8").split("\n")
    joins = published_joins(pages["method.html"])
    for line, before, after in reversed(joins):
        assert expected[line - 1].endswith(before)
        assert expected[line].startswith(after)
        expected[line - 1 : line + 1] = [expected[line - 1] + expected[line]]
    expected = [line.strip(" ") for line in expected if line.strip(" ")]
    order = ["notice.html", "goals.html", "actions/index.html"]
    for action, tasks in enumerate(
        ("1-3", "4-5", "6-7", "8-9", "10-11", "12-12", "13-14", "15-16", "17-20", "21-22"), 1
    ):
        first, last = map(int, tasks.split("-"))
        order += [f"actions/a{action:02}.html"]
        order += [f"tasks/t{task:02}.html" for task in range(first, last + 1)]
    order.append("safeguards.html")
    shown: list[str] = []
    for path in order:
        blocks = issued(pages[path])
        if path.startswith("actions/a"):
            blocks = blocks[:1]  # its heading; the tasks below have their own pages
        shown += [line for _, block in blocks for line in block]
    assert shown == expected
    assert len(joins) == 2


def test_the_full_text_page_is_the_issued_text(pages: dict[str, lxml.html.HtmlElement]) -> None:
    shown = "".join(line for _, block in issued(pages["full-text.html"]) for line in block)
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", SOURCE.decode("utf-8"))


def test_plan_text_is_the_same_wherever_it_stands(pages: dict[str, lxml.html.HtmlElement]) -> None:
    whole = dict(issued(pages["full-text.html"]))
    repeated = 0
    for page in pages.values():
        for block, text in issued(page):
            assert text == whole[block]
            repeated += 1
    assert repeated > 2 * len(whole)


def test_a_target_s_sentence_is_marked_in_its_place(pages: dict[str, lxml.html.HtmlElement]) -> None:
    """What is marked on a target's page is its quote, letter for letter, in the paragraph it stands in."""
    targets = load_yaml(ROOT, "data/targets.yml")
    whole = dict(issued(pages["full-text.html"]))
    for target in targets:
        page = pages[f"targets/{target['id']}.html"]
        marked = ["".join(mark.text for mark in box.iter("mark")) for box in page.find_class("plan-text")]
        assert marked == [target["quote"]]
        ((block, text),) = issued(page)
        assert block == target["task"] or block.startswith("goal-p")
        assert text == whole[block]
        (link,) = page.xpath("//a[contains(@href, 'full-text.html#')]/@href")
        sentence = pages["full-text.html"].get_element_by_id(link.split("#")[1]).text
        assert target["quote"].startswith(sentence[: len(target["quote"])]) or target["quote"] in sentence


def test_sentences_have_addresses_and_are_the_paragraph(pages: dict[str, lxml.html.HtmlElement]) -> None:
    page = pages["full-text.html"]
    paragraphs = page.xpath("//p[@data-plan]")
    assert len(paragraphs) == 30
    for paragraph in paragraphs:
        ids = [run.get("id") for run in paragraph]
        assert ids == [f"{paragraph.get('data-plan')}-s{number}" for number in range(1, len(ids) + 1)]
        assert all(run.text.endswith(("。", "：", "）", "日")) and not (run.tail or "").strip() for run in paragraph)
    assert page.get_element_by_id("t07-s5").text.startswith("到2025年，全区技能人才")


def test_nothing_is_added_inside_the_text(pages: dict[str, lxml.html.HtmlElement]) -> None:
    for path, page in pages.items():
        for box in page.find_class("plan-text"):
            inside = "".join("".join(element.text_content()) for element in box.iterfind(".//*[@data-plan]"))
            assert re.sub(r"\s", "", box.text_content()) == re.sub(r"\s", "", inside), path


def test_digest_stands_on_every_page(pages: dict[str, lxml.html.HtmlElement]) -> None:
    digest = hashlib.sha256(SOURCE).hexdigest()
    for path, page in pages.items():
        assert digest in page.find(".//footer").text_content(), path
    assert digest in pages["method.html"].find(".//article").text_content()


def test_links_and_anchors_lead_somewhere(site: Path, pages: dict[str, lxml.html.HtmlElement]) -> None:
    ids = {path: {element.get("id") for element in page.iter() if element.get("id")} for path, page in pages.items()}
    seen = 0
    for path, page in pages.items():
        if path == "404.html":
            continue  # served for any address, so its links are absolute
        for element, attribute, link, _ in page.iterlinks():
            parts = urlsplit(urljoin(f"http://x/{path}", link))
            where = f"{path}: <{element.tag} {attribute}={link}>"
            assert parts.netloc == "x", f"{where} leaves the site"
            target = unquote(parts.path).lstrip("/") or "index.html"
            target = f"{target.rstrip('/')}/index.html" if (site / target).is_dir() else target
            assert (site / target).is_file(), where
            if parts.fragment and target in ids:
                assert unquote(parts.fragment) in ids[target], where
            seen += 1
    assert seen > 1000


def test_every_page_has_one_h1_a_title_and_its_language(pages: dict[str, lxml.html.HtmlElement]) -> None:
    titles = []
    for path, page in pages.items():
        assert len(page.findall(".//h1")) == 1, path
        assert page.get("lang") == "zh-CN", path
        titles.append(page.find(".//title").text)
    assert len(set(titles) - {titles[0]}) >= len(pages) - 2  # all but 404 differ


def test_a_missing_page_is_said_in_chinese(pages: dict[str, lxml.html.HtmlElement]) -> None:
    page = pages["404.html"]
    assert page.find(".//h1").text == "没有这个页面"
    assert page.find(".//article//a").get("href") == "/index.html"


def test_tables_are_complete(pages: dict[str, lxml.html.HtmlElement]) -> None:
    tables = 0
    for path, page in pages.items():
        for table in page.xpath("//table[@class]"):
            tables += 1
            assert table.find("caption").text_content().strip(), path
            scopes = [cell.get("scope") for cell in table.iter("th")]
            assert set(scopes) <= {"col", "row", "rowgroup", "colgroup"}, path
            assert "col" in scopes, path
            for row in table.iterfind("tbody/tr"):
                headed = row.find("th") is not None or row.find("td[@headers]") is not None
                assert headed or row.getprevious().find("th[@rowspan]") is not None, path
            box = table.getparent()
            assert (box.get("role"), box.get("tabindex")) == ("region", "0"), path
            assert page.xpath(f"//*[@id='{box.get('aria-labelledby')}']"), path
    assert tables > 60


def grid(page: lxml.html.HtmlElement) -> dict[str, dict[int, str]]:
    """The matrix as read from the page: body, task number, cell."""
    table = page.find_class("matrix")[0]
    header = table.xpath("thead/tr[last()]/th")
    numbers = [cell.text_content() for cell in header[1:-1]]
    assert numbers == [str(number) for number in range(1, 23)]
    rows = {}
    for row in table.iterfind("tbody/tr"):
        cells = [cell.text_content().strip() for cell in row.iterfind("td")]
        rows[row.find("th").text_content().strip()] = dict(enumerate(cells, start=1))
    return rows


def test_matrix_is_the_printed_clauses(pages: dict[str, lxml.html.HtmlElement]) -> None:
    rows = grid(pages["matrix.html"])
    aliases = {"区科技经信局": "区科技经济和信息化局", "区人力资源社会保障局": "区人力资源和社会保障局"}
    assert len(rows) == 23
    named = 0
    text = SOURCE.decode("utf-8").replace("10\n场次", "10场次").replace("企\n业", "企业")
    for number in range(1, 23):
        line = re.search(rf"^{number}．.*$", text, re.MULTILINE).group()
        printed = line[line.rindex("（") + 1 : -len("负责）")].split("、")
        for body, cells in rows.items():
            position = next((str(i) for i, n in enumerate(printed, 1) if aliases.get(n, n) == body), "·")
            assert cells[number] == position
            named += position != "·"
    assert named == 97
    for cells in rows.values():
        assert int(cells[23]) == sum(cells[number] != "·" for number in range(1, 23))
    totals = [int(cell.text_content()) for cell in pages["matrix.html"].xpath("//tfoot//td")]
    assert totals[-1] == sum(totals[:-1]) == 97


def test_matrix_calls_nobody_the_leader(pages: dict[str, lxml.html.HtmlElement]) -> None:
    assert "原文未区分牵头与配合单位，按原文顺序列示" in pages["matrix.html"].text_content()


def test_a_task_page_holds_all_it_should(pages: dict[str, lxml.html.HtmlElement]) -> None:
    page = pages["tasks/t07.html"]
    path = page.find_class("crumbs")[0]
    assert [link.get("href") for link in path.iter("a")] == ["../actions/index.html", "../actions/a03.html"]
    bodies = [item.find("a").text for item in page.find_class("bodies")[0]]
    assert bodies == ["区总工会", "区人力资源社会保障局", "各镇人民政府", "各街道办事处"]
    pager = {link.get("rel"): link.get("href") for link in page.find_class("pager")[0].iter("a")}
    assert pager == {"prev": "t06.html", "next": "t08.html"}
    promises = [" ".join(cell.text_content().split()) for cell in page.xpath("//td[@class='promise']")]
    assert promises == ["10名", "2-3名", "不少于 200人", "不少于 100人"]
    assert not pages["tasks/t01.html"].xpath("//nav[@class='pager']//a[@rel='prev']")
    assert not pages["tasks/t22.html"].xpath("//nav[@class='pager']//a[@rel='next']")


def test_what_is_absent_is_said(pages: dict[str, lxml.html.HtmlElement]) -> None:
    assert "原文未载明" in pages["bodies/office-members.html"].find(".//article").text_content()
    notice = pages["notice.html"].find(".//article").text_content()
    assert notice.count("原文未载明") == 3
    assert "没有写出可以核对的目标" in pages["tasks/t06.html"].text_content()
    for page in pages.values():
        text = page.find(".//article").text_content()
        assert not re.search(r"\b0 ?%|NaN|None|undefined", text)


# --- builds of a copy with a change --------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project to spoil, with its own history of one commit."""
    root = tmp_path / "project"
    made = {".git", ".venv", ".cache", "site", "site-demo", ".pytest_cache", ".hypothesis"}
    shutil.copytree(ROOT, root, ignore=lambda folder, _: made if Path(folder) == ROOT else {"__pycache__"})
    return root


def build(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.build"]
    env = {"SOURCE_DATE_EPOCH": "1700000000", **os.environ}
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)


def edit(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_bad_data_leaves_the_last_good_site(copy: Path) -> None:
    (copy / "site").mkdir()
    (copy / "site" / "index.html").write_text("上一次", encoding="utf-8")
    edit(copy, "data/targets.yml", "  value: 300\n", "  value: 30O\n")
    edit(copy, "data/bodies.yml", "slug: union\n", "slug: Union\n")
    run = build(copy)
    assert run.returncode != 0
    said = run.stdout + run.stderr
    assert "data/targets.yml:53:10: " in said
    assert "data/bodies.yml:" in said
    assert "Traceback" not in said
    assert tree(copy / "site") == {"index.html": "上一次".encode()}
    assert not list(copy.glob(".site-*"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{{ home() }}", "{{ ''.__class__.__mro__ }}", "不是可以用的写法"),
        ("{{ home() }}", "{{ config.theme.get_env() }}", "不是可以用的写法"),
        ("{{ home() }}", "{{ home.__globals__ }}", "不是可以用的写法"),
        ("{{ home() }}", "{{ no_such_macro() }}", "没有“no_such_macro”这个写法"),
        ("{{ home() }}", '{{ target_table("t99") }}', "t99"),
        ("{{ home() }}", "{{ home() }}\n\n[断](no-such-page.md)", "no-such-page.md"),
        ("{{ home() }}", "{{ home() }}\n\n[断](method.md#no-such-anchor)", "no-such-anchor"),
    ],
)
def test_a_page_cannot_run_code_or_lead_nowhere(copy: Path, old: str, new: str, said: str) -> None:
    edit(copy, "docs/index.md", old, new)
    run = build(copy)
    assert run.returncode != 0
    assert said in run.stdout + run.stderr
    assert not (copy / "site").exists()


def test_a_template_cannot_link_to_a_missing_page(copy: Path) -> None:
    edit(copy, "macros/site/templates/home.html.j2", 'href("full-text.md")', 'href("full-txt.md")')
    run = build(copy)
    assert run.returncode != 0
    assert "full-txt.md" in run.stdout + run.stderr


def test_data_is_text_never_markup(copy: Path) -> None:
    attack = "{{ 7 * 7 }}<img src=x onerror=alert(1)>|*甲*[乙](javascript:alert(1))"
    edit(copy, "data/targets.yml", "name: 培养黄山工匠", f"name: '{attack}'")
    run = build(copy)
    assert run.returncode == 0, run.stderr
    page = parse(copy / "site" / "tasks" / "t07.html")
    assert attack in page.find_class("targets")[0].text_content()
    for path in (copy / "site").rglob("*.html"):
        assert not parse(path).xpath("//img[@onerror] | //a[starts-with(@href, 'javascript')]")


def test_three_builds_are_the_same_bytes(copy: Path, tmp_path: Path) -> None:
    others = [tmp_path / "elsewhere" / "deeper", tmp_path / "另一处"]
    for other in others:
        shutil.copytree(copy, other)
    for root in (copy, *others):
        assert build(root).returncode == 0
    first = tree(copy / "site")
    assert sum(path.endswith(".pdf") for path in first) == 50
    for other in others:
        assert tree(other / "site") == first
