"""List the evidence whose address does not answer any more: python -m scripts.offline. Always exit 0."""

from __future__ import annotations

import argparse
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from macros.records.load import load
from macros.records.problem import DataError


def answers(address: str) -> str:
    """Why an address does not answer, or "" where it does."""
    quoted = urllib.parse.quote(address, safe="%/:=&?~#+!$,;'@()*[]")
    request = urllib.request.Request(quoted, headers={"User-Agent": "Mozilla/5.0"})
    try:
        with urllib.request.urlopen(request, timeout=20):
            return ""
    except (OSError, ValueError) as error:
        return str(error)


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent)
    try:
        filings = load(parser.parse_args().root).filings
    except DataError as error:
        print(error, file=sys.stderr)
        return 0
    gone = 0
    for report in (filing.report for filing in filings):
        evidence = report.evidence
        for address in (evidence.url, evidence.archive) if evidence else ():
            if address and (why := answers(address)):
                gone += 1
                print(f"{report.at('evidence')}: 打不开 {address}（{why}；可以给这条依据补上 archive 存档网址）")
    print(f"共 {gone} 个依据网址打不开。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
