"""What the site is made with is listed whole: components, their licences, nothing that the lock lacks."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from macros.published.sbom import LICENCES, LOCK, pinned, sbom
from tests.conftest import ROOT
from tests.tools.licences import table


def test_it_is_valid_cyclonedx_and_the_same_twice() -> None:
    made = sbom(ROOT)
    assert made == sbom(ROOT)
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(made.decode()) is None
    assert validator.validate_str(made.decode().replace('"library"', '"book"')) is not None
    assert b"pypi.org" not in made


def test_every_pinned_package_is_a_component() -> None:
    lines = re.findall(r"^([a-z][^= \[]*)[^=]*==([^ ]+)", (ROOT / LOCK).read_text("utf-8"), re.MULTILINE)
    made = json.loads(sbom(ROOT))
    listed = [(row["name"], row["version"]) for row in made["components"] if row["type"] == "library"]
    assert sorted(listed) == sorted(lines)
    assert {row["name"] for row in made["components"] if "font" in row["name"] and row["type"] == "file"} == {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "macros" / "fonts").glob("*.xz")
    }
    assert all(row.get("licenses") for row in made["components"] if row["type"] == "library")


def test_what_is_asked_for_is_what_the_list_names() -> None:
    made = json.loads(sbom(ROOT))
    (site,) = [row for row in made["dependencies"] if row["ref"] == "site"]
    named = re.findall(r"^([a-z][a-z0-9.-]*)", (ROOT / "requirements.in").read_text("utf-8"), re.MULTILINE)
    asked = {re.sub(r"pkg:pypi/|@.*", "", ref) for ref in site["dependsOn"] if ref.startswith("pkg:")}
    assert asked == {name.replace(".", "-") for name in named}  # as package indexes write names


def test_a_line_that_is_not_understood_is_not_passed_over() -> None:
    with pytest.raises(ValueError, match="git"):
        pinned("one==1 \\\n    --hash=sha256:" + "0" * 64 + "\ntwo @ git+https://example.invalid/two\n")


def test_licences_are_those_of_the_packages() -> None:
    assert Path(ROOT, LICENCES).read_text(encoding="utf-8") == table(), "run make licences"
