"""Open to everyone: axe, keyboard, elder mode, no script, policy, weight, filters."""

from __future__ import annotations

import gzip
import re
from importlib import resources
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from macros.site.headers import header_files, policy
from tests.browser.conftest import open_page

# Where the focus is: its place in the order of first visits, whether it can be seen.
FOCUS = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  if (e === document.body) return null;
  window.order ??= new Map();
  if (!order.has(e)) order.set(e, order.size);
  return {
    id: order.get(e),
    on: box.width > 0 && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    what: e.outerHTML.slice(0, 90),
  };
}"""
TEXTS = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement, style = getComputedStyle(e), size = parseFloat(style.fontSize);
    if (!walker.currentNode.data.trim() || !e.checkVisibility() || e.closest('.aside, .skip, svg')) continue;
    let under = e;
    while (under && getComputedStyle(under).backgroundColor === 'rgba(0, 0, 0, 0)') under = under.parentElement;
    found.push({
      size,
      line: parseFloat(style.lineHeight) / size,
      color: style.color,
      back: getComputedStyle(under ?? document.documentElement).backgroundColor,
      text: walker.currentNode.data.trim().slice(0, 30),
    });
  }
  return found;
}"""
CONTROLS = "button, input, select, summary, .menu a, .body-grid a, .pager a, .answers a, .brand, .matrix td a"
SMALL = """controls => [...document.querySelectorAll(controls)].filter(e => e.checkVisibility())
  .map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 80)])
  .filter(([box]) => box.height < 59.5 || box.width < 59.5).map(([box, what]) => box.width + 'x' + box.height + what)"""
AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
KINDS = [
    *("index", "full-text", "notice", "actions/index", "actions/a03", "tasks/t07", "safeguards", "audience", "targets"),
    *("targets/t07-skilled", "targets/goal-literacy"),
    *("matrix", "reports", "changes", "forms", "bodies/index", "bodies/towns", "method", "open-data", "about"),
]
WIDTHS = (1440, 820, 390, 320)


