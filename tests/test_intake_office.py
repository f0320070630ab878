"""A form that LibreOffice has opened and saved, as .xlsx, .xls and .ods, says what the filled one said."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from macros.forms.returns import Asked, File, read_file
from macros.judged.asked import chosen
from macros.published.release import release
from tests.filling import TODAY, Workbook, project
from tests.tools.office import convert, libreoffice

pytestmark = pytest.mark.slow

SLUGS = ("union", "science-association", "office-members", "towns-341002100")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    root = tmp_path_factory.mktemp("office") / "project"
    project(root)
    account = release(root, progress=root / "tests/demo/progress", today=TODAY).account
    return Asked(account, chosen(account, None))


@pytest.fixture(scope="module")
def filled(collected: Asked, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("filled")
    places = {}
    for slug in SLUGS:
        places[slug] = folder / f"{slug}.xlsx"
        book = Workbook(collected.forms(collected.round.id)[slug]).fill()
        first = next(iter(book.form.by_about))
        places[slug].write_bytes(book.put(first, "evidence", "=不是公式；＝也不是 https://www.gov.cn/a").raw)
    return places


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> None:
    tool = libreoffice()
    monkeypatch.setenv("SOFFICE", tool.executable)
    monkeypatch.setenv("LD_LIBRARY_PATH", tool.env.get("LD_LIBRARY_PATH", ""))


def told(file: File) -> list[str]:
    return [str(each) for each in (*file.faults, *(fault for form in file.returned for fault in form.faults))]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_saved_by_another_program_it_says_the_same(
    kind: str, filled: Mapping[str, Path], collected: Asked, tmp_path: Path, office: None
) -> None:
    saved = convert(list(filled.values()), kind, tmp_path)
    for slug, path in zip(filled, saved, strict=True):
        before = read_file(filled[slug].read_bytes(), f"{slug}.xlsx", collected)
        after = read_file(path.read_bytes(), path.name, collected)
        assert told(after) == []
        assert told(before) == []
        (one,), (other,) = before.returned, after.returned
        assert {about: answer.texts for about, answer in other.answers.items()} == {
            about: answer.texts for about, answer in one.answers.items()
        }
        assert (other.form.slug, other.reported_on, other.signed) == (slug, one.reported_on, one.signed)


def test_without_libreoffice_it_says_how_to_save(
    filled: Mapping[str, Path], collected: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = convert([filled["union"]], "xls", tmp_path)
    monkeypatch.setenv("SOFFICE", str(tmp_path / "nothing"))
    (said,) = told(read_file(path.read_bytes(), "区总工会.et", collected))
    assert "旧格式的表格（.et）" in said
    assert "另存为" in said
