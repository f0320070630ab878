"""A real nginx for tests: one on the PATH, or Debian's own package unpacked below .cache. No root needed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

CACHE = Path(__file__).parents[2] / ".cache" / "tools" / "nginx"


def _fetch() -> None:
    """Unpack the machine's Debian package, which apt checks by its signatures, into the cache."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return
    CACHE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE.parent) as name:
        folder = Path(name)
        for part in ("lists/partial", "archives/archives/partial"):
            (folder / part).mkdir(parents=True)
        options = [f"-oDir::State::Lists={folder}/lists", f"-oDir::Cache={folder}/archives"]
        options += ["-oDebug::NoLocking=true", "-oAPT::Sandbox::User="]
        subprocess.run(["apt-get", "-qq", *options, "update"], check=False, timeout=300)
        install = ["apt-get", "-qq", "-y", *options, "--no-install-recommends", "--download-only", "install", "nginx"]
        subprocess.run(install, check=False, timeout=300, stdout=subprocess.DEVNULL)
        archives = sorted((folder / "archives" / "archives").glob("*.deb"))
        for archive in archives:
            subprocess.run(["dpkg-deb", "-x", archive, folder / "root"], check=True)
        if archives and not CACHE.exists():  # moved only when whole
            (folder / "root").rename(CACHE)


def nginx() -> tuple[str, Path] | None:
    """The program and its table of media types; None where there is none and none can be fetched."""
    private = CACHE / "usr/sbin/nginx"
    on_path = shutil.which("nginx")
    if not on_path and not os.access(private, os.X_OK):
        _fetch()
    program = on_path or (str(private) if os.access(private, os.X_OK) else None)
    types = [Path("/etc/nginx/mime.types"), CACHE / "etc/nginx/mime.types"]
    found = next((path for path in types if path.is_file()), None)
    return (program, found) if program and found else None
