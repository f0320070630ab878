"""What several test files need: the small plan, the built site, a server and a browser."""

from __future__ import annotations

import functools
import http.server
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.split_plan import split_plan

ROOT = Path(__file__).parent.parent
TINY = Path(__file__).parent / "tiny"


@pytest.fixture
def tiny(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A copy of the small plan with its plan.yml and pages freshly cut."""
    root = tmp_path / "tiny"
    shutil.copytree(TINY, root)
    split_plan(root)
    (root / "docs" / "index.md").write_text("---\ntitle: 首页\n---\n", encoding="utf-8")
    capsys.readouterr()
    return root


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built through the front door into a folder of its own."""
    folder = tmp_path_factory.mktemp("build") / "site"
    subprocess.run([sys.executable, "-m", "scripts.build", "--site", str(folder)], cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration: the same site with the made-up progress of tests/demo, seen in 2026."""
    folder = tmp_path_factory.mktemp("build") / "site-demo"
    command = [sys.executable, "-m", "scripts.build", "--progress", "tests/demo/progress"]
    subprocess.run([*command, "--site", str(folder), "--today", "2026-06-01"], cwd=ROOT, check=True)
    return folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The built site served below a sub-path, as Pages does it; ends without a slash."""
    outside = site.parent / "served"
    outside.mkdir()
    (outside / "some").mkdir()
    (outside / "some" / "path").symlink_to(site)
    handler = functools.partial(_Quiet, directory=str(outside))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/some/path"
        server.shutdown()
