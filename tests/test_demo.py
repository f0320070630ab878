"""The demonstration shows everything at work, says what it is, and never reaches the real site."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import lxml.html
import pytest

from macros.judged.judge import Result
from macros.records.targets import Op, Period
from macros.records.yaml_lines import load_yaml
from tests.conftest import ROOT

MADE_UP = sorted((ROOT / "tests" / "demo" / "progress").glob("*/*.yml"))
NOTICE = "演示数据（虚构），与实际工作无关"
ATOM = "{http://www.w3.org/2005/Atom}"


def page(site: Path, name: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring((site / name).read_bytes().decode("utf-8"))


def article(site: Path, name: str) -> str:
    return " ".join(page(site, name).find(".//article").text_content().split())


def published(site: Path, name: str) -> list[dict]:
    return json.loads((site / "open-data" / f"{name}.json").read_text(encoding="utf-8"))


def records() -> list[dict]:
    return [record for path in MADE_UP for record in load_yaml(path.parent, path.name)["records"]]


def test_every_page_says_what_it_is(demo: Path) -> None:
    found = 0
    for path in demo.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert html.count(NOTICE) >= 2, path  # the banner, and the watermark for print
        found += 1
    assert found > 60


def test_no_made_up_value_reaches_the_real_site(site: Path) -> None:
    marks = {"虚构", "演示", *(record["id"] for record in records())}
    for path in site.rglob("*"):
        if path.suffix in (".html", ".json", ".csv", ".xml"):
            text = path.read_text(encoding="utf-8")
            assert not [mark for mark in marks if mark in text], path
    assert published(site, "progress") == []
    assert {row["outcome"] for row in published(site, "outcomes")} == {"not_reported"}


@pytest.mark.slow
def test_the_demonstration_is_not_built_into_the_real_folder() -> None:
    command = [sys.executable, "-m", "scripts.build", "--progress", "tests/demo/progress", "--site", "site"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "虚构" in run.stderr


def test_it_covers_all_there_is(demo: Path) -> None:
    targets = {row["id"]: row for row in published(demo, "targets")}
    outcomes = published(demo, "outcomes")
    assert {targets[row["target"]]["op"] for row in outcomes if "reported" in row} == set(Op)
    assert {targets[row["target"]]["period"] for row in outcomes if "reported" in row} == set(Period)
    # While the period runs there is one more result: tests of the arithmetic see to it.
    assert {row["outcome"] for row in outcomes} == set(Result) - {Result.UNDER_WAY}
    rows = published(demo, "progress")
    assert len(rows) == len(records())
    assert any("corrects" in row for row in rows)
    assert {row["state"] for row in rows if "state" in row} == {"未开展", "推进中", "已完成"}


EXPECTED = """
goal-literacy-benchmark partly_met
goal-literacy not_met
t01-provincial-lectures met
t01-city-lectures partly_met
t02-contests met
t04-farmers met
t04-leaders not_reported
t04-vocational not_met
t05-coverage not_met
t07-huangshan-craftsmen met
t07-anhui-craftsmen met
t07-skilled met
t07-highly-skilled not_reported
t14-registrations not_met
t15-tours met
t16-provincial-bases reported
t16-bases met
t16-national-bases unavailable
t18-organizations met
t18-volunteers not_met
t18-activities not_met
t19-units met
t19-activities met
"""


def test_outcomes_as_worked_out_by_hand(demo: Path) -> None:
    ours = [f"{row['target']} {row['outcome']}" for row in published(demo, "outcomes")]
    assert ours == EXPECTED.strip().split("\n")


def test_front_page_counts_add_up(demo: Path) -> None:
    text = article(demo, "index.html")
    counted = re.search("23 项目标中：(.*?)。", text).group(1)
    counts = Counter(line.split()[1] for line in EXPECTED.strip().split("\n"))
    shown = {label: int(number) for label, number in re.findall(r"([\u4e00-\u9fff]+) ([0-9]+) 项", counted)}
    assert shown == {Result(word).label: number for word, number in counts.items()}
    assert sum(shown.values()) == 23
    assert "数据截至：2025-12-31" in text
    assert "12 项任务的原文没有写出可以核对的目标" in text
    states = re.search("只报告进展：(.*?)。", text).group(1)
    assert sum(map(int, re.findall("([0-9]+) 项", states))) == 12


def test_every_sentence_stands_beside_its_target(demo: Path) -> None:
    text = article(demo, "targets.html")
    for row in published(demo, "outcomes"):
        assert f"{row['sentence']}。" in text


def test_a_correction_and_what_it_corrects_both_stay(demo: Path) -> None:
    for name in ("tasks/t07.html", "changes.html"):
        text = article(demo, name)
        assert "195人" in text
        assert "203人" in text
        assert "漏计8人" in text
    assert [gone.text_content() for gone in page(demo, "tasks/t07.html").iter("del")] == ["195人"]


def test_charts_stand_beside_a_table_and_say_what_they_show(demo: Path) -> None:
    task = page(demo, "tasks/t07.html")
    charts = task.find_class("chart")
    pictures = [chart for chart in charts if chart.tag == "svg"]
    assert len(pictures) == 4
    for picture in pictures:
        title, words = picture.find("title"), picture.find("desc")
        assert picture.get("aria-labelledby").split() == [title.get("id"), words.get("id")]
        assert words.text in article(demo, "tasks/t07.html")
    strip = page(demo, "actions/a03.html").find_class("strip")[0]
    assert len(strip.findall("rect")) == 4
    assert all(text.text.strip() for text in strip.findall("text"))


def test_report_status_links_to_the_record(demo: Path) -> None:
    status = page(demo, "reports.html").find_class("status")[0]
    assert len(status.findall("tbody/tr")) == 23
    links = [link.get("href").split("#") for link in status.iter("a") if "#" in link.get("href")]
    assert len(links) > 20
    for where, record in links:
        row = page(demo, where).get_element_by_id(record)
        assert row.tag == "tr"
    text = " ".join(status.text_content().split())
    assert {"已报", "部分", "未报"} <= set(re.findall("已报|部分|未报", text))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["site", "demo"])
def test_feed_holds_every_record(name: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(name)
    feed = ElementTree.parse(folder / "changes.xml").getroot()
    entries = feed.findall(f"{ATOM}entry")
    objections = published(folder, "objections")
    told = len(objections) + sum("answered_on" in it for it in objections)
    assert len(entries) == len(published(folder, "progress")) + told
    assert len({entry.find(f"{ATOM}id").text for entry in entries}) == len(entries)
    moments = [entry.find(f"{ATOM}updated").text for entry in entries]
    assert len(set(moments)) == len(moments)
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}
    assert moments == sorted(moments, reverse=True)
    assert feed.find(f"{ATOM}updated").text == (moments[0] if moments else "2022-06-10T00:00:00+08:00")


def test_the_real_site_is_dignified_without_reports(site: Path) -> None:
    text = article(site, "index.html")
    assert "还没有收到任何一项目标的完成情况" in text
    assert re.search("23 项目标中：–? ?未报告 23 项", text)
    assert "数据截至：尚无报告" in text
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert 'class="chart"' not in html
        assert 'class="strip"' not in html
    assert "未报告" in article(site, "tasks/t06.html")
    assert "应报" in article(site, "reports.html")
    assert len(article(site, "changes.html")) > 100


def test_each_kind_of_record_is_shown(demo: Path) -> None:
    log, task = article(demo, "changes.html"), article(demo, "tasks/t19.html")
    assert "撤回 原报告 ，原因：报的是另一项工作（演示）".replace(" ", "") in log.replace(" ", "")
    assert "2026-04-20报告，2026-05-06公开" in log.replace(" ", "")
    assert log.index("2026-05-06") < log.index("2026-03-05") < log.index("2026-02-11")  # late news is news
    assert "屯光镇8场次" in task
    assert "区科协18场次" in task
    assert "暂无官方数据（本年度名单没有公布（演示）" in article(demo, "tasks/t16.html")
    assert "区农业农村局2026-02-25现场核实，结果为覆盖38个，共40个" in article(demo, "tasks/t05.html")
    assert "原因：统计口径变化：下载量的统计方法变了" in article(demo, "tasks/t14.html")
    assert "、区教育局" in article(demo, "tasks/t15.html")
    home = article(demo, "index.html")
    found = re.search("([0-9]+) 个数中，([0-9]+) 个经其他单位核实", home)
    assert found.group(2) == "3"
    assert re.search("按 2026-01-31 计已过 121 天", article(demo, "reports.html"))
    body = article(demo, "bodies/data-resources.html")
    assert "原文：区数据资源局（2024年3月15日更名为区数据局（演示），依据：机构改革演示文件（虚构））" in body
    assert "2024年3月15日并入区应急管理局" in article(demo, "matrix.html")


def test_every_record_has_an_address_for_good(demo: Path) -> None:
    """The page of what it speaks of, with its own id: no length of the log moves it, and the data say it."""
    rows = published(demo, "progress")
    assert len(rows) > 60
    for row in rows:
        where, record = row["page"].split("#")
        assert record == row["id"]
        assert where in (f"targets/{row['subject']}.html", f"tasks/{row['subject']}.html")
        line = page(demo, where).get_element_by_id(record)
        assert row["reported_on"] in line.text_content()
    for row in published(demo, "outcomes"):
        assert page(demo, row["page"]).find(".//h1").get("id") == row["target"]


def test_a_target_s_page_tells_all_there_is(demo: Path) -> None:
    skilled = article(demo, "targets/t07-skilled.html")
    for words in (
        "到2025年不少于200人",
        "达到",
        "203＞200",
        "195人",
        "已由 2026-03-05 的报告更正",
        "漏计8人",
        "区总工会",
    ):
        assert words in skilled, words
    tours = page(demo, "targets/t15-tours.html")
    assert [row.findtext("th") for row in tours.xpath("//table[caption[@id='years']]/tbody/tr")] == [
        *("2022", "2023", "2024", "2025")
    ]
    assert len(tours.find_class("chart")) == 2  # the figure and its picture
    links = {link.get("href") for link in tours.find(".//article").iter("a")}
    assert {"../targets.html", "../tasks/t15.html", "../method.html"} <= links
