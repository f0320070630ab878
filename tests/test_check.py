"""Each mistake in tests/bad/ stops the build with just the message beside it."""

from __future__ import annotations

import functools
import http.server
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import yaml

from macros.published.release import release
from macros.records.problem import DataError
from macros.rules.checked import CHECKS, load_checked
from tests.conftest import ROOT

BAD = Path(__file__).parent / "bad"
CASES = sorted(path.name for path in BAD.iterdir())


def spoil(root: Path, case: str) -> None:
    """Make the mistake that `case` describes in the project below `root`."""
    edit = yaml.safe_load((BAD / case / "edit.yml").read_text(encoding="utf-8"))
    path = root / edit["file"]
    for name, text in edit.get("beside", {}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    if edit.get("delete"):
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    text = edit.get("text") or path.read_text(encoding="utf-8")
    if "old" in edit:
        assert edit["old"] in text, "the edit no longer applies"
        text = text.replace(edit["old"], edit["new"], 1)
    path.write_bytes(text.encode(edit.get("encoding", "utf-8")))


def messages(root: Path) -> str:
    with pytest.raises(DataError) as error:
        load_checked(root)
    return f"{error.value}\n"


@pytest.mark.parametrize("case", CASES)
def test_mistake_is_named(case: str, tiny: Path) -> None:
    spoil(tiny, case)
    assert messages(tiny) == (BAD / case / "expected.txt").read_text(encoding="utf-8")


def test_small_plan_is_right(tiny: Path) -> None:
    assert len(load_checked(tiny).targets) == 8


def test_every_rule_has_a_mistake() -> None:
    assert {case.split("-")[0] for case in CASES} >= {check.__name__ for check in CHECKS}


def test_all_problems_come_at_once(tiny: Path) -> None:
    for case in ("shape_negative_value", "shape_short_code", "plan_is_the_issued_text"):
        spoil(tiny, case)
    found = messages(tiny)
    assert "data/targets.yml" in found
    assert "data/bodies.yml" in found
    spoil(tiny, "yaml_tab")
    assert "data/bodies.yml" in messages(tiny)


def test_rules_all_run(tiny: Path) -> None:
    for case in ("target_tasks_exist", "names_are_printed", "titles_are_plain"):
        spoil(tiny, case)
    found = messages(tiny)
    for file in ("data/targets.yml", "data/bodies.yml", "docs/index.md"):
        assert f"{file}:" in found


def test_command_says_all_and_exits_1(tiny: Path) -> None:
    spoil(tiny, "target_tasks_exist")
    command = [sys.executable, "-m", "scripts.validate", "--root", str(tiny)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "data/targets.yml:" in run.stderr
    assert "Traceback" not in run.stderr


def validated(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.validate", "--root", str(root), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_command_takes_the_day_and_says_what_it_could_not_compare(tiny: Path) -> None:
    run = validated(tiny)
    assert run.returncode == 0
    assert "没有与以前公开的记录比较：这个文件夹不在版本库里" in run.stderr
    run = validated(tiny, "--today", "2025-06-01")
    assert run.returncode == 1
    assert "在今天之后" in run.stderr
    run = validated(tiny, "--today", "2025-2-30")
    assert "“2025-2-30”不是日期" in run.stderr
    assert "Traceback" not in run.stderr


def test_command_compares_with_the_published_site_over_the_network(tiny: Path, tmp_path: Path) -> None:
    published = tmp_path / "served"
    published.mkdir()
    (published / "progress.json").write_bytes(release(tiny).files["open-data/progress.json"])
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(published))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        assert "没有与以前公开的记录比较" not in validated(tiny, "--published", f"{address}/progress.json").stderr
        path = tiny / "data" / "progress" / "2024" / "alpha.yml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("value: 1\n", "value: 2\n", 1), encoding="utf-8")
        run = validated(tiny, "--published", f"{address}/progress.json")
        assert "公开过的记录“2024-alpha-fairs”被改动：value 从“1”改成了“2”" in run.stderr
        assert "corrects: 2024-alpha-fairs" in run.stderr
        run = validated(tiny, "--published", f"{address}/nothing.json")
        assert "取不到以前公开的记录" in run.stderr
        assert "Traceback" not in run.stderr
        server.shutdown()
