"""List the evidence whose address does not answer any more: python -m scripts.offline. Always exit 0."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros.published.offline import gone
from macros.records.load import load
from macros.records.problem import DataError


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent)
    try:
        filings = load(parser.parse_args().root).filings
    except DataError as error:
        print(error, file=sys.stderr)
        return 0
    found = gone(filings)
    for it in found:
        print(it)
    asked = sum(bool(it.report.evidence and it.report.evidence.url) for it in filings)
    print(f"{asked} 条依据写了网址，共 {len(found)} 个打不开。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
