"""The list of earlier editions says what stood on each day, and what differed, as the history has it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from macros.published import editions as module
from macros.published.release import release
from macros.site.views.home import home
from macros.site.views.notices import notices
from tests.projects import program, run
from tests.test_earlier import BEFORE, HALF, day
from tests.test_history import commit, edit, git

CORRECTION = """  - id: 2024-alpha-villages-2
    target: t03-villages
    covered: 4
    total: 4
    as_of: 2024-12-31
    reported_on: 2025-02-01
    evidence: {title: 年报}
    corrects: 2024-alpha-villages
    reason: 漏计一个村
"""
VERIFIED = "verification: {method: 现场核实, by: 各镇人民政府, checked_on: 2026-05-01}"


@pytest.fixture
def kept(tiny: Path) -> Path:
    git(tiny, "init", "-q", "-b", "main")
    commit(tiny, "2026-03-04")
    return tiny


@pytest.fixture
def grown(kept: Path) -> Path:
    """Three days: the first records, one more, and a verification of the first."""
    edit(kept, BEFORE, HALF + BEFORE)
    commit(kept, "2026-05-06")
    edit(kept, "held: true", f"held: true\n    {VERIFIED}")
    commit(kept, "2026-05-08")
    return kept


def test_the_days_are_those_on_which_records_changed(grown: Path) -> None:
    (grown / "README.md").write_text("x", encoding="utf-8")
    commit(grown, "2026-06-09")  # no record changed
    found = release(grown).editions
    assert [it.day.isoformat() for it in found] == ["2026-05-08", "2026-05-06", "2026-03-04"]
    assert [len(it.came) for it in found] == [0, 1, 6]
    assert found[0].amended == ["2024-alpha-contest"]
    assert [it.records for it in found] == [7, 7, 6]
    assert all(len(it.commit) == 12 for it in found)


def test_an_editions_file_is_what_the_edition_of_that_day_publishes(grown: Path) -> None:
    targets = grown / "data" / "targets.yml"
    text = targets.read_text(encoding="utf-8")
    targets.write_text(text.replace("measure: flow", "measure: stock"), encoding="utf-8")
    commit(grown, "2026-05-10")
    made = release(grown)
    assert len(made.editions) == 3
    for it in made.editions:
        told = json.loads(made.files[it.path])
        then = release(grown, as_of=it.day)
        for name in ("progress", "outcomes"):
            (table,) = (table for table in then.tables if table.name == name)
            assert told[name] == table.plain
        assert told["as_of"] == it.day.isoformat()
        assert told["commit"] == then.stamp.commit
        assert [old.day for old in then.editions] == [old.day for old in made.editions if old.day <= it.day]


def test_what_is_not_committed_is_in_no_edition(grown: Path) -> None:
    edit(grown, BEFORE, HALF.replace("-half", "-third").replace("06-30", "09-30") + BEFORE)
    made = release(grown)
    assert "2024-alpha-third" in made.account.by_id
    assert made.editions[0].records == 7


def test_results_that_changed_are_named(grown: Path) -> None:
    first = release(grown).editions[-1]
    assert first.moves
    assert all(move.old.value == "not_reported" for move in first.moves)
    assert release(grown).editions[1].moves == []


def test_old_editions_are_listed_without_a_file(grown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT", 1)
    assert [it.path for it in release(grown).editions] == ["editions/2026-05-08.json", "", ""]
    monkeypatch.setattr(module, "KEPT", 100)
    monkeypatch.setattr(module, "KEPT_BYTES", 1)
    assert [it.path for it in release(grown).editions] == ["editions/2026-05-08.json", "", ""]


def test_without_history_there_is_no_list(tiny: Path) -> None:
    assert release(tiny).editions == []


def test_a_page_says_what_was_corrected_after_it_first_showed_it(kept: Path) -> None:
    edit(kept, BEFORE, CORRECTION + BEFORE)
    assert "tasks/t03.md" not in notices(release(kept))  # 2024-alpha-fairs was corrected before it was published
    commit(kept, "2026-05-06")
    found = notices(release(kept))
    (notice,) = found["tasks/t03.md"].listed
    assert notice.words == "区甲管理局报告的2024年村由覆盖3个，共4个更正为覆盖4个，共4个"
    assert (notice.day, notice.reason) == (day("2026-05-06"), "漏计一个村")
    others = ("actions/a02.md", "bodies/alpha.md", "targets/t03-villages.md")
    assert all(found[page].listed == [notice] for page in others)
    assert (found["targets.md"].count, found["targets.md"].listed) == (1, [])
    assert home(release(kept)).corrected == 1
    assert not found.keys() & {"tasks/t01.md", "goals.md"}


@pytest.mark.slow
def test_the_site_of_a_day_says_on_every_page_that_it_is_an_earlier_one(tmp_path: Path) -> None:
    root = program(tmp_path / "project", small=True)
    git(root, "init", "-q", "-b", "main")
    commit(root, "2026-03-04")
    edit(root, BEFORE, HALF + BEFORE)
    commit(root, "2026-05-06")
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        text.replace("# site_url: ", "site_url: https://example.org/ # "), encoding="utf-8"
    )
    site = tmp_path / "site"
    built = run(root, "scripts.build", "--as-of", "2026-05-05", "--site", str(site), "--no-print")
    assert built.returncode == 0, built.stderr
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        text = page.read_text(encoding="utf-8")
        name = "" if page.name == "404.html" else page.relative_to(site).as_posix().removesuffix("index.html")
        assert "这是 2026-05-05 的版本，不是现在的" in text, page
        assert f'href="https://example.org/{name}">看现在的版本' in text or page.name == "index.html", page
        assert '<meta name="robots" content="noindex">' in text
    assert "2024-alpha-half" not in (site / "changes.html").read_text(encoding="utf-8")
    assert json.loads((site / "open-data" / "edition.json").read_bytes())["as_of"] == "2026-05-05"
    assert run(root, "scripts.build", "--as-of", "2026-05-05").returncode == 1  # never in the place of today's
    built = run(root, "scripts.build", "--as-of", "2026-03-03", "--site", str(tmp_path / "other"))
    assert "版本库里最早的版本是 2026-03-04 的" in built.stderr
    assert not (tmp_path / "other").exists()
