"""A real Chromium for the tests of pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from unittest import mock

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.tools.setup import browser

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """Playwright, once: it does not start twice in one process."""
    with mock.patch.dict(os.environ, browser().env), sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(driver: Playwright) -> Iterator[Browser]:
    found = browser()
    running = driver.chromium.launch(executable_path=found.executable, env=found.env, args=SWITCHES)
    yield running
    running.close()


def open_page(chromium: Browser, url: str, width: int = 1440, scheme: str = "light", **context: object) -> Page:
    """A page in a context of its own; close page.context afterwards."""
    opened = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **context)
    page = opened.new_page()
    page.goto(url)
    return page
