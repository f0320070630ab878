"""What people wrote in a file of records stays byte for byte; what comes to it reads as it was meant."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from macros.forms.seen import Seen
from macros.forms.words import words
from macros.forms.yaml_out import new_file, with_field, with_records
from macros.records.load import parse
from macros.records.progress import ReportFile
from macros.records.yaml_lines import parse_yaml

RECORD: dict[str, Any] = {
    "id": "2025-union-t07-skilled-2",
    "target": "t07-skilled",
    "value": Decimal("12.50"),
    "as_of": datetime.date(2025, 12, 31),
    "reported_on": datetime.date(2026, 1, 5),
    "evidence": {"title": "关于，x：[2025]{a} #1", "url": "https://www.gov.cn/x?a=1,2&b=3"},
}
FIELDS = frozenset(("id", "target", "value", "as_of", "reported_on", "evidence", "title", "url", "summary", "note"))
OLD = [
    "body: 区总工会\nrecords:\n  - id: 2025-x-1 # 备注\n    value: 1\n\n# 末尾的话\n",
    "records:\n- id: 2025-x-1\n  value: 1\nbody: 区总工会\n",
    "body: 区总工会\nrecords: []\n",
    "body: 区总工会\r\nrecords:\r\n    - {id: 2025-x-1, value: 1}\r\n      # 深处的话\r\n",
    "\ufeffbody: 区总工会\nrecords: [{id: 2025-x-1}]",
    "body: 区总工会\nrecords:\n  - id: 2025-x-1\n    note: |\n      一\n      # 不是备注\n    # 备注",
    "body: 区总工会\nrecords:\n  - id: 2025-x-1\n    value: 1\n\n\n  # 上面的作废\n",
]


def plain(text: str) -> Any:
    return yaml.load(text, Loader=yaml.BaseLoader)


@pytest.mark.parametrize("old", OLD)
def test_what_stood_there_stays_byte_for_byte(old: str) -> None:
    new = with_records(old.encode(), [RECORD]).decode()
    start = next(n for n in range(len(old) + 1) if n == len(old) or old[n] != new[n])
    ends = range(len(old) - start, -1, -1)
    assert any(new.endswith(old[len(old) - size :]) and size >= len(old) - start for size in ends), new
    assert plain(new)["records"][:-1] == plain(old)["records"]
    assert plain(new)["records"][-1]["id"] == RECORD["id"]
    assert ("\r\n" in new) == ("\r\n" in old)
    assert "\n\n\n" not in new.replace(old[:start], "") or "\n\n\n" in old


def test_a_field_comes_to_one_record_alone() -> None:
    old = with_records(OLD[0].encode(), [RECORD])
    new = with_field(old, "2025-x-1", "confirmed", "核对过：是")
    assert new.replace("    confirmed: 核对过：是\n".encode(), b"") == old
    assert plain(new.decode())["records"][0]["confirmed"] == "核对过：是"
    with pytest.raises(KeyError):
        with_field(old, "2025-x-9", "confirmed", "x")


TEXT = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"), blacklist_characters="\u00a0"),
    min_size=1,
).filter(lambda text: text.strip() == text and parse_safe(text))


def parse_safe(text: str) -> bool:
    """Whether a returned cell may hold it: what the strict reader refuses in any file is told at the cell before."""
    return isinstance(words(Seen(text, text, "s")), str)


@given(TEXT, TEXT, st.decimals(0, 10**9, places=2), st.dates(datetime.date(2022, 1, 1), datetime.date(2025, 12, 31)))
def test_whatever_a_cell_may_hold_is_read_as_it_was_written(
    title: str, note: str, value: Decimal, day: datetime.date
) -> None:
    record = {**RECORD, "value": value, "as_of": day, "note": note, "evidence": {"title": title}}
    raw = new_file("区总工会", [record, {**record, "id": "2025-b"}], demo=False).decode()
    read = parse(parse_yaml(raw, "f.yml", FIELDS | {"body", "records", "demo"}), ReportFile, "f.yml")
    for each in read.records:
        assert (each.evidence and each.evidence.title, each.note, each.value, each.as_of) == (title, note, value, day)
    again = with_records(raw.encode(), [{**record, "id": "2025-c"}]).decode()
    assert len(parse(parse_yaml(again, "f.yml", FIELDS | {"body", "records"}), ReportFile, "f.yml").records) == 3


@pytest.mark.parametrize(
    "word", ["是", "yes", "null", "2025-12-31", "0210", "1e5", "~", "# 一", "- 一", "a: b", "一\n二", "'", '"', "\\"]
)
def test_words_that_yaml_takes_for_something_else_stay_words(word: str) -> None:
    raw = new_file("区总工会", [{**RECORD, "note": word}], demo=False).decode()
    (record,) = parse(parse_yaml(raw, "f.yml", FIELDS | {"body", "records"}), ReportFile, "f.yml").records
    assert record.note == word
