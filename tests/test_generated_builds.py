"""Whatever passes the check builds: made-up records through the whole build of the small plan.

A few here; `python -m tests.tools.built --times 100` tries many.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.projects import program
from tests.tools.built import try_builds


@pytest.mark.slow
def test_what_passes_the_check_builds(tmp_path: Path) -> None:
    count, failures = try_builds(program(tmp_path / "project", small=True), 3)
    assert count == 3
    assert failures == []
