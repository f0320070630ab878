"""List every pinned package with its licence in requirements-licences.csv: python -m tests.tools.licences.

The licence is what the package itself declares, word for word; empty where it declares none.
"""

from __future__ import annotations

import csv
import io
import sys
from importlib import metadata
from pathlib import Path

from macros.published.sbom import LICENCES, LOCK, Pinned, pinned

ROOT = Path(__file__).parents[2]
TEST_LOCK = "requirements-test.txt"
LONGEST = 80
"""Characters of a licence's name; a longer entry is the licence's whole text."""


def declared(name: str) -> str:
    """The licence that an installed package declares: its SPDX expression, else its name, else its classifier."""
    about = metadata.metadata(name)
    written = (about.get("License-Expression") or about.get("License") or "").strip()
    if written and written != "UNKNOWN" and len(written) <= LONGEST and "\n" not in written:
        return written
    tails = [line.split(" :: ")[-1] for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    return " OR ".join(tails)


def table() -> str:
    """The file as it should be.

    Raises:
        PackageNotFoundError: a pinned package is not installed.
    """
    built_with = {row.name for row in pinned((ROOT / LOCK).read_text(encoding="utf-8"))}
    locked: list[Pinned] = pinned((ROOT / TEST_LOCK).read_text(encoding="utf-8"))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["package", "used for", "licence"])
    for name in sorted({row.name for row in locked}):
        writer.writerow([name, "site" if name in built_with else "tests", declared(name)])
    return out.getvalue()


def main() -> int:
    """Run the command."""
    (ROOT / LICENCES).write_text(table(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
