"""The internal edition in a real browser: every printed sheet says what it is, and nothing is fetched."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser

from macros.office.internal import MARK
from tests.browser.conftest import open_page
from tests.conftest import ROOT


def test_every_sheet_says_that_it_is_internal_and_nothing_is_fetched(chromium: Browser, tmp_path: Path) -> None:
    inside = tmp_path / "内部" / "2025-annual" / "education"
    inside.mkdir(parents=True)
    (inside / "a b.png").write_bytes((ROOT / ".github" / "screenshot.png").read_bytes())
    command = [sys.executable, "-m", "scripts.internal", str(tmp_path / "内部"), "--progress", "tests/demo/progress"]
    subprocess.run([*command, "--today", "2026-06-01"], cwd=ROOT, check=True)
    page = open_page(chromium, "about:blank", width=390)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "内部" / "内部版" / "print.html").as_uri())
    assert page.evaluate("document.querySelector('img').naturalWidth") > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert all(url.startswith("file:") for url in asked)
    with pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True))) as printed:
        texts = [sheet.get_textpage().get_text_range() for sheet in printed]
    page.context.close()
    assert len(texts) > 20
    for text in texts:
        assert MARK in text
        assert "演示数据（虚构）" in text
