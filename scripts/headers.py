"""Write the settings for a web server into a folder of their own: python -m scripts.headers."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from urllib.parse import urlsplit

from macros.records.load import load
from macros.records.problem import DataError
from macros.records.settings import settings
from macros.records.writing import write_file
from macros.site.headers import header_files

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / "site-headers", help="the folder; not the site's own")
    args = parser.parse_args()
    try:
        moved = load(ROOT).redirects
        path = urlsplit(settings(ROOT).site_url or "/").path
        for name, text in header_files(path, moved.redirects if moved else ()).items():
            write_file(args.to / name, text)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"服务器设置已写入：{args.to}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
