"""Objections are seen through: a page from the first on, their state beside what they concern, days counted."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import lxml.html
import pytest

from macros.judged.objections import cases
from macros.published.release import release
from macros.records.load import parse
from macros.records.objections import Objections
from macros.records.redirects import Redirects
from macros.records.yaml_lines import parse_yaml
from macros.site.views.objections import pages
from tests.conftest import ROOT
from tests.test_site import build, copy  # noqa: F401

ATOM = "{http://www.w3.org/2005/Atom}"
FIRST = """objections:
  - {id: 2026-one, received_on: 2026-01-05, target: t07-skilled, objection: 没有写明范围。}
"""


def page(site: Path, name: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring((site / name).read_bytes().decode("utf-8"))


def article(site: Path, name: str) -> str:
    return " ".join(page(site, name).find(".//article").text_content().split())


@pytest.mark.skipif((ROOT / "data" / "objections.yml").exists(), reason="there are some")
def test_without_any_nothing_speaks_of_them(site: Path) -> None:
    assert not (site / "objections.html").exists()
    for path in site.rglob("*.html"):
        assert "objections.html" not in path.read_text("utf-8"), path
    assert json.loads((site / "open-data" / "objections.json").read_text("utf-8")) == []


def test_the_first_needs_nothing_but_the_data_file(copy: Path) -> None:  # noqa: F811
    (copy / "data" / "objections.yml").write_text(FIRST, encoding="utf-8")
    run = build(copy)
    assert run.returncode == 0, run.stderr
    text = article(copy / "site", "objections.html")
    assert "没有写明范围。" in text
    assert "待答复" in text
    assert "异议与答复" in page(copy / "site", "reports.html").find_class("side")[0].text_content()
    assert "2026-01-05 收到，待答复" in article(copy / "site", "targets/t07-skilled.html")


def test_their_state_stands_beside_what_they_concern(demo: Path) -> None:
    tours, skilled = "2026-04-20 收到，待答复，已 42 天", "2026-02-10 收到，2026-03-05 答复：更正"
    for name in ("targets/t15-tours.html", "tasks/t15.html", "targets.html", "objections.html"):
        assert tours in article(demo, name), name
    for name in ("targets/t07-skilled.html", "tasks/t07.html", "targets.html", "objections.html"):
        assert skilled in article(demo, name), name
    assert "2026-03-20 答复：转办" in article(demo, "tasks/t06.html")
    assert "异议：" not in article(demo, "targets/t01-city-lectures.html")


def test_those_that_wait_come_first_and_each_has_its_address(demo: Path) -> None:
    sections = page(demo, "objections.html").xpath("//article//h2/@id")
    assert sections == ["2026-tours", "2026-rules", "2026-ideals", "2026-skilled"]
    rows = json.loads((demo / "open-data" / "objections.json").read_text("utf-8"))
    assert [row["address"] for row in rows] == [f"objections.html#{it}" for it in sections]
    assert [row["days"] for row in rows] == [42, 1, 19, 23]
    assert [row.get("subject") for row in rows] == ["t15-tours", None, "t06", "t07-skilled"]
    jsonschema.validate(rows, json.loads((demo / "open-data" / "objections.schema.json").read_text("utf-8")))


def test_the_feed_tells_of_them_on_their_own_days(demo: Path) -> None:
    feed = ElementTree.parse(demo / "changes.xml").getroot()
    entries = [(it.findtext(f"{ATOM}published"), it.findtext(f"{ATOM}title")) for it in feed.findall(f"{ATOM}entry")]
    told = [(moment[:10], title) for moment, title in entries if moment and title and "异议" in title]
    assert len(told) == 7
    assert ("2026-04-20", "收到异议：任务15“中国流动科技馆巡展、省科普大篷车巡展活动”") in told
    assert ("2026-03-05", "答复异议：任务7“全区技能人才”的记录 2025-union-t07-skilled（更正）") in told
    moments = [moment for moment, _ in entries]
    assert moments == sorted(moments, key=str, reverse=True)
    assert len(set(moments)) == len(moments)


@pytest.mark.parametrize(("day", "days"), [("2026-05-20", 30), ("2026-10-31", 194)])
def test_days_are_counted_by_the_day_of_the_edition(day: str, days: int) -> None:
    made = release(ROOT, progress=ROOT / "tests" / "demo" / "progress", today=datetime.date.fromisoformat(day))
    (case,) = [case for case in cases(made.account) if case.objection.id == "2026-tours"]
    assert (case.days, case.is_open) == (days, True)
    assert f"已 {days} 天" in case.state
    assert pages(made)


def test_the_examples_of_the_data_s_own_readme_are_right() -> None:
    text = (ROOT / "data" / "README.md").read_text("utf-8")
    for first, shape in (("objections:", Objections), ("redirects:", Redirects)):
        (example,) = re.findall(rf"```yaml\n({first}\n.*?)```", text, re.DOTALL)
        assert parse(parse_yaml(example, "x.yml"), shape, "x.yml")
