"""A plan ten times over stays usable: no page and no part of the search index too big, and nothing lost."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.tools.grown import PROGRESS, grown, run

pytestmark = pytest.mark.slow

PAGE, INDEX = 350_000, 1_000_000
"""Bytes of one page (a third of what one may have, so that a plan three times larger yet holds), and of one file of
the search index."""
PART = re.compile(r"(\[.*\])\.forEach\(.*searchIndex\.(\w+)\[([0-9]+) \+ at\].*\n")

Ids = dict[str, set[str]]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with its plan ten times over, and its site with made-up records beside it."""
    folder = grown(tmp_path_factory.mktemp("large") / "project", 10)
    options = ("--no-print", "--progress", PROGRESS.as_posix(), "--today", "2026-06-01")
    run(folder, "scripts.build", *options, "--site", str(folder.parent / "made"))
    return folder


@pytest.fixture(scope="module")
def made(root: Path) -> Path:
    return root.parent / "made"


@pytest.fixture(scope="module")
def ids(made: Path) -> Ids:
    """What can be linked to, by page."""
    pages = made.rglob("*.html")
    return {it.relative_to(made).as_posix(): set(re.findall(r' id="([^"]+)"', it.read_text("utf-8"))) for it in pages}


def published(made: Path, table: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((made / "open-data" / f"{table}.json").read_text("utf-8"))
    return found


def test_no_page_is_too_big(made: Path) -> None:
    sizes = {path.relative_to(made).as_posix(): path.stat().st_size for path in made.rglob("*.html")}
    assert len(sizes) > 450
    assert {page: size for page, size in sizes.items() if size > PAGE} == {}


def test_no_file_of_the_index_is_too_big_and_all_parts_make_a_whole(made: Path) -> None:
    first = (made / "assets" / "search-index.js").read_text("utf-8")
    index = json.loads(first.removeprefix("const searchIndex = ").removesuffix(";\n"))
    files = [made / "assets" / f"{name}.js" for name in ("search-index", *index["parts"])]
    assert {path.name: path.stat().st_size for path in files if path.stat().st_size > INDEX} == {}
    assert len(files) > 2
    for path in files[1:]:
        found = PART.fullmatch(path.read_text("utf-8"))
        assert found
        assert len(index[found[2]]) == int(found[3])  # named in order
        index[found[2]] += json.loads(found[1])
    assert {at for page in index["pages"] for _, at in page[4]} == set(range(len(index["texts"])))
    assert {page[0] for page in index["pages"]} >= {"tasks/t220.html", "bodies/towns-c10.html"}


def test_search_finds_every_target_where_its_row_is(root: Path, made: Path, ids: Ids) -> None:
    found = {}
    for path in made.glob("assets/search-*.js"):
        text = path.read_text("utf-8")
        part = PART.fullmatch(text)
        if part and part[2] == "pages":
            pages = json.loads(part[1])
        elif path.name == "search-index.js":
            pages = json.loads(text.removeprefix("const searchIndex = ").removesuffix(";\n"))["pages"]
        else:
            continue
        found |= {blocks[0][0]: url for url, _, kind, _, blocks in pages if kind == "目标"}
    targets = yaml.safe_load((root / "data" / "targets.yml").read_text("utf-8"))
    assert found.keys() == {target["id"] for target in targets}
    assert [target for target, url in found.items() if target not in ids[url]] == []


def test_every_target_and_record_has_its_place(root: Path, made: Path, ids: Ids) -> None:
    targets = {it["id"] for it in yaml.safe_load((root / "data" / "targets.yml").read_text("utf-8"))}
    overviews = {page: have for page, have in ids.items() if page.startswith("actions/") or page == "goals.html"}
    assert targets - set().union(*overviews.values()) == set()
    records = re.findall(r"^ *- id: (\S+)$", "\n".join(_progress(root)), re.MULTILINE)
    assert len(records) > 500
    assert set(records) - set().union(*ids.values()) == set()
    logged = [it for page, have in ids.items() if page == "changes.html" or page.startswith("bodies/") for it in have]
    assert [record for record in records if logged.count(record) != 1] == []


def _progress(root: Path) -> Iterator[str]:
    return (path.read_text("utf-8").replace("'", "") for path in sorted((root / PROGRESS).glob("*/*.yml")))


def test_every_cell_of_the_matrix_has_its_place(root: Path, made: Path) -> None:
    plan = yaml.safe_load((root / "data" / "plan.yml").read_text("utf-8"))
    assert 'class="matrix' not in (made / "matrix.html").read_text("utf-8")
    for action in plan["actions"]:
        html = (made / "actions" / f"{action['id']}.html").read_text("utf-8")
        found = re.findall(r'href="\.\./tasks/(t[0-9]+)\.html" aria-label="任务[0-9]+，第([0-9]+)位"', html)
        wanted = [(task["id"], str(at)) for task in action["tasks"] for at, _ in enumerate(task["responsible"], 1)]
        assert sorted(found) == sorted(wanted)
        assert html.count('id="matrix-caption"') == 1


def test_every_link_to_a_place_finds_it(made: Path, ids: Ids) -> None:
    links = []
    for page in ids:
        folder = posixpath.dirname(page)
        for path, anchor in re.findall(r'href="([^":#]*)#([^"]+)"', (made / page).read_text("utf-8")):
            links.append((page, posixpath.normpath(posixpath.join(folder, path)) if path else page, anchor))
    feed = (made / "changes.xml").read_text("utf-8")
    links += [("changes.xml", *link) for link in re.findall(r'href="([^"#]*)#([^"]+)"', feed)]
    assert sum(link[0] == "changes.xml" for link in links) > 500
    assert all(
        link[1].startswith(("targets/", "tasks/", "objections.html")) for link in links if link[0] == "changes.xml"
    )
    # The page for addresses that do not exist may stand at any depth: its links begin at the root.
    assert [link for link in links if link[2] not in ids.get(link[1].removeprefix("/"), ())] == []


def test_what_is_missing_stands_on_each_bodys_page_where_it_is_much(made: Path) -> None:
    page = (made / "reports.html").read_text("utf-8")
    listed = page.split('id="missing"')[1]
    assert "事项列在各单位的页面上" in listed
    assert "<details" not in listed
    links = re.findall(r'<li><a href="(bodies/[^"]+)">[^<]+</a>：', listed)
    assert len(links) > 200
    for link in links:
        assert "还没有报告的" in (made / link).read_text("utf-8")
