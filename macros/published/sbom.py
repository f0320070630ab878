"""What the site is built with, as a CycloneDX 1.6 list of components (https://cyclonedx.org/docs/1.6/json/).

Made from the lock and from the licences that packages declare, so it is the same bytes on every machine;
no address of a package index stands in it. The lock holds the hash of every package, and its own is here.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOCK = "requirements.txt"
LICENCES = "requirements-licences.csv"
FONTS = "macros/fonts"
FONTS_LICENCE = "GPL version 3 with the font exception (macros/fonts/COPYING, macros/fonts/README)"
SBOM = "sbom.cdx.json"
"""The published file's path in the site."""

_PINNED = re.compile(
    r"^(?P<name>[a-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))?(?: \\)?$"
)
_HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
_VIA = re.compile(r"^    #(?: via)?  *(?P<name>(?:-r )?[a-z0-9._-]+)(?:\[[^]]*\])?$")
_ROOT = "site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """One package of a lock.

    Attributes:
        marker: on which machines it is installed; "" on all.
        via: who asks for it: packages, and "-r" with a file that lists it.
    """

    name: str
    version: str
    marker: str
    via: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its package URL, which names no index."""
        return f"pkg:pypi/{self.name}@{self.version}"


def pinned(lock: str) -> list[Pinned]:
    """Read a lock as uv writes it.

    Raises:
        ValueError: a line that is none of package, hash and remark: something would be left out unseen.
    """
    found: list[Pinned] = []
    head: re.Match[str] | None = None
    via: list[str] = []

    def close() -> None:
        if head:
            name, version, marker = head["name"], head["version"], head["marker"] or ""
            row = Pinned(name=name, version=version, marker=marker, via=tuple(via))
            found.append(row)
            via.clear()

    for line in lock.splitlines():
        if match := _PINNED.match(line):
            close()
            head = match
        elif match := _VIA.match(line):
            via.append(match["name"])
        elif line.strip() and not _HASH.match(line) and not line.lstrip().startswith("#"):
            raise ValueError(f"neither package nor hash: {line}")
    close()
    return found


def _component(row: Pinned, licence: str) -> dict[str, Any]:
    """A package with its licence as it calls it: few declare an SPDX expression."""
    component: dict[str, Any] = {"type": "library", "bom-ref": row.purl, "name": row.name, "version": row.version}
    if licence:
        component["licenses"] = [{"license": {"name": licence}}]
    component["purl"] = row.purl
    if row.marker:
        component["properties"] = [{"name": "lock:marker", "value": row.marker}]
    return component


def _file(root: Path, path: Path, licence: str = "") -> dict[str, Any]:
    """A file of the project that no package brings."""
    name = path.relative_to(root).as_posix()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    component: dict[str, Any] = {"type": "file", "bom-ref": f"file:{name}", "name": name}
    component["hashes"] = [{"alg": "SHA-256", "content": digest}]
    if licence:
        component["licenses"] = [{"license": {"name": licence}}]
    return component


def sbom(root: Path) -> bytes:
    """The list of components.

    Args:
        root: the folder that holds the code, not a plan's data: lock, licences and fonts lie there.

    Raises:
        OSError: one of them is missing.
        ValueError: the lock cannot be read.
    """
    rows = pinned((root / LOCK).read_text(encoding="utf-8"))
    with (root / LICENCES).open(encoding="utf-8", newline="") as file:
        licences = {row["package"]: row["licence"] for row in csv.DictReader(file)}
    files = [_file(root, path, FONTS_LICENCE) for path in sorted((root / FONTS).glob("*.xz"))]
    files.append(_file(root, root / LOCK))
    direct = [row.purl for row in rows if any(name.startswith("-r ") for name in row.via)]
    depends = [{"ref": _ROOT, "dependsOn": direct + [file["bom-ref"] for file in files]}]
    for row in rows:
        needs = [other.purl for other in rows if row.name in other.via]
        depends.append({"ref": row.purl, **({"dependsOn": needs} if needs else {})})
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": _ROOT, "name": _ROOT}},
        "components": [_component(row, licences[row.name]) for row in rows] + files,
        "dependencies": depends,
    }
    return (json.dumps(bom, ensure_ascii=False, indent=1) + "\n").encode()
