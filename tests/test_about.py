"""What the page 关于本站 shows is what the check accepts: each example loads."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from macros.rules.checked import load_checked
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "about.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"`(data/progress/[0-9]{4}/[a-z-]+\.yml)`：\n\n```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_every_kind_has_an_example() -> None:
    assert len(EXAMPLES) == PAGE.count("```yaml") == 5
    words = ("corrects:", "withdraws:", "unavailable:", "statement:", "cause:", "member:", "joint_with:", "basis:")
    assert all(word in PAGE for word in (*words, "verification:", "2024-06-30"))


@pytest.mark.parametrize(("file", "text"), EXAMPLES, ids=[file for file, _ in EXAMPLES])
def test_example_is_right(file: str, text: str, tmp_path: Path) -> None:
    for folder in ("data", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    project = load_checked(tmp_path)
    assert len(project.filings) == text.count("- id:")
