"""A volume that is really full: the last good state stays, a message says so, and nothing half is left.

The volume is a small one in memory that only the test's own process sees; where the machine lets nobody make
one, the injected errors of test_writing.py and test_replacing.py are all that holds this.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.tools.kill import copy

INSIDE = ("unshare", "--user", "--map-root-user", "--mount")

# Runs in a mount namespace of its own: what it mounts is gone with it.
SCRIPT = """
set -u
volume=$1 size=$2 room=$3; shift 3
cp -a "$volume" "$volume.whole"
mount -t tmpfs -o size="$size" tmpfs "$volume"
cp -a "$volume.whole/." "$volume/"
before=$(cd "$volume" && find . -type f -print0 | sort -z | xargs -0 sha256sum)
free=$(df --output=avail -k "$volume" | tail -1)
head -c "$(( (free - room) * 1024 ))" /dev/zero > "$volume/../filling" && cp "$volume/../filling" "$volume/filling"
"$@"; echo "exit $?"
rm "$volume/filling"
after=$(cd "$volume" && find . -type f -print0 | sort -z | xargs -0 sha256sum)
[ "$before" = "$after" ] && echo unchanged && exit
echo "$before" > "$volume.before"
echo "$after" | diff "$volume.before" -
"""


def in_full_volume(volume: Path, size: str, room: int, *command: str, cwd: Path) -> str:
    """What a command says when the volume that holds `volume` has `room` KB left, and what it left there."""
    words = [*INSIDE, "sh", "-c", SCRIPT, "sh", str(volume), size, str(room), *command]
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.fixture(scope="module", autouse=True)
def _volumes() -> None:
    if sys.platform != "linux" or not shutil.which("unshare"):
        pytest.skip("no private volumes on this system")
    if subprocess.run([*INSIDE, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount")


@pytest.mark.parametrize("room", [0, 4, 8])
def test_the_splitter_on_a_full_volume(tiny: Path, room: int) -> None:
    for page in tiny.glob("docs/tasks/*.md"):
        page.write_text(page.read_text("utf-8").replace("data-plan", "data-pian") + "某人的话\n", encoding="utf-8")
    split = [sys.executable, "-m", "scripts.split_plan", "--root", str(tiny)]
    said = in_full_volume(tiny, "1m", room, *split, cwd=ROOT)
    assert "磁盘满了" in said, said
    assert "Traceback" not in said
    assert "exit 1" in said
    assert "unchanged" in said, said


@pytest.mark.slow
@pytest.mark.parametrize("room", [0, 40, 1500])
def test_a_build_onto_a_full_volume(tmp_path: Path, room: int) -> None:
    """The project stands on one volume, its site on another that has no room for a second one."""
    root = tmp_path / "project"
    copy(root)
    volume = tmp_path / "web"
    volume.mkdir()
    build = [sys.executable, "-m", "scripts.build", "--no-print", "--site", str(volume / "site")]
    subprocess.run(build, cwd=root, check=True, capture_output=True)
    said = in_full_volume(volume, "12m", room, *build, cwd=root)
    assert "磁盘满了" in said, said
    assert "Traceback" not in said
    assert "exit 1" in said
    assert "unchanged" in said, said
