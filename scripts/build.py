"""Build the site beside the last good one and put it in its place only when all went well:
python -m scripts.build.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def commit_time() -> str:
    """Seconds of the last commit, so that two builds of one commit are the same bytes; "" if none."""
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def build(site: Path, progress: Path | None, today: str) -> int:
    """Build into a new folder beside `site`, then swap. Returns the exit status; 0 is success.

    Args:
        site: where the site goes.
        progress: made-up records to show instead of data/progress; never into the real site/.
        today: YYYY-MM-DD; "" for the commit's date.
    """
    if progress and site == (ROOT / "site").resolve():
        print("演示数据（虚构）不能生成到 site/，请用 --site 指定别的目录。", file=sys.stderr)
        return 1
    site.parent.mkdir(parents=True, exist_ok=True)
    env = {"NO_MKDOCS_2_WARNING": "1", **os.environ}
    env |= {"SITE_PROGRESS": str(progress.resolve()) if progress else "", "SITE_TODAY": today}
    if "SOURCE_DATE_EPOCH" not in env and (seconds := commit_time()):
        env["SOURCE_DATE_EPOCH"] = seconds
    with tempfile.TemporaryDirectory(prefix=".site-", dir=site.parent) as folder:
        fresh, last = Path(folder, "fresh"), Path(folder, "last")
        command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(fresh)]
        status = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
        if status:
            print(f"没有更新：{site} 仍是上一次的内容。", file=sys.stderr)
            return status
        if site.exists():
            site.rename(last)
        fresh.rename(site)
        shutil.rmtree(last, ignore_errors=True)
    print(f"网站已生成：{site / 'index.html'}")
    return 0


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="where the site goes")
    parser.add_argument("--progress", type=Path, help="made-up records to show, for a demonstration")
    parser.add_argument("--today", default="", help="YYYY-MM-DD to judge on; default: the commit's date")
    args = parser.parse_args()
    return build(args.site.resolve(), args.progress, args.today)


if __name__ == "__main__":
    sys.exit(main())
