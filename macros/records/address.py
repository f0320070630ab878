"""Addresses of evidence: http or https, and a host that a public address can have.

What only looks like an address of a public office is refused: user-info before an `@`, letters of
another script that look like Latin ones, numbers that some browsers read as 127.0.0.1, backslashes.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import Annotated
from urllib.parse import urlsplit

import idna
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

ADDRESS = "address"
"""The kind of a problem with an address, for whoever puts it into words."""

_LONGEST = 2000
_FORBIDDEN = re.compile(r"[\s\\\"'<>`{}|^\x00-\x20\x7f-\x9f]")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
# Names that lead nowhere outside of one office (RFC 6761, RFC 6762, RFC 8375, RFC 7686, ICANN's .internal).
_PRIVATE = re.compile(
    "localhost|localdomain|local|internal|intranet|lan|home|corp|private|test|invalid|example|arpa|onion|alt"
)
# fmt: off
_BAD_PORTS = frozenset((  # https://fetch.spec.whatwg.org/#port-blocking: browsers do not open them
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77,
    79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161,
    179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636,
    989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669,
    6679, 6697, 10080,
))
# fmt: on


def _is_han(char: str) -> bool:
    return unicodedata.name(char, "").startswith("CJK UNIFIED IDEOGRAPH")


def _label_wrong(label: str) -> str:
    """What is wrong with one part of a host name; "" if nothing."""
    if label.startswith("xn--"):
        try:
            label = idna.decode(label)
        except (idna.IDNAError, UnicodeError):
            return "域名写法不对"
    if label.isascii():
        return "" if _LABEL.fullmatch(label) else "域名写法不对"
    letters = [char for char in label if not (char.isascii() and (char.isdigit() or char == "-"))]
    if not all(_is_han(char) for char in letters):
        return "域名里有看起来像英文的别种字母，或者中英文混写"
    try:
        idna.encode(label)
    except (idna.IDNAError, UnicodeError):
        return "域名写法不对"
    return ""


def _host_wrong(host: str, public: bool) -> str:
    """What is wrong with a host; "" if nothing."""
    labels = host.lower().split(".")
    if ":" in host or labels[-1].isdigit() or labels[-1].startswith("0x"):
        try:
            return "" if ipaddress.ip_address(host).is_global or not public else "这个 IP 地址外面打不开"
        except ValueError:
            return "IP 地址写法不对"
    if len(labels) < 2 or not labels[-1] or (public and _PRIVATE.fullmatch(labels[-1])):
        return "这个域名外面打不开"
    if wrong := next(filter(None, map(_label_wrong, labels)), ""):
        return wrong
    if labels[-1].isascii() and not re.fullmatch("[a-z]{2,}|xn--[a-z0-9-]+", labels[-1]):
        return "域名写法不对"
    try:
        idna.encode(host.lower())
    except (idna.IDNAError, UnicodeError):
        return "域名写法不对"
    return ""


def wrong_with(address: str, *, public: bool = True) -> str:
    """What is wrong with an address, in Chinese; "" if nothing.

    Args:
        address: what is written.
        public: whether everyone must be able to open it; an office may publish in a network of its own.
    """
    if not re.match("https?://", address):
        return "不是 http:// 或 https:// 开头"
    if found := _FORBIDDEN.search(address):
        return "里面有空格" if found.group().isspace() else f"里面有不能用的字符“{found.group()}”"
    if len(address) > _LONGEST:
        return f"超过 {_LONGEST} 个字符"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return "写法不对"
    if "@" in parts.netloc:
        return "域名前面不能有用户名（“@”）"
    if not host:
        return "没有域名"
    name, colon, port = parts.netloc.rpartition(":")
    if colon and not parts.netloc.endswith("]"):
        if not re.fullmatch("[0-9]{1,5}", port) or not 0 < int(port) < 65536 or int(port) in _BAD_PORTS:
            return "端口不对，浏览器打不开"
        if name.count("[") != name.count("]"):
            return "写法不对"
    if "%" in host:
        return "域名写法不对"
    return _host_wrong(host, public)


def _checked(address: str) -> str:
    if wrong := wrong_with(address):
        raise PydanticCustomError(ADDRESS, "{wrong}", {"wrong": wrong})
    return address


Address = Annotated[str, AfterValidator(_checked)]
"""An address that anyone can open."""
