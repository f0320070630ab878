"""What several test files need: the small plan, the built site, a server and a browser."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from scripts.split_plan import split_plan

ROOT = Path(__file__).parent.parent
TINY = Path(__file__).parent / "tiny"
SLOW_FOLDERS = {"browser", "pdf"}
SLOW_FIXTURES = {"site", "demo", "copy", "planted"}  # a site is built for them or by who asks for them
BUILDERS = {"scripts.build", "scripts.pdf", "mkdocs"}

# In a check of a change the CI names the branch to merge into, which no test's own repository has.
for name in ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"):
    os.environ.pop(name, None)

# A busy machine is no fault of the code: no test is timed.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort by what a test asks for, so that a new one lands in the right set of itself."""
    for item in items:
        folder = item.path.relative_to(Path(__file__).parent).parts[0]
        if folder in SLOW_FOLDERS or SLOW_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("slow")


def pytest_configure(config: pytest.Config) -> None:
    """Among the fast tests none may build a site by a way that the sorting does not see."""
    if config.option.markexpr != "not slow":
        return

    def refuse(event: str, args: tuple[object, ...]) -> None:
        if event == "subprocess.Popen" and isinstance(args[1], list) and BUILDERS & set(args[1]):
            raise AssertionError("this test builds a site: mark it with @pytest.mark.slow")

    sys.addaudithook(refuse)


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
