"""What is published, whole: every open-data file and every macro's HTML of the small plan as kept."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import pytest

from macros.judged.result import Result
from macros.site.render import VIEWS
from tests.tools.snapshots import RENEW, kept, snapshots

KEPT = kept()


@pytest.fixture(scope="module")
def made() -> Mapping[str, bytes]:
    return snapshots()


def difference(path: str, old: bytes, new: bytes) -> str:
    """The first lines that differ, and how to keep the new ones."""
    lines = difflib.unified_diff(
        old.decode().split("\n"), new.decode().split("\n"), f"kept/{path}", f"now/{path}", lineterm=""
    )
    shown = "\n".join(list(lines)[:60])
    return f"{path} is not as kept. Where the change is meant, run: {RENEW}, and read the difference\n{shown}"


@pytest.mark.parametrize("path", KEPT)
def test_published_as_kept(path: str, made: Mapping[str, bytes]) -> None:
    new = made.get(path, b"")
    assert new == KEPT[path], difference(path, KEPT[path], new)


def test_nothing_is_published_that_is_not_kept(made: Mapping[str, bytes]) -> None:
    assert not made.keys() - KEPT.keys(), f"run: {RENEW}"


def test_every_macro_is_kept() -> None:
    assert {path.split("/")[1].split(".")[0] for path in KEPT if path.startswith("html/")} == set(VIEWS)


def test_the_kept_records_have_every_result_but_one_that_time_alone_gives() -> None:
    texts = "".join(KEPT[path].decode() for path in KEPT if path.endswith("outcomes.json"))
    assert {result for result in Result if f'"{result.value}"' in texts} == set(Result) - {Result.UNDER_WAY}


def test_a_difference_says_how_to_renew() -> None:
    said = difference("open-data/dues.json", b"a\ntrue", b"a\nfalse")
    assert RENEW in said
    assert "-true\n+false" in said
