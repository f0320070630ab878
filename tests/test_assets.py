"""Style sheets in parts: joined in their order, nothing left out, nothing that the oldest browsers drop."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros.site.assets import FLOOR, SheetError, joined, page_classes
from tests.conftest import ROOT

ASSETS = ROOT / "docs" / "assets"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.css").write_text("a { color: red }\n", encoding="utf-8")
    (tmp_path / "site" / "b.css").write_text("b { inset: 0 }\n", encoding="utf-8")
    (tmp_path / "site.css").write_text('@import "site/b.css";\n@import "site/a.css";\n', encoding="utf-8")
    return tmp_path


def test_parts_stand_in_the_order_of_their_sheet(folder: Path) -> None:
    sheet = joined(folder)["assets/site.css"]
    assert 0 <= sheet.index("b{") < sheet.index("a{")


def test_what_the_oldest_browsers_lack_is_written_out(folder: Path) -> None:
    assert "inset" not in joined(folder)["assets/site.css"]  # Chromium 87
    assert "bottom:0" in joined(folder)["assets/site.css"]


def test_a_part_that_no_sheet_names_stops_the_build(folder: Path) -> None:
    (folder / "site" / "lost.css").write_text("i { color: blue }\n", encoding="utf-8")
    with pytest.raises(SheetError, match=r"lost\.css:1:1"):
        joined(folder)


def test_a_part_that_is_not_there_stops_the_build(folder: Path) -> None:
    (folder / "site" / "a.css").unlink()
    with pytest.raises(SheetError, match=r"site\.css:2:1"):
        joined(folder)


def test_a_mistake_in_a_part_stops_the_build(folder: Path) -> None:
    (folder / "site" / "a.css").write_text("a { color: red }} b {", encoding="utf-8")
    with pytest.raises(SheetError):
        joined(folder)


def test_few_files_and_light() -> None:
    made = joined(ASSETS)
    assert set(made) == {"assets/site.css", "assets/print.css", "assets/print-wide.css"}
    parts = sum(len(path.read_bytes()) for path in ASSETS.glob("*/*.css"))
    assert sum(map(len, made.values())) < parts


def test_no_selector_that_makes_an_old_browser_drop_its_rule() -> None:
    sheets = "".join(joined(ASSETS).values())
    assert not re.findall(r":(?:has|is|where|any|-webkit-any|-moz-any)\(", sheets)
    scripts = {path.name: path.read_text("utf-8") for path in ASSETS.glob("*.js")}
    for name, text in scripts.items():
        assert not re.search(r":(?:has|is|where)\(", text), name


def test_every_script_says_why_it_is_no_module() -> None:
    scripts = sorted(ASSETS.glob("*.js"))
    assert len(scripts) == 4
    for script in scripts:
        first = script.read_text("utf-8").split("\n")[0]
        assert first.startswith("// A plain script: a page opened from a folder loads no modules."), script


def test_the_page_about_the_site_names_the_same_browsers() -> None:
    about = (ROOT / "docs" / "about.md").read_text("utf-8")
    for browser, version in FLOOR.items():
        name = {"chrome": "Chromium", "safari": "Safari", "firefox": "Firefox"}[browser]
        assert f"{name} {version}" in about


def test_layout_classes_come_from_the_page_s_matter() -> None:
    assert page_classes('<p>x</p><table class="matrix">') == "with-matrix"
    assert page_classes('<div class="plan-text">\n<h1 id="a">（一）</h1>\n</div>') == "heading-alone"
    assert page_classes('<div class="plan-text"><h1>三</h1><p>x</p></div><h1>y</h1></div>') == ""


def test_nothing_quotes_with_corner_brackets() -> None:
    """On the mainland they belong to text set down; nothing of ours writes them, but the fold that drops them."""
    for path in (*ROOT.glob("docs/**/*.md"), *ROOT.glob("overrides/*"), *ROOT.glob("macros/site/templates/*")):
        assert not re.search("[「」『』]", path.read_text("utf-8")), path
    assert not re.search("[「」『』]", "".join(joined(ASSETS).values()))
