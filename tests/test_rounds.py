"""The office sets rounds and who reports what: forms, dues and lateness follow; without them the published rule."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from macros.judged.account import Account
from macros.judged.asked import chosen, current, forms, rounds
from macros.published.tables import tables
from macros.records.problem import DataError
from macros.rules.checked import load_checked

DAY = datetime.date(2026, 6, 1)
ROUNDS = """rounds:
  - {id: 2024-annual, title: 2024年终, asks: annual, as_of: 2024-12-31, due_on: 2025-02-10}
  - {id: 2025-all, title: 2025年上半年, asks: all, as_of: 2025-06-30, due_on: 2025-07-15}
  - {id: 2025-annual, title: 2025年终, asks: annual, as_of: 2025-12-31, due_on: 2026-03-01}
"""
REPORTERS = """by: 某办
reporters:
  - {target: goal-readers, body: 区乙和丙局}
  - {target: t01-fairs, body: 各镇人民政府}
  - {target: t02-readers, body: 区乙和丙局}
  - {target: t02-writers, body: 区乙和丙局}
  - {target: t02-shops, body: 区甲管理局}
"""


def account(root: Path, rounds: str = "", reporting: str = "", today: datetime.date = DAY) -> Account:
    for name, text in (("rounds", rounds), ("reporting", reporting)):
        if text:
            (root / "data" / f"{name}.yml").write_text(text, encoding="utf-8")
    return Account(load_checked(root, today=today), today)


def test_without_a_file_the_latest_year_that_is_over_is_asked(tiny: Path) -> None:
    newest = current(account(tiny))
    assert newest
    assert (newest.id, newest.as_of, newest.due_on) == (
        "2025-annual",
        datetime.date(2025, 12, 31),
        datetime.date(2026, 1, 31),
    )
    assert all(form.derived for form in forms(account(tiny), newest))
    assert [it.year for it in rounds(account(tiny, today=datetime.date(2030, 1, 1)))] == [2025]


def test_a_round_that_asks_for_the_year_sets_the_day_it_is_due(tiny: Path) -> None:
    before = account(tiny).body_years["alpha", 2025]
    after = account(tiny, ROUNDS).body_years
    assert before.due_on == datetime.date(2026, 1, 31)
    assert after["alpha", 2025].due_on == datetime.date(2026, 3, 1)
    assert after["alpha", 2024].due_on == datetime.date(2025, 2, 10)
    assert after["alpha", 2023].due_on == datetime.date(2024, 1, 31), "no round asked for that year"
    assert before.days - after["alpha", 2025].days == 29
    (row,) = {row["due_on"] for row in rows(account(tiny, ROUNDS), "dues") if row["year"] == 2025}
    assert row == datetime.date(2026, 3, 1)


def rows(account: Account, name: str) -> list[dict]:
    return [row.model_dump() for table in tables(account) if table.name == name for row in table.rows]


def test_the_current_round_is_the_newest_whose_day_is_past(tiny: Path) -> None:
    for today, title in (("2025-06-30", "2024年终"), ("2025-07-01", "2025年上半年"), ("2026-01-01", "2025年终")):
        for path in (tiny / "data/progress").rglob("*.yml"):
            path.unlink()
        newest = current(account(tiny, ROUNDS, today=datetime.date.fromisoformat(today)))
        assert newest
        assert newest.title == title
    assert chosen(account(tiny, ROUNDS), "2025年上半年").id == chosen(account(tiny, ROUNDS), "2025-all").id
    with pytest.raises(DataError, match="没有“2025-al”这一轮（是否想写“2025-all”？）"):
        chosen(account(tiny, ROUNDS), "2025-al")


def test_before_any_round_has_come_its_forms_can_be_asked_for_by_name(tiny: Path) -> None:
    for path in (tiny / "data/progress").rglob("*.yml"):
        path.unlink()
    early = account(tiny, ROUNDS, today=datetime.date(2024, 12, 1))
    with pytest.raises(
        DataError, match=r"各轮都还没有过截至日期，最早的是“2024年终”（2024-12-31）（.*--round 2024-annual"
    ):
        chosen(early, None)
    assert forms(early, chosen(early, "2024-annual"))


def test_who_is_asked_and_who_is_late_follow_the_arrangement(tiny: Path) -> None:
    plain, arranged = account(tiny), account(tiny, reporting=REPORTERS)

    def due(of: Account, slug: str) -> list[str]:
        return [item.target.id if item.target else item.task_id for item in of.body_years[slug, 2025].due]

    assert due(plain, "beta") == ["t02-readers", "t02-writers", "t02-shops"]
    assert due(arranged, "beta") == ["t02-readers", "t02-writers", "goal-readers"]
    assert due(arranged, "alpha") == ["t01-villages", "t02-shops", "t03-villages", "t03-contest"]
    assert due(arranged, "towns") == ["t01-fairs", "t01-villages"]
    said = {(row["body"], row["target"]) for row in rows(arranged, "dues") if row["year"] == 2025}
    assert ("区乙和丙局", "goal-readers") in said
    assert ("区甲管理局", "t01-fairs") not in said


def test_others_see_read_only_what_one_reports(tiny: Path) -> None:
    arranged = account(tiny, ROUNDS, REPORTERS)
    found = {form.slug: form for form in forms(arranged, chosen(arranged, None))}
    shown = {request.about: request.reporter for request in found["alpha"].shown}
    assert shown["t02-readers"] == "区乙和丙局"
    assert "t02-readers" not in found["alpha"].by_about
    assert found["beta"].arranged == "某办的填报安排，非方案原文"


def test_what_a_round_asks(tiny: Path) -> None:
    mine = account(tiny, ROUNDS)
    annual = {r.about for form in forms(mine, chosen(mine, "2024-annual")) for r in (*form.asked, *form.shown)}
    whole = {r.about for form in forms(mine, chosen(mine, "2025-all")) for r in (*form.asked, *form.shown)}
    assert "t03-villages" not in annual, "a level is due at the end alone"
    assert "t03-villages" in whole
    half = [r for form in forms(mine, chosen(mine, "2025-all")) for r in form.asked]
    assert {r.as_of.isoformat() for r in half} == {"2025-06-30"}


def test_a_figure_of_an_earlier_day_is_no_answer_to_a_later_round(tiny: Path) -> None:
    path = tiny / "data/progress/2025/beta.yml"
    path.write_text(
        "body: 区乙和丙局\nrecords:\n  - id: 2025-beta-1\n    target: t02-readers\n    value: 3\n"
        "    as_of: 2025-06-30\n"
        "    reported_on: 2025-07-10\n    evidence: {title: 半年报}\n",
        encoding="utf-8",
    )
    mine = account(tiny, ROUNDS)
    form = next(form for form in forms(mine, chosen(mine, None)) if form.slug == "beta")
    assert form.by_about["t02-readers"].current is None
    assert form.by_about["t02-readers"].last_words == "3名（截至2025-06-30，区乙和丙局）"
    half = next(form for form in forms(mine, chosen(mine, "2025-all")) if form.slug == "beta")
    answered = half.by_about["t02-readers"].current
    assert answered
    assert answered.report.id == "2025-beta-1"


def test_a_successor_reports_what_was_arranged_for_the_body_before(tiny: Path) -> None:
    bodies = tiny / "data/bodies.yml"
    text = bodies.read_text(encoding="utf-8").replace(
        "  slug: beta\n  kind: single\n",
        "  slug: beta\n  kind: single\n  changes:\n"
        "    - {kind: merged, since: 2024-03-15, to: [区甲管理局], source: 某办〔2024〕3号}\n",
    )
    bodies.write_text(text, encoding="utf-8")
    mine = account(tiny, reporting=REPORTERS)
    due = [item.target.id for item in mine.body_years["alpha", 2025].due if item.target]
    assert "t02-readers" in due
    assert mine.body_years["beta", 2025].due == []


def test_an_arrangement_that_arranges_nothing_is_none(tiny: Path) -> None:
    empty = account(tiny, "rounds: []\n", "by: 某办\nreporters: []\n")
    newest = current(empty)
    assert newest
    found = forms(empty, newest)
    assert all(form.derived and not form.arranged for form in found)
    assert [form.edition for form in found] == [form.edition for form in forms(account(tiny), newest)]


MEMBER = "body: 各镇人民政府\nrecords:\n  - id: 2025-towns-9\n    target: t01-fairs\n    value: 2\n    member: 东镇\n"
WHEN = "    as_of: 2025-12-31\n    reported_on: 2026-01-10\n    evidence: {title: 年报}\n"


def test_a_sum_of_members_counts_only_when_all_are_in(tiny: Path) -> None:
    bodies = tiny / "data/bodies.yml"
    text = bodies.read_text(encoding="utf-8")
    bodies.write_text(
        text.replace('东镇, code: "100000001"}', '东镇, code: "100000001"}\n    - {name: 西镇, code: "100000002"}')
    )
    for path in (tiny / "data/progress").rglob("*.yml"):
        path.unlink()
    path = tiny / "data/progress/2025/towns.yml"
    path.write_text(MEMBER.replace("value: 2", "value: 1") + WHEN, encoding="utf-8")
    half = account(tiny, reporting=REPORTERS)
    (due,) = [item for item in half.body_years["towns", 2025].due if item.target and item.target.id == "t01-fairs"]
    assert not due.reported
    assert "西镇" in half.outcomes["t01-fairs"].sentence
    assert "区甲管理局" not in half.outcomes["t01-fairs"].sentence, "by arrangement nothing is due of it"
    west = MEMBER.partition("records:\n")[2].replace("towns-9", "towns-10").replace("东镇", "西镇")
    path.write_text(MEMBER + WHEN + west + WHEN, encoding="utf-8")
    whole = account(tiny)
    (due,) = [item for item in whole.body_years["towns", 2025].due if item.target and item.target.id == "t01-fairs"]
    assert due.reported
    assert "西镇没有报告" not in whole.outcomes["t01-fairs"].sentence


def test_what_a_round_costs_is_published_and_does_not_shrink_when_reports_come(tiny: Path) -> None:
    reported = account(tiny, ROUNDS)
    assert any(form.shown or any(r.current for r in form.asked) for form in forms(reported, chosen(reported, None)))
    told, costs = rows(reported, "rounds"), rows(reported, "burden")
    for path in (tiny / "data/progress").rglob("*.yml"):
        path.unlink()
    bare = account(tiny, ROUNDS)
    assert (told, costs) == (rows(bare, "rounds"), rows(bare, "burden"))
    for each in told:
        mine = [cost for cost in costs if cost["round"] == each["id"]]
        whole = [form for form in forms(bare, chosen(bare, each["id"])) if form.asked]
        assert each["recipients"] == len(mine) == len(whole)
        assert each["needed"] == sum(cost["needed"] for cost in mine) == sum(form.needed for form in whole)
        assert each["cells"] == sum(form.writable for form in whole)
        assert each["requests"] == sum(len(form.asked) for form in whole) > each["figures"], "each body is asked"


def test_with_an_arrangement_each_figure_is_asked_once(tiny: Path) -> None:
    every = "".join(
        f"  - {{target: {target}, body: {body}}}\n"
        for target, body in (
            ("t01-villages", "区甲管理局"),
            ("t03-villages", "区甲管理局"),
            ("t03-contest", "区甲管理局"),
        )
    )
    (each,) = rows(account(tiny, reporting=REPORTERS + every), "rounds")
    assert each["requests"] == each["figures"] == 8
    assert each["arranged"] == "某办的填报安排，非方案原文"
    told = rows(account(tiny), "reporting")
    assert {"target": "goal-readers", "task": None, "body": "区乙和丙局", "by": "某办"} in told


def test_what_another_body_has_reported_whole_is_not_asked_again(tiny: Path) -> None:
    path = tiny / "data/progress/2025/alpha.yml"
    record = "  - id: 2025-alpha-9\n    target: t02-readers\n    value: 12\n"
    path.write_text(f"body: 区甲管理局\nrecords:\n{record}{WHEN}", encoding="utf-8")
    mine = account(tiny)
    found = {form.slug: form for form in forms(mine, chosen(mine, None))}
    assert "t02-readers" not in found["beta"].by_about, "the rules refuse a second whole figure"
    (row,) = [row for row in found["beta"].shown if row.about == "t02-readers"]
    assert (row.reporter, row.arranged, row.elsewhere) == ("区甲管理局", False, False)
    assert row.last_words == "12名（截至2025-12-31，区甲管理局）"
    assert "t02-readers" in found["alpha"].by_about
    path.write_text(f"body: 区甲管理局\nrecords:\n{record}    part: true\n{WHEN}", encoding="utf-8")
    parts = account(tiny)
    assert "t02-readers" in {form.slug: form for form in forms(parts, chosen(parts, None))}["beta"].by_about


@pytest.mark.parametrize(("reported_on", "answers"), [("2025-07-10", False), ("2026-01-10", True)])
def test_a_half_years_figure_answers_only_if_it_came_with_the_years(
    tiny: Path, reported_on: str, answers: bool
) -> None:
    record = MEMBER.partition("records:\n")[2].replace("    member: 东镇\n", "").replace("towns-9", "towns-19")
    text = f"body: 各镇人民政府\nrecords:\n{record}{WHEN}"
    text = text.replace("2025-12-31", "2025-06-30").replace("2026-01-10", reported_on)
    (tiny / "data/progress/2025/towns.yml").write_text(text.replace("t01-fairs", "t01-villages"), encoding="utf-8")
    bodies = tiny / "data/bodies.yml"
    whole = bodies.read_text(encoding="utf-8").partition("  members:")[0]
    bodies.write_text(whole, encoding="utf-8")
    mine = account(tiny)
    form = next(form for form in forms(mine, chosen(mine, None)) if form.slug == "towns")
    assert (form.by_about["t01-villages"].current is not None) is answers