def violations(page: Page, part: str = "html", *, contrast: bool = True) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    options = {"runOnly": {"type": "tag", "values": RULES}, "rules": {"color-contrast": {"enabled": contrast}}}
    options["resultTypes"] = ["violations"]  # of the others one example each
    found = page.evaluate("([part, options]) => axe.run({include: [part]}, options)", [part, options])
    assert found["passes"]
    return [f"{it['id']}: {node['html'][:120]}" for it in found["violations"] for node in it["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(chromium: Browser, site: Path, kind: str, scheme: str) -> None:
    page = open_page(chromium, (site / f"{kind}.html").as_uri(), scheme=scheme, bypass_csp=True)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        # Between two of the four layouts colours do not differ, and they take most of the time.
        assert violations(page, contrast=width in (1440, 390)) == []
        # With the menu or the search open nothing but the header is another.
        if page.locator(".menu").is_visible():
            page.locator(".menu summary").click()
            assert violations(page, ".top") == []
            page.locator(".menu summary").click()
        page.locator("#query").fill("科普")
        page.locator("#found a").first.wait_for()
        assert violations(page, ".top") == []
        page.keyboard.press("Escape")
    page.context.close()


def test_axe_finds_nothing_on_the_missing_page(chromium: Browser, site: Path, address: str) -> None:
    page = open_page(chromium, f"{address}/404.html", 390, bypass_csp=True)
    assert violations(page) == []
    page.context.close()


@pytest.mark.parametrize("kind", ["index", "tasks/t07", "targets/t07-skilled", "matrix", "targets", "bodies/towns"])
def test_axe_finds_nothing_in_elder_mode_and_demonstration(
    chromium: Browser, site: Path, demo: Path, kind: str
) -> None:
    for folder, elder in ((site, True), (demo, False), (demo, True)):
        for scheme in ("light", "dark"):
            page = open_page(chromium, (folder / f"{kind}.html").as_uri(), 390, scheme, bypass_csp=True)
            if elder:
                page.locator("#elder").click()
            assert violations(page) == [], (folder.name, elder, scheme)
            page.context.close()


@pytest.mark.parametrize("elder", [False, True])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_there_are_objections(chromium: Browser, demo: Path, scheme: str, elder: bool) -> None:
    for width in (1440, 320):
        page = open_page(chromium, (demo / "objections.html").as_uri(), width, scheme, bypass_csp=True)
        if elder:
            page.locator("#elder").click()
            assert page.evaluate(TARGETS) == []
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.context.close()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("kind", ["index", "tasks/t07", "matrix", "targets"])
def test_every_control_is_reached_with_tab(chromium: Browser, site: Path, kind: str, width: int) -> None:
    page = open_page(chromium, (site / f"{kind}.html").as_uri(), width)
    reachable = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
          .filter(e => e.checkVisibility({checkVisibilityCSS: true})).length"""
    )
    seen = []
    for _ in range(reachable + 1):
        page.keyboard.press("Tab")
        place = page.evaluate(FOCUS)
        if place is None:
            break
        assert place["id"] not in seen, ("a loop", place["what"])
        assert place["on"], ("focus off the screen", place["what"])
        assert place["ring"], ("focus not visible", place["what"])
        seen.append(place["id"])
    page.context.close()
    assert len(seen) == reachable


@pytest.mark.parametrize("kind", ["index", "tasks/t07", "matrix", "targets", "bodies/towns", "method"])
def test_reflow_at_four_times_zoom(chromium: Browser, site: Path, kind: str) -> None:
    """1280 pixels at 400 % are 320 pixels of the page, four device pixels each."""
    page = open_page(chromium, (site / f"{kind}.html").as_uri(), 320, device_scale_factor=4)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()


def _luminance(color: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (int(part) / 255 for part in re.findall(r"\d+", color)[:3])
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["index", "tasks/t07", "matrix", "bodies/union"])
def test_elder_mode(chromium: Browser, site: Path, kind: str, scheme: str) -> None:
    page = open_page(chromium, (site / f"{kind}.html").as_uri(), 390, scheme)
    assert page.locator("#elder").is_visible()
    page.locator("#elder").click()
    page.reload()
    assert page.locator("#elder").get_attribute("aria-pressed") == "true"
    page.locator(".menu summary").click()
    texts = page.evaluate(TEXTS)
    assert len(texts) > 20
    for text in texts:
        assert 20 <= text["size"] <= 30.5, text
        assert text["line"] >= 1.4999, text
        light, dark = sorted((_luminance(text["color"]), _luminance(text["back"])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 7, text
    small = page.evaluate(SMALL, CONTROLS)
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.locator("#elder").click()
    page.reload()
    assert page.locator("#elder").get_attribute("aria-pressed") == "false"
    page.context.close()


@pytest.mark.parametrize("width", [1440, 390])
def test_without_script_everything_but_search_is_there(chromium: Browser, site: Path, width: int) -> None:
    page = open_page(chromium, (site / "tasks" / "t07.html").as_uri(), width, java_script_enabled=False)
    assert page.locator("#query").is_hidden()
    if width < 1000:
        page.locator(".menu summary").click()
        page.locator(".menu").get_by_role("link", name="目标指标").click()
    else:
        page.locator(".columns").get_by_role("link", name="目标指标").click()
    assert page.locator("h1").inner_text() == "目标指标"
    assert page.locator("tr.target").count() == 23
    page.context.close()


def test_without_script_the_dark_scheme_is_the_system_s(chromium: Browser, site: Path) -> None:
    for scheme, dark in (("light", False), ("dark", True)):
        page = open_page(chromium, (site / "index.html").as_uri(), 390, scheme, java_script_enabled=False)
        back = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
        page.context.close()
        assert (_luminance(back) < 0.1) is dark


def test_the_policy_is_kept_with_everything_in_use(chromium: Browser, site: Path, address: str) -> None:
    assert "unsafe" not in policy()
    for base in (address, site.as_uri()):
        for kind in KINDS:
            page = open_page(chromium, "about:blank", 390)
            said: list[str] = []
            page.on("console", lambda message, said=said: said.append(message.text))
            page.on("pageerror", lambda error, said=said: said.append(str(error)))
            page.goto(f"{base}/{kind}.html")
            page.locator("#scheme").click()
            page.locator("#elder").click()
            page.locator("#query").fill("科普")
            page.locator("#found a").first.wait_for()
            if page.locator(".table-fold").count():
                page.locator(".table-fold summary").click()
            for select in page.locator(".table-tools select").all():
                select.select_option(index=1)
            page.context.close()
            assert said == [], kind


def test_pages_hold_no_script_or_style_of_their_own(site: Path) -> None:
    for path in site.rglob("*.html"):
        tree = html.parse(path).getroot()
        assert not tree.xpath("//script[not(@src)][not(@type='application/ld+json')] | //style | //@style"), path
        assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")], path
        given = tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        assert given == policy()
    for name, text in header_files().items():
        assert policy(header=True) in text
        assert not (site / name).exists()


@pytest.mark.parametrize(
    ("kind", "first", "next_"),
    [("tasks/t07", 45, 12), ("targets/t07-skilled", 45, 12), ("matrix", 45, 12), ("index", 45, 12)],
)
def test_pages_are_light(chromium: Browser, address: str, kind: str, first: int, next_: int) -> None:
    """In thousands of bytes as gzip sends them; the next page finds style and script in the cache."""
    page = open_page(chromium, "about:blank")
    bodies: dict[str, bytes] = {}
    page.on("response", lambda response: bodies.setdefault(response.url, response.body()))
    page.goto(f"{address}/{kind}.html", wait_until="networkidle")
    page.context.close()
    sizes = {url: len(gzip.compress(body, 6)) for url, body in bodies.items()}
    assert len(sizes) >= 6
    assert sum(sizes.values()) <= first * 1000, sizes
    assert sizes[f"{address}/{kind}.html"] <= next_ * 1000


def test_nothing_of_the_theme_but_its_style_is_shipped(site: Path) -> None:
    names = {path.relative_to(site).as_posix() for path in (site / "assets").rglob("*") if path.is_file()}
    style = {name for name in names if re.fullmatch(r"assets/stylesheets/main\.\w+\.min\.css", name)}
    ours = {"gable.svg", "share.png", "site.css", "print.css", "print-wide.css", "early.js", "site.js", "missing.js"}
    ours |= {"search.js", "search-index.js"}
    assert len(style) == 1
    assert names - style == {f"assets/{name}" for name in ours}


# --- filters ---------------------------------------------------------------------------------------


def shown(page: Page, selector: str) -> list[str]:
    return page.locator(f"{selector}:visible").evaluate_all("rows => rows.map(row => row.id)")


def test_filters_of_the_target_table_are_in_the_address(chromium: Browser, site: Path) -> None:
    page = open_page(chromium, (site / "targets.html").as_uri())
    ids = shown(page, "tr.target")
    page.locator(".table-fold summary").click()
    page.get_by_label("单位", exact=True).select_option(label="区总工会")
    assert shown(page, "tr.target") == [target for target in ids if target.startswith("t07-")]
    page.get_by_label("期限", exact=True).select_option(label="到2025年")
    assert shown(page, "tr.target") == ["t07-skilled", "t07-highly-skilled"]
    view = page.url
    page.goto((site / "index.html").as_uri())
    page.goto(view)
    assert shown(page, "tr.target") == ["t07-skilled", "t07-highly-skilled"]
    assert page.get_by_role("status").filter(has_text="显示 2 行").count() == 1
    page.get_by_label("单位", exact=True).select_option(label="全部")
    page.get_by_label("期限", exact=True).select_option(label="全部")
    assert len(shown(page, "tr.target")) == 23
    assert "?" not in page.url
    page.context.close()


def test_the_matrix_turned_follows_the_filters(chromium: Browser, site: Path) -> None:
    page = open_page(chromium, f"{(site / 'matrix.html').as_uri()}?body=women", 390)
    rows = page.locator(".turned li:visible > a")
    assert [text.split()[0] for text in rows.all_inner_texts()] == ["任务4", "任务6", "任务21"]
    assert page.evaluate("document.querySelector('.turned').scrollWidth <= innerWidth")
    page.get_by_label("单位", exact=True).select_option(label="全部")
    page.get_by_label("任务", exact=True).select_option(index=7)
    assert page.locator(".turned li:visible").all_inner_texts() == [
        "任务7 提升产业工人职业技能和综合素质\n1 区总工会、2 区人力资源社会保障局、3 各镇人民政府、4 各街道办事处"
    ]
    assert page.evaluate("document.querySelector('.turned li:not([hidden])').getBoundingClientRect().bottom") < 950
    page.locator(".fold summary").click()
    assert page.locator(".numbers th:visible").all_inner_texts() == ["责任单位", "7", "任务数"]
    assert page.locator(".actions th:visible").evaluate_all("heads => heads.map(head => head.colSpan)") == [1]
    page.context.close()


def test_what_a_reader_hears_of_the_matrix(site: Path) -> None:
    table = html.parse(site / "matrix.html").getroot().find_class("matrix")[0]
    assert len(table.xpath(".//tr[@class='titles']/th[@scope='col']")) == 22
    empty = table.xpath(".//tbody//td[contains(@class, 'none')]")
    assert len(empty) == 23 * 22 - 97
    assert all(cell.text is None and cell[0].get("aria-hidden") == "true" for cell in empty)


UNDER = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect();
  if (e === document.body) return null;
  const places = [[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]];
  const seen = places.filter(([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return top && (e.contains(top) || top.contains(e));
  });
  return {seen: seen.length, what: e.outerHTML.slice(0, 90)};
}"""


@pytest.mark.parametrize("elder", [False, True])
@pytest.mark.parametrize("width", [1440, 1280, 820, 390])
@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_focus_is_never_hidden_in_the_matrix(chromium: Browser, site: Path, key: str, width: int, elder: bool) -> None:
    """WCAG 2.4.11: where the focus is, no head lies above it."""
    page = open_page(chromium, (site / "matrix.html").as_uri(), width)
    if elder:
        page.locator("#elder").click()
    if width < 720:
        page.locator(".fold summary").click()
    page.locator(".table-scroll" if key == "Tab" else ".foot a >> nth=0").focus()
    hidden, count = [], 0
    for _ in range(260):
        page.keyboard.press(key)
        place = page.evaluate(UNDER)
        if place is None:
            break
        count += 1
        if not place["seen"]:
            hidden.append(place["what"])
    page.context.close()
    assert count > 150
    assert hidden == []


TARGETS = """() => [...document.querySelectorAll('a[href], button, input, select, summary')]
  .filter(e => e.checkVisibility() && !e.closest('.skip'))
  .map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 90)])
  .filter(([box]) => box.width < 43.9 || box.height < 43.9)
  .map(([box, what]) => `${box.width}x${box.height} ${what}`)"""


def test_no_target_is_small_in_elder_mode(chromium: Browser, site: Path) -> None:
    page = open_page(chromium, (site / "index.html").as_uri(), 390)
    page.locator("#elder").click()
    small = {}
    for path in sorted(site.rglob("*.html")):
        page.goto(path.as_uri())
        if found := page.evaluate(TARGETS):
            small[path.relative_to(site).as_posix()] = found
    page.context.close()
    assert small == {}


@pytest.mark.parametrize("kind", KINDS)
def test_elder_mode_clips_nothing_at_320(chromium: Browser, site: Path, demo: Path, kind: str) -> None:
    for folder in (site, demo):
        page = open_page(chromium, (folder / f"{kind}.html").as_uri(), 320)
        page.locator("#elder").click()
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.context.close()
        assert over <= 0, folder.name


@pytest.mark.parametrize("elder", [False, True])
@pytest.mark.parametrize("width", [390, 320])
def test_every_year_of_the_reports_is_in_sight(
    chromium: Browser, site: Path, demo: Path, width: int, elder: bool
) -> None:
    for folder in (site, demo):
        page = open_page(chromium, (folder / "reports.html").as_uri(), width)
        if elder:
            page.locator("#elder").click()
        over = page.locator(".table-scroll").first.evaluate("box => box.scrollWidth - box.clientWidth")
        page.context.close()
        assert over <= 1, folder.name


def test_forced_colours_show_which_switch_is_on(chromium: Browser, site: Path) -> None:
    page = open_page(chromium, (site / "index.html").as_uri(), 390, forced_colors="active")
    look = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e, '::before').content]"
    off = page.locator("#elder").evaluate(look)
    page.locator("#elder").click()
    on = page.locator("#elder").evaluate(look)
    page.context.close()
    assert off[0] != on[0]
    assert "✓" in on[1]
    assert "✓" not in off[1]


