"""The built site in real Chromium: own origin only, readable on a phone, calm in light and dark."""

from __future__ import annotations

import functools
import http.server
import re
import threading
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


def test_on_a_wide_screen_the_page_scrolls_and_the_matrix_keeps_its_heads(chromium: Browser, address: str) -> None:
    page = open_page(chromium, f"{address}/matrix.html", 1440)
    page.locator(".matrix tbody tr:last-child").evaluate("row => row.scrollIntoView({block: 'end'})")
    top, fits, rows = page.evaluate(
        """() => {
          const head = document.querySelector('.matrix .numbers th').getBoundingClientRect();
          const box = document.querySelector('.table-scroll');
          const rows = [...document.querySelectorAll('.matrix tbody tr')].map(row => row.getBoundingClientRect());
          const seen = rows.filter(row => row.top >= head.bottom - 1 && row.bottom <= innerHeight + 1);
          return [head.top, box.scrollWidth <= box.clientWidth, seen.length];
        }"""
    )
    page.context.close()
    assert round(top) == 0
    assert fits
    assert rows >= 18


def test_matrix_keeps_its_heads_in_sight(chromium: Browser, address: str) -> None:
    page = open_page(chromium, f"{address}/matrix.html", 390)
    page.locator(".fold summary").click()
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
    page.locator(".fold summary").click()
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
    page.locator(".fold summary").click()
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
        assert "SHA-256" in texts[0]
        for sheet in pdf:
            picture = sheet.get_pixmap(colorspace="gray")
            assert sum(picture.samples) / len(picture.samples) > 215, "a dark sheet"
        if kind == "matrix":
            assert len(pdf) == 1
            assert pdf[0].rect.width > pdf[0].rect.height
        if kind == "targets":
            assert len(pdf) > 1
            assert all("".join(heads[0].split()) in text for text in texts)


NUMBERS = """() => [...document.querySelectorAll('svg.chart')].flatMap(chart => {
  const drawn = [...chart.querySelectorAll('rect, path')].map(e => e.getBoundingClientRect());
  return [...chart.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()])
    .filter(([, box]) => drawn.some(one => one.right > box.left && one.left < box.right
      && one.bottom > box.top + 2 && one.top < box.bottom - 2)).map(([words]) => words);
})"""


@pytest.mark.parametrize("kind", ["tasks/t18", "tasks/t07", "actions/a09", "actions/a08", "goals"])
def test_nothing_lies_on_a_number_of_a_chart(chromium: Browser, demo: Path, kind: str) -> None:
    for scheme in ("light", "dark"):
        page = open_page(chromium, (demo / f"{kind}.html").as_uri(), 390, scheme)
        assert page.locator("svg.chart").count() >= 1
        assert page.evaluate(NUMBERS) == []
        fills = page.evaluate(
            """() => [...document.querySelectorAll('svg.chart rect.unmet, svg.strip rect:not(.met)')]
              .map(e => getComputedStyle(e).fill)"""
        )
        page.context.close()
        assert not {"rgb(0, 0, 0)"} & set(fills)  # what an unknown colour becomes


@pytest.mark.parametrize("kind", [*KINDS, "tasks/t19", "tasks/t07", "actions/a08", "actions/a09"])
def test_no_printed_row_is_parted_from_its_sentence(chromium: Browser, site: Path, demo: Path, kind: str) -> None:
    """Ctrl+P: a head and a target's row never close a sheet; what a page is made of never stands alone on one."""
    for folder in (site, demo):
        page = open_page(chromium, (folder / f"{kind}.html").as_uri())
        heads = page.evaluate(
            """() => [...document.querySelectorAll('.targets .group th, .targets .target th')]
              .map(e => e.firstChild.textContent)"""
        )
        made = page.evaluate(
            "document.querySelector('.sheet').textContent + document.querySelector('.foot').textContent"
        )
        printed = page.pdf(prefer_css_page_size=True)
        page.context.close()
        parts = {re.sub(r"\s", "", head) for head in heads}
        with pymupdf.open(stream=printed) as pdf:
            for number, sheet in enumerate(pdf):
                blocks = [block for block in sheet.get_text("blocks") if block[3] < sheet.rect.height - 45]
                lines = [line for block in sorted(blocks, key=lambda b: b[3]) for line in block[4].split("\n")]
                matter = [re.sub(r"\s", "", line) for line in lines if line.strip()]
                if number + 1 < len(pdf):
                    assert matter[-1] not in parts, (folder.name, number, matter[-3:])
                foot = re.sub(r"\s", "", made)
                assert not all(line in foot for line in matter), (folder.name, number)


class _Missing(http.server.SimpleHTTPRequestHandler):
    """As Pages does it: below a sub-path, and its own page for whatever is not there."""

    def log_message(self, *_: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        content = (Path(self.directory) / "some" / "path" / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(content)


@pytest.mark.parametrize("asked", ["nothing.html", "tasks/t99.html", "a/b/nothing"])
def test_the_missing_page_below_a_sub_path(chromium: Browser, site: Path, tmp_path: Path, asked: str) -> None:
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "path").symlink_to(site)
    handler = functools.partial(_Missing, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}/some/path"
        page = open_page(chromium, f"{base}/{asked}", 1440)
        page.wait_for_function("getComputedStyle(document.querySelector('.bar')).display === 'flex'")
        page.locator("#query").fill("人社局")
        page.locator("#found a").first.wait_for()
        page.keyboard.press("Escape")
        page.locator("article").get_by_role("link", name="首页").click()
        page.wait_for_url(f"{base}/index.html")
        page.context.close()
        server.shutdown()
