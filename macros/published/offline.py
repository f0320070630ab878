"""Evidence whose address does not answer any more, and why, in Chinese. Looks outside; a build never does."""

from __future__ import annotations

import socket
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import idna

from macros.records.problem import Location
from macros.records.project import Filing

_SECONDS, _AT_ONCE = 20, 8
_SAFE = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True, kw_only=True)
class Gone:
    """An address that does not answer; `why` in Chinese, `kept` whether the record has another copy."""

    at: Location
    address: str
    why: str
    kept: bool

    def __str__(self) -> str:
        remedy = "已有存档或副本" if self.kept else "可以给这条依据补上 archive 存档网址，或者 file 和 sha256"
        return f"{self.at}: 打不开 {self.address}（{self.why}；{remedy}）"


def asked(address: str) -> str:
    """An address as it is sent: a Chinese host in IDNA's letters, Chinese and blanks in the rest encoded."""
    parts = urllib.parse.urlsplit(address)
    host = parts.hostname or ""
    if not host.isascii():
        host = idna.encode(host).decode()
        host += f":{parts.port}" if parts.port else ""
        parts = parts._replace(netloc=host)
    return urllib.parse.quote(parts._replace(fragment="").geturl(), safe=_SAFE)


def why_not(address: str, seconds: float = _SECONDS) -> str:
    """Why an address does not answer, in Chinese; "" where it does, by whatever way it leads."""
    try:
        request = urllib.request.Request(asked(address), headers={"User-Agent": "Mozilla/5.0"})
        with urllib.request.urlopen(request, timeout=seconds):
            return ""
    except urllib.error.HTTPError as error:
        if error.code in (404, 410):
            return f"网页没有了，{error.code}"
        return f"网站不让程序打开，或者出了错，{error.code}；用浏览器看一下"
    except TimeoutError:
        return f"{seconds:g} 秒没有回应"
    except urllib.error.URLError as error:
        return _reason(error.reason, seconds)
    except (OSError, ValueError) as error:
        return _reason(error, seconds)


def _reason(error: object, seconds: float) -> str:
    if isinstance(error, ssl.SSLError):
        return "加密证书有问题，浏览器会警告；有 http:// 的地址可以改用"
    if isinstance(error, TimeoutError):
        return f"{seconds:g} 秒没有回应"
    if isinstance(error, socket.gaierror):
        return "找不到这个网站"
    if isinstance(error, ConnectionRefusedError):
        return "网站拒绝连接"
    return f"连不上，{error}"


def gone(filings: Iterable[Filing], seconds: float = _SECONDS) -> list[Gone]:
    """What does not answer, in the order of the records; each address is asked once, several at a time."""
    wanted = []
    for report in (filing.report for filing in filings):
        if (it := report.evidence) is not None:
            others = [other for other in (it.url, it.archive, it.file) if other]
            wanted += [(report.at("evidence"), each, len(others) > 1) for each in (it.url, it.archive) if each]
    addresses = list(dict.fromkeys(address for _, address, _ in wanted))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = dict(zip(addresses, pool.map(lambda it: why_not(it, seconds), addresses), strict=True))
    return [Gone(at=at, address=it, why=answers[it], kept=kept) for at, it, kept in wanted if answers[it]]
