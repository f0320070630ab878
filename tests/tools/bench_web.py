"""Lighthouse on a phone's settings for four kinds of pages, medians of five: python -m tests.tools.bench_web.

Needs a built site and npm, which fetches Lighthouse; nothing else of the project needs it.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from tests.tools.setup import CACHE, browser

SITE = Path(__file__).parents[2] / "site"
PAGES = ("index", "tasks/t07", "matrix", "bodies/towns")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
ROUNDS = 5
LIGHTHOUSE = "lighthouse@12.8.2"
SWITCHES = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


class _Zipped(http.server.SimpleHTTPRequestHandler):
    """Sends what is text as gzip, as every web server can."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        content = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)) + "; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=31536000")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def scores(address: str) -> dict[str, int]:
    """One run's scores, 0 to 100."""
    found = browser()
    env = found.env | {"CHROME_PATH": found.executable}
    prefix = CACHE / "lighthouse"
    program = prefix / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        subprocess.run(["npm", "install", "--silent", "--prefix", str(prefix), LIGHTHOUSE], check=True)
    with tempfile.TemporaryDirectory() as profile:
        flags = f"--chrome-flags={SWITCHES} --user-data-dir={profile}"
        only = f"--only-categories={','.join(CATEGORIES)}"
        command = [str(program), address, "--quiet", "--output=json", flags, only]
        run = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    report = json.loads(run.stdout)
    for audit in report["audits"].values():
        if audit.get("score") is not None and audit["score"] < 0.9 and audit["scoreDisplayMode"] == "binary":
            print(f"  {audit['id']}: {audit['title']}", file=sys.stderr)
    return {name: round(report["categories"][name]["score"] * 100) for name in CATEGORIES}


def main() -> int:
    """Run the command."""
    handler = functools.partial(_Zipped, directory=str(SITE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for page in PAGES:
            address = f"http://127.0.0.1:{server.server_address[1]}/{page}.html"
            runs = [scores(address) for _ in range(ROUNDS)]
            medians = [f"{name} {statistics.median(run[name] for run in runs):.0f}" for name in CATEGORIES]
            print(f"{page}: {', '.join(medians)}", flush=True)
        server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
