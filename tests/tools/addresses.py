"""Every address that the real site was ever published at: python -m tests.tools.addresses SITE adds those of a build.

tests/addresses.txt holds pages, places on them and files, one a line, and only grows: a test says which of them is
gone, and what then has to be written. Records are left out: the rules themselves keep them.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Set
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "tests" / "addresses.txt"
ADD = "python -m tests.tools.addresses"
_PLACE = re.compile(r'<(?:h[1-6]|tr|li|section|p|span|strong)\b[^>]* id="([^"]+)"')
_OURS = re.compile(r"assets/|cards/|\.|404\.html")
"""Not addresses that anybody links to: what pages load, our own mark, the page for all others."""
_FRAME = ("sheet-address", "found", "onward")


def addresses(site: Path) -> set[str]:
    """Every address of a built site: `page.html`, `page.html#place`, `folder/file`."""
    records = {it["id"] for it in json.loads((site / "open-data" / "progress.json").read_text(encoding="utf-8"))}
    found = set()
    for path in (path for path in sorted(site.rglob("*")) if path.is_file()):
        name = path.relative_to(site).as_posix()
        if _OURS.match(name):
            continue
        found.add(name)
        if path.suffix == ".html":
            own = {*_PLACE.findall(path.read_text(encoding="utf-8"))} - records - {*_FRAME}
            found |= {f"{name}#{place}" for place in own if not place.startswith("edition-")}
    return found


def kept() -> set[str]:
    """The addresses that were published so far."""
    return set(KEPT.read_text(encoding="utf-8").split("\n")) - {""}


def gone(published: Set[str], site: Path) -> list[str]:
    """What was published and is neither there nor moved, each with what to do."""
    said = []
    for address in sorted(published - addresses(site)):
        page = address.partition("#")[0]
        if page.endswith(".html"):
            remedy = f'在 data/redirects.yml 里加一条：{{old: "{address}", new: "现在的网址"}}'
            if "#" in address and not (site / page).is_file():
                continue  # said of the page
            if "#" in address and 'http-equiv="refresh"' in (site / page).read_text(encoding="utf-8"):
                continue  # the whole page has moved
        else:
            remedy = "继续发布这个文件"
        said.append(f"{address} 发布过，现在没有了（{remedy}）")
    return said


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path, nargs="?", default=ROOT / "site", help="the real site, built with its print")
    args = parser.parse_args()
    old = kept() if KEPT.exists() else set()
    new = old | addresses(args.site)
    KEPT.write_text("".join(f"{address}\n" for address in sorted(new)), encoding="utf-8")
    print(f"{len(new) - len(old)} 个新网址，共 {len(new)} 个")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
