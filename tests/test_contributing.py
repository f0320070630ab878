"""CONTRIBUTING.md is true: the map is the docstrings', every example is a piece of the file it names."""

from __future__ import annotations

import re

import pytest
import yaml

from tests.conftest import ROOT
from tests.tools.rooms import renewed, rooms

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"<!-- from (\S+) -->\n\n```\S+\n(.*?\n)```\n", PAGE, re.DOTALL)


def test_the_map_is_true() -> None:
    assert renewed(PAGE) == PAGE, "run make map"


def test_every_room_is_on_the_map() -> None:
    folders = [path.parent for path in (ROOT / "macros").glob("*/__init__.py")]
    assert sorted(rooms()) == sorted(folder.relative_to(ROOT).as_posix() for folder in folders)


def test_there_is_an_example_of_each() -> None:
    assert len(EXAMPLES) == PAGE.count("```") // 2
    kinds = {"targets.yml", "bodies.yml", "text.py", ".html.j2", "rules/targets.py", "edit.yml", "expected.txt"}
    assert {kind for kind in kinds for file, _ in EXAMPLES if file.endswith(kind)} == kinds


@pytest.mark.parametrize(("file", "text"), EXAMPLES, ids=[file for file, _ in EXAMPLES])
def test_an_example_is_what_the_file_says(file: str, text: str) -> None:
    assert text.rstrip("\n") in (ROOT / file).read_text(encoding="utf-8"), "copy the piece anew"


def test_every_make_target_that_is_named_exists() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"`make ([a-z-]+)`", PAGE)) <= set(targets)


def test_forms_ask_for_what_a_record_needs() -> None:
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/report.yml").read_text(encoding="utf-8"))
    required = {part["id"] for part in form["body"] if part.get("validations", {}).get("required")}
    assert {"body", "subject", "as_of", "reported_on", "evidence"} == required
    for name in ("report", "correction"):
        form = yaml.safe_load((ROOT / f".github/ISSUE_TEMPLATE/{name}.yml").read_text(encoding="utf-8"))
        assert "请不要填写姓名、电话号码" in form["body"][0]["attributes"]["value"]
        assert form["body"][-1]["attributes"]["options"][0]["required"] is True


def test_no_registry_address_in_ours() -> None:
    files = [
        ".gitlab-ci.yml",
        "Makefile",
        ".pre-commit-config.yaml",
        ".github/workflows/site.yml",
        "tests/tools/setup.py",
    ]
    for file in files:
        assert not re.search(r"https?://", (ROOT / file).read_text(encoding="utf-8").replace("-//W3C", "")), file
