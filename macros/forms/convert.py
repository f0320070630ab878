"""Old spreadsheets (.xls, WPS .et, .ods) into .xlsx by LibreOffice, where it is there.

It runs in a process of its own with a new profile, a time limit and, where the system lets it, no
network: what it opens came by mail.
"""

from __future__ import annotations

import functools
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

SECONDS = 120
"""One conversion takes about six seconds; the first one of a day more."""
RESTART = 81
"""What it ends with where it has made a new profile and wants to be started again."""
_KNOWN = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\\Program Files\\LibreOffice\\program\\soffice.exe",
)


def soffice() -> str:
    """LibreOffice's program: that of SOFFICE, on the PATH or in its usual place; "" where there is none."""
    named = os.environ.get("SOFFICE", "")
    found = shutil.which(named) if named else shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _KNOWN if not named and Path(place).is_file()), "")


@functools.cache
def _without_network() -> tuple[str, ...]:
    """The words before a command that take the network from it; none where the system does not let us."""
    command = ("unshare", "--map-current-user", "--net", "--")
    try:
        done = subprocess.run([*command, "true"], capture_output=True, check=False, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return command if done.returncode == 0 else ()


def _ran(command: list[str], environment: dict[str, str]) -> int:
    """Run LibreOffice; its exit status, 1 where it did not start or did not come to an end in time."""
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            command, stdin=quiet, stdout=quiet, stderr=quiet, env=environment, start_new_session=True
        )
    except OSError:
        return 1
    try:
        return process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        _end(process)
        return 1
    except BaseException:
        _end(process)
        raise


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice and the processes it started."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def converted(raw: bytes, end: str, to: str = "xlsx") -> bytes:
    """The same workbook as .xlsx; b"" where LibreOffice is not there or cannot read it.

    Args:
        raw: the file's bytes.
        end: what its name ends in, as in xls; LibreOffice looks at the content too.
        to: the kind that is wanted.
    """
    program = soffice()
    if not program:
        return b""
    with tempfile.TemporaryDirectory(prefix="forms-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"in.{end if end.isalnum() and end.isascii() else 'xls'}"
        source.write_bytes(raw)
        command = [
            *_without_network(), program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--norestore", "--nolockcheck", "--convert-to", to, "--outdir", str(folder / "out"), str(source),
        ]  # fmt: skip
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": name, "SAL_USE_VCLPLUGIN": "svp", "LANG": "C.UTF-8"}
        if libraries := os.environ.get("LD_LIBRARY_PATH"):
            environment["LD_LIBRARY_PATH"] = libraries
        for _ in range(2):
            if _ran(command, environment) != RESTART:
                break
        made = folder / "out" / f"in.{to}"
        return made.read_bytes() if made.is_file() else b""
