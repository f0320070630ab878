"""The built site in real Chromium: own origin only, readable on a phone, calm in light and dark."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pymupdf
import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import open_page

KINDS = [
    "index",
    "full-text",
    "notice",
    "goals",
    "actions/index",
    "actions/a01",
    "tasks/t01",
    "tasks/t06",
    "tasks/t16",
    "safeguards",
    "targets",
    "matrix",
    "bodies/index",
    "bodies/science-association",
    "bodies/towns",
    "method",
    "open-data",
    "about",
    "audience",
    "reports",
    "changes",
]
WIDTHS = (1440, 820, 390, 320)


def test_no_request_leaves_the_site(chromium: Browser, site: Path, address: str) -> None:
    context = chromium.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    assert len(paths) > 60
    for path in paths:
        if path != "404.html":  # its addresses are absolute; it is served at the root of a host
            page.goto(f"{address}/{path}", wait_until="networkidle" if path == "index.html" else "load")
    context.close()
    own = urlsplit(address).netloc
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {own}
    assert errors == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_page_fits_and_is_legible(chromium: Browser, address: str, kind: str, width: int) -> None:
    """No sideways scrolling of the page, and no visible text below 16 px."""
    page = open_page(chromium, f"{address}/{kind}.html", width)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    small = page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
          while (walker.nextNode()) {
            const box = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim() || !box.checkVisibility()) continue;
            const size = parseFloat(getComputedStyle(box).fontSize);
            if (size < 16) found.push(`${size} ${box.tagName} ${walker.currentNode.data.trim()}`);
          }
          return found;
        }"""
    )
    page.context.close()
    assert over <= 0
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["index", "tasks/t07", "matrix", "targets", "bodies/union"])
def test_text_has_contrast(chromium: Browser, address: str, kind: str, scheme: str) -> None:
    """Every visible text stands at 4.5 : 1 or better on what lies behind it (WCAG 2.2, 1.4.3)."""
    page = open_page(chromium, f"{address}/{kind}.html", 1440, scheme)
    poor = page.evaluate(
        """() => {
          const rgb = text => (text.match(/[0-9.]+/g) || []).map(Number);
          const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= .04045 ? v / 12.92
            : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
          const behind = box => { for (; box; box = box.parentElement) {
            const c = rgb(getComputedStyle(box).backgroundColor);
            if (c.length === 3 || c[3] === 1) return c.slice(0, 3); } return [255, 255, 255]; };
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
          while (walker.nextNode()) {
            const box = walker.currentNode.parentElement, words = walker.currentNode.data.trim();
            if (!words || !box.checkVisibility({opacityProperty: true})) continue;
            const [a, b] = [light(rgb(getComputedStyle(box).color)), light(behind(box))];
            const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
            if (ratio < 4.5) found.push(`${ratio.toFixed(2)} ${box.className} ${words}`);
          }
          return found;
        }"""
    )
    page.context.close()
    assert poor == []


@pytest.mark.parametrize("width", [1440, 390])
def test_matrix_keeps_its_heads_in_sight(chromium: Browser, address: str, width: int) -> None:
    page = open_page(chromium, f"{address}/matrix.html", width)
    page.locator(".table-scroll").evaluate("box => { box.scrollTop = 99999; box.scrollLeft = 99999; }")
    shown = page.evaluate(
        """() => {
          const box = document.querySelector('.table-scroll').getBoundingClientRect();
          const at = selector => document.querySelector(selector).getBoundingClientRect();
          const corner = at('.matrix .numbers th'), row = at('.matrix tbody tr:last-child th');
          return [corner.top - box.top, corner.left - box.left, row.left - box.left, box.height];
        }"""
    )
    page.context.close()
    assert [round(value) for value in shown[:3]] == [0, 0, 0]
    assert shown[3] <= 900


def test_matrix_scrolls_with_the_keyboard(chromium: Browser, address: str) -> None:
    page = open_page(chromium, f"{address}/matrix.html", 390)
    region = page.locator(".table-scroll")
    region.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.table-scroll').scrollLeft > 0")
    page.context.close()


def test_plan_text_has_a_book_page_s_measure(chromium: Browser, address: str) -> None:
    """28 to 38 characters a line on a desktop."""
    page = open_page(chromium, f"{address}/tasks/t08.html", 1440)
    characters = page.evaluate(
        """() => { const p = document.querySelector('.plan-text p');
          return p.clientWidth / parseFloat(getComputedStyle(p).fontSize); }"""
    )
    page.context.close()
    assert 28 <= characters <= 38


def test_the_site_opens_from_a_folder(chromium: Browser, site: Path) -> None:
    page = open_page(chromium, (site / "index.html").as_uri(), 390)
    page.get_by_role("link", name="看责任矩阵").click()
    page.get_by_role("link", name="区总工会").click()
    assert page.locator("h1").inner_text() == "区总工会"
    page.context.close()


@pytest.mark.parametrize("name", ["index.html", "tasks/t07.html", "matrix.html"])
def test_print_says_when_figures_are_made_up(chromium: Browser, demo: Path, name: str) -> None:
    page = open_page(chromium, (demo / name).as_uri())
    page.emulate_media(media="print")
    mark = page.locator(".demo-watermark")
    shown = mark.evaluate("box => [getComputedStyle(box).display, getComputedStyle(box).position]")
    page.context.close()
    assert shown == ["block", "fixed"]  # a fixed box is printed on every sheet


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    "kind", ["index", "tasks/t01", "tasks/t07", "reports", "changes", "actions/a03", "bodies/union"]
)
def test_the_demonstration_fits(chromium: Browser, demo: Path, kind: str, width: int) -> None:
    page = open_page(chromium, (demo / f"{kind}.html").as_uri(), width)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.context.close()
    assert over <= 0


@pytest.mark.parametrize("kind", ["index", "tasks/t07", "targets", "bodies/towns", "matrix", "method", "full-text"])
def test_ctrl_p_gives_a_clean_sheet(chromium: Browser, site: Path, kind: str) -> None:
    page = open_page(chromium, (site / f"{kind}.html").as_uri(), scheme="dark")
    heads = page.evaluate("[...document.querySelectorAll('thead tr:last-child')].map(row => row.innerText)")
    printed = page.pdf(prefer_css_page_size=True)
    page.context.close()
    with pymupdf.open(stream=printed) as pdf:
        texts = ["".join(sheet.get_text().split()) for sheet in pdf]
        assert not any(word in "".join(texts) for word in ("跳转至", "本页内容", "回到页面顶部", "换成浅色"))
        assert "SHA-256" in texts[-1]
        for sheet in pdf:
            picture = sheet.get_pixmap(colorspace="gray")
            assert sum(picture.samples) / len(picture.samples) > 215, "a dark sheet"
        if kind == "matrix":
            assert len(pdf) == 1
            assert pdf[0].rect.width > pdf[0].rect.height
        if kind == "targets":
            assert len(pdf) > 1
            assert all("".join(heads[0].split()) in text for text in texts)
