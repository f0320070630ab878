"""Out, filled, in, out again: what was filled is what is shown; what nobody filled changes nothing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macros.forms.answers import Answer
from macros.forms.entries import entry
from macros.forms.returns import Asked, read_file
from macros.forms.seen import Seen
from macros.forms.words import evidence_wrong, words
from macros.forms.workbook import bytes_of
from macros.forms.yaml_out import new_file
from macros.judged.asked import Form, chosen
from macros.judged.cells import Cell, Kind, answer, evidence_of, evidence_words, joined, parted
from macros.published.release import release
from macros.records.load import parse
from macros.records.progress import Evidence, ReportFile
from macros.records.yaml_lines import parse_yaml
from tests.filling import TODAY, project

FREE = st.text(
    "甲乙丙丁，。；：、（）《》“”=＝+＋-－@＠#{}[]|>&*!%'\"\\0123456789 abcXYZ\n", min_size=1, max_size=30
).filter(lambda text: words(Seen(text, text, "s")) == text)
"""What a cell may hold: what begins like a formula and what YAML takes for its own among it."""
WHY_NOT = ("未统计", "不涉及", "暂无官方数据")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    root = tmp_path_factory.mktemp("trip") / "project"
    project(root)
    account = release(root, progress=root / "tests/demo/progress", today=TODAY).account
    return Asked(account, chosen(account, None))


def _cell(draw: st.DrawFn, key: str, cell: Cell, kind: Kind) -> str:
    if cell.options:
        return draw(st.sampled_from(cell.options))
    if cell.digits:
        return str(draw(st.integers(1, 99)))
    if key == "as_of":
        return draw(st.dates(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))).isoformat()
    return draw(FREE)


@st.composite
def filled(draw: st.DrawFn, form: Form) -> dict[str, dict[str, str]]:
    """Cells of every row, as the form wants them."""
    rows = {}
    for request in form.asked:
        row = {key: _cell(draw, key, cell, request.kind) for key, cell in request.cells.items()}
        for key in ("progress", "problem", "cause", "next", "why"):
            if draw(st.booleans()) and not (key == "progress" and request.kind is Kind.STATE):
                row.pop(key, None)
        if row.get("status") in WHY_NOT:
            for key in ("value", "second", "basis", "scope"):
                row.pop(key, None)
            row["why"] = row.get("why", "没有统计过")
        if "cause" in row and not {"progress", "problem"} & set(row):
            row.pop("cause")
        if request.kind is Kind.COVERAGE and "value" in row:
            row["second"] = str(max(int(row["value"]), int(row["second"])))
        title, url = evidence_of(row["evidence"])
        told = joined(row.get("progress", ""), row.get("problem", ""), row.get("next", ""))
        kept = parted(told) == (row.get("progress", ""), row.get("problem", ""), row.get("next", ""))
        if (
            not kept
            or evidence_wrong(row["evidence"])
            or evidence_words(Evidence(title=title, url=url)) != row["evidence"]
        ):
            row |= {"evidence": "统计表", "progress": "做了一件事"}
            row = {key: text for key, text in row.items() if key not in ("problem", "next", "cause")}
        rows[request.about] = row
    return rows


def _said(form: Form, rows: Mapping[str, Mapping[str, str]]) -> dict[tuple[str, str], str]:
    return {(request.about, key): rows[request.about].get(key, "") for request in form.asked for key in request.cells}


@pytest.mark.parametrize("slug", ["union", "science-association", "scitech", "women", "towns-341002100"])
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_was_filled_is_what_is_shown(slug: str, data: st.DataObject, collected: Asked) -> None:
    form = collected.forms(collected.round.id)[slug]
    rows = data.draw(filled(form))
    raw = bytes_of(form, filled={**_said(form, rows), ("", "日期"): "2026-01-12"})
    (each,) = read_file(raw, "表.xlsx", collected).returned
    assert [fault for fault in each.faults if fault.blocks] == []
    assert {about: dict(row.texts) for about, row in each.answers.items()} == rows
    for about, row in each.answers.items():
        _shows(form, about, row, rows[about])


def _shows(form: Form, about: str, row: Answer, said: Mapping[str, str]) -> None:
    """The record that a row becomes, read from its file, fills the row with the same words."""
    made = entry(form, row, datetime.date(2026, 1, 12))
    assert made is not None
    assert made.record is not None
    text = new_file(form.body.name, [{"id": "2025-a", **made.record}], demo=True).decode()
    (report,) = parse(parse_yaml(text, "f.yml"), ReportFile, "f.yml").records
    shown = answer(form.by_about[about].kind, report)
    cells = form.by_about[about].cells
    assert {key: text for key, text in shown.items() if key in cells and (key != "scope" or key in said)} == said


def test_what_nobody_filled_changes_nothing(collected: Asked) -> None:
    for form in collected.forms(collected.round.id).values():
        (each,) = read_file(bytes_of(form), "表.xlsx", collected).returned
        assert not each.touched
