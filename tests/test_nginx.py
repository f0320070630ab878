"""A real web server, set up as the project says, serves the site below a sub-path."""

from __future__ import annotations

import gzip
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest

from macros.site.headers import HEADERS, header_files, policy
from tests.tools.nginx import nginx

CONF = """
{user}
daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
  include {types}; default_type application/octet-stream; access_log off; server_tokens off;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port}; root {folder}/root; include {folder}/headers-nginx.conf; }}
}}
"""


@pytest.fixture(scope="session")
def server(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    found = nginx()
    if found is None:
        pytest.skip("no nginx, and none can be fetched here")
    program, types = found
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "root" / "some").mkdir(parents=True)
    (folder / "root" / "some" / "path").symlink_to(site, target_is_directory=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "headers-nginx.conf").write_text(header_files("/some/path/")["headers-nginx.conf"], encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(CONF.format(folder=folder, types=types, port=port, user=user), encoding="utf-8")
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, process.stderr and process.stderr.read()
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/some/path/"
        process.terminate()


def get(address: str, **headers: str) -> tuple[int, Message, bytes]:
    request = urllib.request.Request(address, headers={name.replace("_", "-"): text for name, text in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.mark.parametrize(
    "path", ["index.html", "tasks/t01.html", "open-data/targets.csv", "assets/site.css", "nowhere.html"]
)
def test_the_security_headers_come_with_every_answer(server: str, path: str) -> None:
    _, headers, _ = get(server + path)
    assert headers["Content-Security-Policy"] == policy(header=True)
    for name, value in HEADERS.items():
        assert headers[name] == value


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("open-data/targets.csv", "text/csv; charset=utf-8"),
        ("open-data/targets.json", "application/json; charset=utf-8"),
        ("index.html", "text/html; charset=utf-8"),
        ("changes.xml", "text/xml; charset=utf-8"),
        ("pdf/plan.pdf", "application/pdf"),
        ("site.zip", "application/zip"),
    ],
)
def test_files_say_what_they_are(server: str, path: str, kind: str) -> None:
    status, headers, _ = get(server + path)
    assert (status, headers["Content-Type"]) == (200, kind)


@pytest.mark.parametrize(
    "path", ["index.html", "open-data/targets.csv", "open-data/plan.json", "assets/site.css", "assets/site.js"]
)
def test_text_is_compressed(server: str, path: str) -> None:
    _, _, plain = get(server + path)
    _, headers, packed = get(server + path, Accept_Encoding="gzip")
    assert headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in headers["Vary"]
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 2


def test_what_changes_is_asked_for_anew_and_what_is_hashed_is_kept(server: str, site: Path) -> None:
    for path in ("index.html", "open-data/targets.csv", "assets/site.css"):
        _, headers, _ = get(server + path)
        assert headers["Cache-Control"] == "no-cache"
        status, _, body = get(server + path, If_None_Match=headers["ETag"])
        assert (status, body) == (304, b"")
    (theme,) = (site / "assets" / "stylesheets").glob("main.*.min.css")
    _, headers, _ = get(f"{server}assets/stylesheets/{theme.name}")
    assert headers["Cache-Control"] == "max-age=31536000"


def test_an_address_that_does_not_exist_shows_our_page(server: str) -> None:
    for path in ("nowhere.html", "tasks/t99.html", "open-data/nothing.csv"):
        status, headers, body = get(server + path)
        assert status == 404
        assert "没有这个页面" in body.decode()
        assert headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("path", ["_headers", "headers-nginx.conf", ".made-by-build"])
def test_what_is_for_the_server_is_not_served(server: str, path: str) -> None:
    assert get(server + path)[0] == 404
