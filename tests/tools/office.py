"""Find or fetch a real LibreOffice, which opens and saves workbooks and texts as an office does, and prints
them: python -m tests.tools.office.

In order: `soffice` on the PATH; a copy unpacked below .cache from the machine's own Debian packages. No
administrator rights are needed, and every run has a profile of its own.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.tools.setup import CACHE, Tool, browser, from_packages, with_libraries

PACKAGES = (["libreoffice-calc-nogui", "libreoffice-writer-nogui"], ["libreoffice-calc", "libreoffice-writer"])
"""The first two need no display; not every release has them."""
PRIVATE = CACHE / "office" / "usr" / "lib" / "libreoffice" / "program" / "soffice.bin"
RESTART = 81
"""What it ends with after it has made a new profile, and wants to be started again."""
SECONDS = 300
"""So long may one run take on a busy machine, whatever the number of files."""


def _at_home() -> None:
    """Let the unpacked copy look for its own files beside itself: Debian's set-up, which no root has run,
    would have put them below /etc.
    """
    places = {
        "file:///etc/libreoffice/registry": "${ORIGIN}/../share/.registry",
        "file:///usr/lib/libreoffice": "${ORIGIN}/..",
        "file:///etc": "${ORIGIN}/../../../../etc",
    }
    for name in ("fundamentalrc", "sofficerc"):
        rc = PRIVATE.parent / name
        text = rc.read_text(encoding="utf-8")
        for there, here in places.items():
            text = text.replace(there, here)
        rc.write_text(text, encoding="utf-8")


def libreoffice() -> Tool:
    """LibreOffice without a window.

    Raises:
        SystemExit: there is none and none could be fetched; the message says what to do.
    """
    on_path = shutil.which("soffice")
    if not on_path and not PRIVATE.exists():
        for first, *beside in PACKAGES:
            if from_packages([first], beside, "office"):
                _at_home()
                break
    if not on_path and not PRIVATE.exists():
        raise SystemExit("no soffice: install LibreOffice (Calc and Writer) and run again")
    program = on_path or str(PRIVATE)
    env = with_libraries(program, browser().env | {"SAL_USE_VCLPLUGIN": "svp"})
    if not on_path:  # its own libraries lie beside the program
        env["LD_LIBRARY_PATH"] = f"{PRIVATE.parent}:{env['LD_LIBRARY_PATH']}"
    return Tool(program, env)


def convert(files: Sequence[Path], kind: str, folder: Path) -> Sequence[Path]:
    """Open each file and save it as another kind, all in one run.

    Args:
        files: workbooks or texts.
        kind: xlsx, xls, pdf, docx.
        folder: where the new files go, under the old stems; made where it is not there.

    Raises:
        RuntimeError: one of them is not there afterwards.
    """
    folder.mkdir(parents=True, exist_ok=True)
    office = libreoffice()
    with tempfile.TemporaryDirectory() as profile:
        command = [
            office.executable,
            f"-env:UserInstallation={Path(profile).as_uri()}",
            *("--headless", "--norestore", "--convert-to", kind, "--outdir", str(folder)),
            *map(str, files),
        ]
        for _ in range(2):
            run = subprocess.run(command, env=office.env, capture_output=True, text=True, timeout=SECONDS, check=False)
            if run.returncode != RESTART:
                break
    made = [folder / f"{file.stem}.{kind}" for file in files]
    if missing := [path.name for path in made if not path.is_file()]:
        raise RuntimeError(f"{missing} not made: {run.stdout}{run.stderr}")
    return made


def main() -> int:
    """Say which LibreOffice there is; exit 1 where it does not start."""
    office = libreoffice()
    print(office.executable, flush=True)
    return subprocess.run([office.executable, "--version"], env=office.env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
