"""Old addresses never die: what was published is there or leads on, without script and from a folder too."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser

from macros.records.problem import DataError
from macros.records.redirects import Redirect
from macros.site.headers import header_files
from macros.site.moved import places_are_right, relative, with_old_places
from tests.browser.conftest import chromium, driver, open_page  # noqa: F401
from tests.conftest import ROOT
from tests.test_site import build, copy  # noqa: F401
from tests.tools.addresses import ADD, addresses, gone, kept

MOVED = """  - {old: targets/t07-workers.html, new: targets/t07-skilled.html}
  - {old: old.html, new: method.html#results}
  - {old: about.html#旧说明, new: about.html#怎样使用}
  - {old: about.html#别处, new: method.html}
"""


def test_every_published_address_is_there_or_leads_on(site: Path) -> None:
    assert len(kept()) > 1000
    assert gone(kept(), site) == []


def test_every_page_of_the_site_is_on_the_list(site: Path) -> None:
    docs = ROOT / "docs"
    pages = {path.relative_to(docs).with_suffix(".html").as_posix() for path in docs.rglob("*.md")}
    assert pages <= addresses(site)
    assert pages - kept() == set(), f"run: {ADD}"


def test_what_has_vanished_is_named_with_what_to_do(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(site, folder)
    (folder / "targets" / "t07-skilled.html").unlink()
    (folder / "open-data" / "targets.csv").unlink()
    page = folder / "about.html"
    page.write_text(page.read_text("utf-8").replace(' id="怎样使用"', "", 1), encoding="utf-8")
    said = gone(kept(), folder)
    assert [it.split()[0] for it in said] == [
        "about.html#怎样使用",
        "open-data/targets.csv",
        "targets/t07-skilled.html",
    ]
    assert '{old: "targets/t07-skilled.html", new: ' in said[2]


@pytest.fixture
def moved(copy: Path) -> Path:  # noqa: F811
    """The site with addresses that have moved."""
    with (copy / "data" / "redirects.yml").open("a", encoding="utf-8") as file:
        file.write(MOVED)
    run = build(copy)
    assert run.returncode == 0, run.stderr
    return copy / "site"


def test_a_moved_address_leads_on_without_script_and_from_a_folder(
    moved: Path,
    chromium: Browser,  # noqa: F811
) -> None:
    for old, new in (("targets/t07-workers.html", "targets/t07-skilled.html"), ("old.html", "method.html#results")):
        page = html.parse(moved / old).getroot()
        assert page.xpath("string(//article/p/a/@href)") == relative(new, old)
        opened = open_page(chromium, (moved / old).as_uri(), 390, java_script_enabled=False)
        opened.wait_for_url(f"**/{new}")
        opened.context.close()
    assert gone(kept() | {"targets/t07-workers.html", "old.html", "about.html#旧说明", "about.html#别处"}, moved) == []
    about = html.parse(moved / "about.html").getroot()
    assert about.get_element_by_id("旧说明").getnext().get("id") == "怎样使用"
    assert about.get_element_by_id("别处").find("a").get("href") == "method.html"
    assert "old.html" not in (moved / "assets" / "search-index.js").read_text("utf-8")


def test_places_that_are_still_there_or_are_nowhere_stop_the_build() -> None:
    listed = [Redirect(old="a.html#x", new="b.html"), Redirect(old="c.html", new="a.html#nowhere")]
    with pytest.raises(DataError) as error:
        places_are_right(listed, {"a.html": {"x"}, "b.html": set()})
    assert "“a.html#x”这个位置还在" in str(error.value)
    assert "“a.html”里没有“nowhere”这个位置" in str(error.value)
    places_are_right(listed, {"a.html": {"nowhere"}, "b.html": set()})


def test_an_old_place_is_text_never_markup() -> None:
    made = with_old_places("<p>甲</p>", "a.html", [Redirect.model_construct(old="a.html#<b>", new="b.html")])
    assert "<b>" not in made


def test_servers_are_told_too() -> None:
    listed = [Redirect(old="old.html", new="method.html#判定"), Redirect(old="a.html#x", new="b.html")]
    files = header_files("/some/", listed)
    assert files["_redirects"] == "/some/old.html /some/method.html#%E5%88%A4%E5%AE%9A 301\n"
    assert "location = /some/old.html { return 301 /some/method.html#" in files["headers-nginx.conf"]
    assert "_redirects" not in header_files("/")
