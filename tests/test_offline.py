"""What has gone offline is listed with its cause, and nothing that answers is; nothing here fails a build."""

from __future__ import annotations

import http.server
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.published.offline import asked, gone, why_not
from macros.records.load import load
from tests.conftest import ROOT

RECORD = "data/progress/2024/alpha.yml"


class _Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            time.sleep(2)
        moved = self.path == "/moved"
        known = {"/there": 200, "/moved": 302, "/%E9%99%84%E4%BB%B6%201.pdf": 200, "/gone": 410, "/shut": 403}
        self.send_response(known.get(self.path, 404))
        if moved:
            self.send_header("Location", "/there")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_address[1]}"
        served.shutdown()


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/there", ""),
        ("/moved", ""),
        ("/there#第二页", ""),
        ("/附件 1.pdf", ""),
        ("/附件%201.pdf", ""),
        ("/nothing", "网页没有了，404"),
        ("/gone", "网页没有了，410"),
        ("/shut", "网站不让程序打开，或者出了错，403；用浏览器看一下"),
    ],
)
def test_what_answers_is_not_gone(server: str, path: str, why: str) -> None:
    assert why_not(server + path) == why


def test_who_does_not_answer_in_time_is_named(server: str) -> None:
    assert why_not(f"{server}/slow", 0.3) == "0.3 秒没有回应"


def test_a_certificate_that_is_wrong_is_named() -> None:
    """A plain server answers a TLS greeting with something else."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            taken, _ = listening.accept()
            with taken:
                taken.recv(1000)
                taken.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        assert "加密证书有问题" in why_not(f"https://127.0.0.1:{listening.getsockname()[1]}/")
    assert issubclass(ssl.SSLCertVerificationError, ssl.SSLError)


def test_a_site_that_is_shut_or_not_there_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert why_not(f"http://127.0.0.1:{port}/") == "网站拒绝连接"
    assert why_not("http://no-such-host.invalid/") == "找不到这个网站"


def test_a_chinese_host_is_sent_in_the_letters_of_the_network() -> None:
    assert asked("http://政务.中国:8080/附件 1.pdf?年=2025#甲") == (
        "http://xn--zfr164b.xn--fiqs8s:8080/%E9%99%84%E4%BB%B6%201.pdf?%E5%B9%B4=2025"
    )
    assert asked("https://www.ahtxq.gov.cn/a%20b") == "https://www.ahtxq.gov.cn/a%20b"


def linked(root: Path, first: str, second: str) -> None:
    path = root / RECORD
    text = path.read_text(encoding="utf-8")
    text = text.replace('url: "https://example.org/2024"', f'url: "{first}", archive: "{second}"')
    path.write_text(text, encoding="utf-8")


def test_records_are_named_with_what_they_have_besides(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    linked(tiny, "http://gone.example.org/1", "http://kept.example.org/1")
    answers = {"http://gone.example.org/1": "网页没有了，404"}
    monkeypatch.setattr("macros.published.offline.why_not", lambda it, _: answers.get(it, ""))
    (it,) = gone(load(tiny).filings)
    assert str(it).startswith(f"{RECORD}:")
    assert "打不开 http://gone.example.org/1（网页没有了，404；已有存档或副本）" in str(it)


def test_the_command_never_fails(tiny: Path) -> None:
    linked(tiny, "http://no-such-host.invalid.example.org/1", "http://no-such-host-2.example.org/1")
    (tiny / "data" / "bodies.yml").write_text("x: [", encoding="utf-8")
    command = [sys.executable, "-m", "scripts.offline", "--root", str(tiny)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0
    assert "Traceback" not in run.stderr
