"""Evidence leads to a public address and to no look-alike of one."""

from __future__ import annotations

import pytest

from macros.records.address import wrong_with


@pytest.mark.parametrize(
    "address",
    [
        "https://www.ahtxq.gov.cn/zwgk/public/6615889/10138000000.html",
        "http://kx.huangshan.gov.cn",
        "https://example.org:8443/a?b=c&d=%20#e",
        "https://屯溪.中国/附件.pdf",
        "https://xn--fiqs8s.xn--fiqs8s/",
        "http://8.8.8.8/x",
        "http://[2001:4860:4860::8888]/x",
    ],
)
def test_public_addresses_pass(address: str) -> None:
    assert wrong_with(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        "https://www.gov.cn@evil.example.org/",
        "https://user:pass@www.gov.cn/",
        "https://@www.gov.cn/",
        "https://www.gоv.cn/",  # Cyrillic о
        "https://www.ɡov.cn/",
        "https://www.ｇov.cn/",
        "https://www。gov。cn/",
        "https://中国a.gov.cn/",
        "https://xn--80ak6aa92e.com/",  # Cyrillic, as letters of DNS
        "https://xn--a.com/",
        "https://",
        "https:///etc/passwd",
        "https://?q",
        "https:www.gov.cn",
        "https://www",
        "https://localhost/",
        "https://a.local/",
        "https://office.internal/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://192.168.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.0.0.1/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://[::1]/",
        "https://[fe80::1%25eth0]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::1/",
        "https://a..gov.cn/",
        "https://.gov.cn/",
        "https://gov.cn./",
        "https://-a.gov.cn/",
        "https://a_b.gov.cn/",
        "https://a.gov.c/",
        "https://a.gov.123/",
        "https://" + "a" * 64 + ".gov.cn/",
        "https://" + "a." * 130 + "gov.cn/",
        "https://www.gov.cn:0/",
        "https://www.gov.cn:/",
        "https://www.gov.cn:99999/",
        "https://www.gov.cn:22/",
        "https://www.gov.cn:80a/",
        "https://www.gov.cn:８０/",
        "https://www.gov.cn:-1/",
        "https://www.gov.cn\\@evil.example.org/",
        "https:\\\\www.gov.cn/",
        "https://www.gov.cn/a b",
        "https://www.gov.cn/\n",
        "https://www.gov.cn/\u00a0x",
        "https://www.gov%2ecn/",
        "ftp://www.gov.cn/",
        "HTTPS://www.gov.cn/",
        "javascript:alert(1)//https://www.gov.cn",
        "//www.gov.cn/",
        " https://www.gov.cn/",
        'https://www.gov.cn/"onclick="x',
        "https://www.gov.cn/" + "a" * 2000,
    ],
)
def test_what_is_none_is_refused(address: str) -> None:
    assert wrong_with(address)
