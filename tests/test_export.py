"""Open data as built: keys of the YAML, valid by its own schemas, safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.published.formats import _cell
from macros.published.release import release
from macros.records.yaml_lines import load_yaml
from tests.conftest import ROOT

NAMES = ("plan", "bodies", "targets", "responsibilities", "progress", "outcomes", "years", "dues", "terms")


def read(site: Path, name: str) -> object:
    return json.loads((site / "open-data" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_valid_by_its_schema(site: Path, name: str) -> None:
    schema = read(site, f"{name}.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(read(site, f"{name}.json"), schema)


def test_schema_refuses_what_is_no_target(site: Path) -> None:
    wrong = read(site, "targets.json")
    wrong[0]["op"] = "about"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, read(site, "targets.schema.json"))


def test_targets_hold_what_the_yaml_holds(site: Path) -> None:
    published = read(site, "targets.json")
    written = load_yaml(ROOT, "data/targets.yml")
    assert len(published) == 23
    for ours, theirs in zip(published, written, strict=True):
        assert {"soft": False, **theirs} == ours


def test_absent_is_absent(site: Path) -> None:
    text = "".join((site / "open-data" / f"{name}.json").read_text("utf-8") for name in NAMES)
    assert "null" not in text
    assert '""' not in text
    bodies = {body["slug"]: body for body in read(site, "bodies.json")}
    assert "members" not in bodies["office-members"]
    assert len(bodies) == 23


def test_responsibilities(site: Path) -> None:
    rows = read(site, "responsibilities.json")
    row = {
        "task": "t07",
        "position": 2,
        "printed": "区人力资源社会保障局",
        "body": "区人力资源和社会保障局",
    }
    assert row in rows
    assert len(rows) == 97


@pytest.mark.parametrize("name", NAMES)
def test_csv_says_the_same(site: Path, name: str) -> None:
    raw = (site / "open-data" / f"{name}.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    data = read(site, f"{name}.json")
    if name == "plan":
        text = "".join(row["text"] for row in rows)
        assert "".join(text.split()) == "".join((ROOT / "data/source/plan.txt").read_text("utf-8").split())
        return
    assert len(rows) == len(data)
    for row, record in zip(rows, data, strict=True):
        for key, value in record.items():
            if isinstance(value, (str, int)) and not isinstance(value, bool):
                assert row[key] == str(value)


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    cell = _cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert cell.endswith(text)


def table(site: Path, name: str) -> list[dict[str, str]]:
    raw = (site / "open-data" / f"{name}.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(raw)))


def test_members_have_a_table_with_their_codes(site: Path) -> None:
    rows = {row["name"]: row for row in table(site, "members")}
    assert rows["屯光镇"] == {"body": "各镇人民政府", "name": "屯光镇", "code": "341002100"}
    assert len(rows) == 9


def test_evidence_has_columns_of_its_own(demo: Path) -> None:
    rows = {row["id"]: row for row in table(demo, "progress")}
    assert rows["2025-women-t06"]["evidence_url"] == "http://example.org/2025.html"
    assert rows["2025-women-t06"]["evidence_title"] == "2025年演示报表（虚构）"
    assert rows["2025-scitech-t05-coverage"]["verification_covered"] == "38"
    assert "evidence" not in rows["2025-women-t06"]


def test_no_id_is_read_as_a_date(demo: Path) -> None:
    assert all(row["id"][5].isalpha() for row in table(demo, "progress"))


def test_the_format_has_a_version_and_its_changes_are_told(site: Path) -> None:
    version = read(site, "edition.json")["version"]
    assert f"版本 {version}：" in (ROOT / "docs" / "open-data.md").read_text(encoding="utf-8")


def test_an_empty_site_map_is_none(site: Path) -> None:
    assert not list(site.glob("sitemap.xml*"))


def test_status_codes(demo: Path) -> None:
    codes = {row["id"]: row["obs_status"] for row in table(demo, "progress")}
    assert codes["2025-office-members-t16-national-bases"] == "O"
    assert codes["2024-science-association-t18-volunteers"] == "P"
    assert codes["2025-union-t07-skilled-2"] == "A"


@pytest.mark.parametrize(
    "text", ["3/4", "1-2", "12-31", "2025-1", "2025/12/31", "2025年12月", "12月31日", "007", "1e5", "1" * 16, "10:30"]
)
def test_a_spreadsheet_makes_no_date_or_number_of_a_text(text: str) -> None:
    assert _cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["2025-12-31", "2025-union-1", "t07-skilled", "341002100", "0.5", "0", "203人", "1-2家", "0.15%"]
)
def test_what_a_spreadsheet_reads_as_it_is_stays_as_it_is(text: str) -> None:
    assert _cell(text) == text


def test_the_issued_text_is_never_altered(tiny: Path) -> None:
    text = release(tiny).files["open-data/plan.csv"].decode("utf-8-sig")
    assert "notice-date,paragraph,2022年1月2日\r\n" in text