def test_more_contrast_where_it_is_wanted(chromium: Browser, site: Path) -> None:
    page = open_page(chromium, (site / "tasks" / "t07.html").as_uri(), 390, contrast="more")
    for text in page.evaluate(TEXTS):
        light, dark = sorted((_luminance(text["color"]), _luminance(text["back"])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 7, text
    page.context.close()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("kind", ["index", "tasks/t07", "matrix", "method"])
def test_on_a_phone_the_page_begins_soon(chromium: Browser, site: Path, kind: str, script: bool) -> None:
    """At most 110 of 844 pixels lie before the page's own words; the name and the menu share a row."""
    page = open_page(chromium, (site / f"{kind}.html").as_uri(), 390, java_script_enabled=script)
    assert page.locator("main").evaluate("e => e.getBoundingClientRect().top") <= 110
    name, menu = (page.locator(it).bounding_box() for it in (".brand span", ".menu summary"))
    assert name["x"] + name["width"] <= menu["x"]
    page.locator(".menu summary").click()
    assert page.locator(".menu nav").bounding_box()["width"] > 300
    page.context.close()


def test_filters_of_the_matrix(chromium: Browser, site: Path) -> None:
    page = open_page(chromium, f"{(site / 'matrix.html').as_uri()}?action=a03&sort=most")
    assert page.locator(".numbers th:visible").all_inner_texts() == ["责任单位", "6", "7", "任务数"]
    names = page.locator("tbody th:visible").all_inner_texts()
    assert names[:3] == ["各镇人民政府", "区科协", "各街道办事处"]
    assert len(names) == 23
    page.get_by_label("单位", exact=True).select_option(label="区妇联")
    assert page.locator("tbody th:visible").all_inner_texts() == ["区妇联"]
    page.keyboard.press("Tab")
    page.context.close()


# --- what tools miss -------------------------------------------------------------------------------


def test_tables_links_and_labels(site: Path) -> None:
    for path in site.rglob("*.html"):
        tree = html.parse(path).getroot()
        for table in tree.iter("table"):
            assert table.find("caption") is not None or table.get("class") is None, path
            assert all(th.get("scope") for th in table.iter("th")) or table.get("class") is None, path
        named: dict[str, set[str]] = {}
        for link in tree.find(".//article").iter("a"):
            name = (link.get("aria-label") or link.text_content()).strip()
            named.setdefault(name, set()).add(link.get("href"))
        for result in (it for it in tree.find_class("result") if it.get("class") != "result"):
            assert result.find_class("mark")[0].text_content().strip(), "a colour alone"
        for label in (*tree.xpath("//@aria-label | //@title | //@placeholder | //title/text()"),):
            assert not re.search(r"[A-Za-z]{3,}", re.sub(r"20\d\d-[a-z0-9-]+|PDF", "", label)), (path, label)
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        assert not [name for name in ids if re.fullmatch(r"_\d+", name)], path
