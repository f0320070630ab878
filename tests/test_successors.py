"""Bodies change after the plan was issued: the text stays, the successor reports, each change has its source."""

from __future__ import annotations

import datetime
from pathlib import Path

from macros.judged.account import Account
from macros.print.matrices import matrices
from macros.published.tables import tables
from macros.rules.checked import load_checked
from scripts.split_plan import split_plan

DAY = datetime.date(2026, 6, 1)
RECORD = """records:
  - id: 2025-{slug}-1
    target: t02-readers
    value: 4
    as_of: 2025-12-31
    reported_on: 2026-01-10
    evidence: {{title: 年报}}
"""


def changed(root: Path, lines: str, *, more: str = "", body: str = "", slug: str = "") -> Account:
    path = root / "data" / "bodies.yml"
    text = path.read_text(encoding="utf-8").replace(
        "  slug: beta\n  kind: single\n", f"  slug: beta\n  kind: single\n{lines}"
    )
    path.write_text(text + more, encoding="utf-8")
    if slug:
        record = root / "data" / "progress" / "2025" / f"{slug}.yml"
        record.write_text(f"body: {body}\n{RECORD.format(slug=slug)}", encoding="utf-8")
    split_plan(root)
    return Account(load_checked(root), DAY)


def rows(account: Account, name: str) -> list[dict]:
    return next(table for table in tables(account) if table.name == name).plain


def test_a_renamed_body_reports_under_its_new_name_at_its_old_address(tiny: Path) -> None:
    change = "  changes:\n    - {kind: renamed, since: 2024-03-15, to: [区丙局], source: 某办〔2024〕3号}\n"
    account = changed(tiny, change, body="区丙局", slug="beta")
    (row,) = [row for row in rows(account, "progress") if row["id"] == "2025-beta-1"]
    assert (row["body"], row["reported_as"]) == ("区乙和丙局", "区丙局")
    (body,) = [row for row in rows(account, "bodies") if row["slug"] == "beta"]
    assert body["told"] == "2024年3月15日更名为区丙局，依据：某办〔2024〕3号"
    assert body["printed_in"] == {"区乙和丙局": ["t02"]}


def test_a_renamed_body_verifies_and_signs_under_its_new_name(tiny: Path) -> None:
    change = "  changes:\n    - {kind: renamed, since: 2024-03-15, to: [区丙局], source: 某文}\n"
    verified = "    verification: {method: 查阅资料, by: 各镇人民政府, checked_on: 2026-03-01}\n"
    path = tiny / "data" / "progress" / "2025" / "alpha.yml"
    record = RECORD.format(slug="alpha") + "    joint_with: [区丙局]\n" + verified.replace("各镇人民政府", "区丙局")
    path.write_text("body: 区甲管理局\n" + record, encoding="utf-8")
    due = changed(tiny, change).body_years["beta", 2025].due
    assert [item.reported for item in due if item.target and item.target.id == "t02-readers"] == [True]


def test_a_merged_body_is_followed_by_another(tiny: Path) -> None:
    change = "  changes:\n    - {kind: merged, since: 2024-03-15, to: [各镇人民政府], source: 某文}\n"
    account = changed(tiny, change)
    due = {body: [item.task.id for item in account.body_years[body, 2024].due] for body in ("beta", "towns")}
    assert due["beta"] == []
    assert "t02" in due["towns"]
    assert "t02" in [item.task.id for item in account.body_years["beta", 2023].due]
    told = {row["slug"]: row.get("told") for row in rows(account, "bodies")}
    assert told["beta"] == "2024年3月15日并入各镇人民政府，依据：某文"
    assert told["towns"] == "区乙和丙局2024年3月15日并入，依据：某文"
    assert told["alpha"] is None


def test_the_printed_matrix_marks_who_changed(tiny: Path) -> None:
    change = "  changes:\n    - {kind: renamed, since: 2024-03-15, to: [区丙局], source: 某文}\n"
    account = changed(tiny, change)
    position = {(row["task"], row["body"]): row["position"] for row in rows(account, "responsibilities")}
    (part,) = matrices(rows(account, "plan")["actions"], rows(account, "bodies"), position)
    assert part.told == [("区乙和丙局", "2024年3月15日更名为区丙局，依据：某文")]


def test_a_split_body_is_followed_by_new_ones(tiny: Path) -> None:
    change = "  changes:\n    - {kind: split, since: 2024-03-15, to: [区丁局, 区戊局], source: 某文}\n"
    new = "".join(
        f"- name: {name}\n  slug: {slug}\n  kind: single\n  set_up: {{since: 2024-03-15, source: 某文}}\n"
        for name, slug in (("区丁局", "delta"), ("区戊局", "epsilon"))
    )
    account = changed(tiny, change, more=new, body="区丁局", slug="delta")
    assert "t02" in [item.task.id for item in account.body_years["epsilon", 2025].due]
    assert account.project.index.tasks_of["delta"] == []
    assert "2024年3月15日新设" in account.project.index.bodies["delta"].history
    (delta,) = [row for row in rows(account, "bodies") if row["slug"] == "delta"]
    assert delta["told"].endswith("；2024年3月15日由区乙和丙局分设，依据：某文")


def test_a_dissolved_body_owes_nothing_more(tiny: Path) -> None:
    account = changed(tiny, "  changes:\n    - {kind: dissolved, since: 2024-03-15, source: 某文}\n")
    assert account.body_years["beta", 2025].due == []
    assert account.body_years["beta", 2023].due
