"""Strict YAML: what a scalar becomes, and where everything stands."""

from __future__ import annotations

import contextlib
import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.records.problem import DataError, Location
from macros.records.yaml_lines import load_yaml, locate


def load(folder: Path, text: str | bytes) -> object:
    path = folder / "x.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_yaml(folder, "x.yml")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("15", Decimal(15)),
        ("2.50", Decimal("2.50")),
        ("-3", Decimal(-3)),
        ("true", True),
        ("no", "no"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("007", "007"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        ("0x10", "0x10"),
        ("１５", "１５"),
        ('"15"', "15"),
        ("2025-12-31", datetime.date(2025, 12, 31)),
        ("'2025-12-31'", "2025-12-31"),
        ("“十四五”时期", "“十四五”时期"),
    ],
)
def test_nothing_is_guessed(tmp_path: Path, written: str, value: object) -> None:
    loaded = load(tmp_path, f"a: {written}\n")["a"]
    assert loaded == value
    assert type(loaded) is type(value)


def test_places(tmp_path: Path) -> None:
    data = load(tmp_path, "# 备注\na:\n  - b: 甲\n    c: [乙, 丙]\n")
    nowhere = Location("?")
    assert locate(data, ("a", 0, "b"), nowhere) == Location("x.yml", 3, 8)
    assert locate(data, ("a", 0, "c", 1), nowhere) == Location("x.yml", 4, 12)
    assert locate(data, ("a", 0, "missing"), nowhere) == Location("x.yml", 3, 5)


@pytest.mark.parametrize("raw", ["a: 甲\r\nb: 乙\r\n".encode(), "\ufeffa: 甲\nb: 乙\n".encode()])
def test_windows_files_are_read(tmp_path: Path, raw: bytes) -> None:
    assert load(tmp_path, raw) == {"a": "甲", "b": "乙"}


def test_a_remark_on_its_own_line_or_after_quotes_is_fine(tmp_path: Path) -> None:
    assert load(tmp_path, 'a: # 一\n  b: "乙" # 二\n  # 三\n  c: 甲#四\n') == {"a": {"b": "乙", "c": "甲#四"}}


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: '甲\n", 2), ("a: b: c\n", 1), ("a: [甲\nb: 乙\n", 2), ("a: 甲\n b: 乙\n", 2), ("a: @甲\n", 1)],
)
def test_broken_yaml_is_said_in_chinese(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(DataError) as error:
        load(tmp_path, text)
    (problem,) = error.value.problems
    assert problem.at.line == line
    assert not any("a" <= char <= "z" for char in problem.wrong.lower())


@given(st.binary(max_size=200))
def test_no_bytes_crash_it(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    with contextlib.suppress(DataError):
        load(tmp_path_factory.getbasetemp(), raw)
