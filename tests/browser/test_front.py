"""The front page: a newcomer's way in, all targets in one picture, tables that fold on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from macros.judged.result import Result
from tests.browser.conftest import open_page

SQUARES = """() => [...document.querySelectorAll('.overview .square')]
  .map(e => [e.textContent.trim(), e.getAttribute('aria-label'), getComputedStyle(e).border])"""


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 640)])
def test_the_first_screen_says_what_it_is_and_where_to_go(
    chromium: Browser, site: Path, width: int, height: int, script: bool
) -> None:
    """Street, school and office each have a way in that needs no scrolling, and the way leads there."""
    page = open_page(chromium, (site / "index.html").as_uri(), width, java_script_enabled=script)
    page.set_viewport_size({"width": width, "height": height})
    for words in (page.locator("h1"), page.locator(".lead"), *page.locator(".ways .ask").all()):
        box = words.bounding_box()
        assert box["y"] + box["height"] <= height, words.inner_text()
    ways = page.locator(".ways")
    for name, heading in (("青少年", "与我有关的任务"), ("老街街道", "各街道办事处"), ("学校", "与我有关的任务")):
        ways.get_by_role("link", name=name, exact=True).click()
        assert page.locator("h1").inner_text() == heading
        page.go_back()
    ways.get_by_role("link", name="个责任单位").click()
    assert page.locator("h1").inner_text() == "责任单位"
    page.context.close()


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_all_targets_are_in_one_picture_above_the_tables(chromium: Browser, demo: Path, width: int) -> None:
    page = open_page(chromium, (demo / "index.html").as_uri(), width)
    squares = page.evaluate(SQUARES)
    assert len(squares) == 23
    words = {result.mark: result.label for result in Result}
    for mark, label, _ in squares:  # a mark, not a colour; words for who hears
        assert label.endswith(f"：{words[mark]}")
    looks = {mark: border for mark, _, border in squares}
    legend = page.locator(".overview figcaption").inner_text()
    assert all(f"{mark} {words[mark]}" in legend for mark in looks)
    places = page.evaluate(
        """() => ['.overview', '.targets', '.fold'].map(it => document.querySelector(it).getBoundingClientRect().top)"""
    )
    assert places[0] < max(places[1:])
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0
    name = page.locator(".overview .square").first.get_attribute("title").partition("：")[0]
    page.locator(".overview .square").first.click()
    page.wait_for_url("**/targets/*.html")
    assert name in page.locator("h1").inner_text()
    page.context.close()


def _heights(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollHeight"))


def test_a_phone_scrolls_less_than_half(chromium: Browser, site: Path, demo: Path) -> None:
    """9,700 and 15,300 pixels before the tables were folded by action."""
    for folder, most in ((site, 4500), (demo, 4500)):
        page = open_page(chromium, (folder / "index.html").as_uri(), 390)
        assert _heights(page) < most
        page.context.close()


@pytest.mark.parametrize("script", [True, False])
def test_tables_are_folded_on_a_phone_and_open_elsewhere(chromium: Browser, demo: Path, script: bool) -> None:
    page = open_page(chromium, (demo / "index.html").as_uri(), 390, java_script_enabled=script)
    rows, folds = page.locator("tr.target"), page.locator(".fold summary")
    assert not any(row.is_visible() for row in rows.all())
    assert page.locator(".fold").count() == page.locator(".folded").count() > 5
    folds.first.click()
    assert page.locator(".folded").first.locator("tr.target:visible").count() == 2
    folds.first.click()
    page.emulate_media(media="print")
    assert all(row.is_visible() for row in rows.all())
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1440, "height": 900})
    assert all(row.is_visible() for row in rows.all())
    assert not any(fold.is_visible() for fold in folds.all())
    page.context.close()


def test_what_an_address_or_a_search_leads_to_is_not_folded(chromium: Browser, demo: Path) -> None:
    page = open_page(chromium, f"{(demo / 'index.html').as_uri()}#t18-volunteers", 390)
    row = page.locator("#t18-volunteers")
    assert row.is_visible()
    assert row.bounding_box()["y"] < 900
    page.evaluate("location.hash = '#t07-skilled'")
    page.locator("#t07-skilled").wait_for(state="visible")
    page.context.close()
    page = open_page(chromium, f"{(demo / 'index.html').as_uri()}?find=注册科技", 390)
    page.locator("#t18-volunteers").wait_for(state="visible")
    page.context.close()
