"""What comes by mail is known for what it is, and refused before anything opens it, with what to do."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.forms.book import Book, opened
from macros.forms.fault import Fault
from macros.forms.guard import CELLS, LARGEST, MEMBERS, ROWS, look


def book(**more: bytes) -> bytes:
    """The least that is a workbook, with parts added or replaced; __ in a name stands for a slash."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type="{office}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{space}" xmlns:r="{office}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type="{office}/worksheet"'
            ' Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{space}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
        ),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {**parts, **{key.replace("__", "/"): raw for key, raw in more.items()}}.items():
            made.writestr(name, content)
    return buffer.getvalue()


def sheet(inner: str) -> bytes:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"{inner}</sheetData></worksheet>"
    ).encode()


def with_part(name: str, content: bytes) -> bytes:
    return book(**{name: content})


def ole(*names: str) -> bytes:
    """A container that lists streams of these names, as a directory does."""
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2) + bytes(62) for name in names
    )
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


def doctype(declared: str, encoding: str = "utf-8") -> bytes:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "{declared}">]><x/>'
    return text.encode(encoding)


def twice(name: str) -> bytes:
    buffer = io.BytesIO(book())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(buffer, "a") as made:
        made.writestr(name, "<x/>")
    return buffer.getvalue()


def locked() -> bytes:
    raw = bytearray(book())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (at := raw.find(mark, start)) >= 0:
            raw[at + place] |= 1
            start = at + 4
    return bytes(raw)


def lying(size: int) -> bytes:
    """A part that says it is smaller than it is."""
    raw = with_part("xl__big.xml", b"<x>" + b" " * 4_000 + b"</x>")
    return raw.replace(struct.pack("<I", 4_007), struct.pack("<I", size))


def external(kind: str) -> bytes:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r9" Type="'
        f'http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="https://www.gov.cn/a"'
        ' TargetMode="External"/></Relationships>'
    ).encode()


SHEET = "xl__worksheets__sheet1.xml"
FILEPASS = b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12) + b"\x2f\0\0\0"
DRAWN = "xl__drawings___rels__drawing1.xml.rels"
REFUSED: list[tuple[str, Callable[[], bytes], str, str]] = [
    ("nothing", lambda: b"", "empty", "一个字节也没有"),
    ("half", lambda: book()[:300], "broken", "不完整"),
    ("cut off", lambda: book()[:-30], "broken", "重新从邮件"),
    ("spoilt", lambda: book().replace(b"PK\x01\x02", b"PK\x09\x09"), "broken", "不完整"),
    ("large", lambda: bytes(LARGEST + 1), "large", "删掉表里的大照片"),
    ("pdf", lambda: b"%PDF-1.7 ...", "pdf", "这是 PDF"),
    ("photo", lambda: b"\xff\xd8\xff\xe0....", "picture", "照片"),
    ("png", lambda: b"\x89PNG\r\n\x1a\n", "picture", "图片"),
    ("rar", lambda: b"Rar!\x1a\x07", "archive", "解压缩"),
    ("7z", lambda: b"7z\xbc\xaf\x27\x1c", "archive", "解压缩"),
    ("text", lambda: "序号,任务,指标\n1,2,3\n".encode("gbk"), "text", "纯文本"),
    ("web page named xls", lambda: b"\xef\xbb\xbf <html><table><tr><td>1</td></tr></table>", "page", "另存为"),
    ("old xml", lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "page", "另存为"),
    ("mail", lambda: b"From: a@example.org\r\nSubject: x\r\n\r\n", "mail", "附件"),
    ("outlook", lambda: ole("__properties_version1.0"), "mail", "附件"),
    ("password", lambda: ole("EncryptedPackage", "EncryptionInfo"), "password", "去掉密码"),
    ("old password", lambda: ole("Workbook") + FILEPASS, "password", "密码"),
    ("word of old", lambda: ole("WordDocument"), "word", "文字文档"),
    ("slides of old", lambda: ole("PowerPoint Document"), "slides", "演示文稿"),
    ("other ole", lambda: ole("Contents"), "ole", "看不出是什么"),
    ("word", lambda: zipped({"word/document.xml": b"<x/>"}), "word", "文字文档"),
    ("slides", lambda: zipped({"ppt/presentation.xml": b"<x/>"}), "slides", "演示文稿"),
    ("binary", lambda: zipped({"xl/workbook.bin": b"x"}), "binary", "另存为"),
    ("zip", lambda: zipped({"区教育局.xlsx": book()}), "zip", "解压缩"),
    ("unknown", lambda: bytes(range(256)), "unknown", "不会被读取"),
    ("macros", lambda: with_part("xl__vbaProject.bin", b"x"), "macros", "不用宏"),
    ("old macros", lambda: with_part("xl__macrosheets__sheet1.xml", b"<x/>"), "macros", "不用宏"),
    ("controls", lambda: with_part("xl__activeX__activeX1.xml", b"<x/>"), "macros", "不用宏"),
    ("links", lambda: with_part("xl__externalLinks__externalLink1.xml", b"<x/>"), "links", "断开链接"),
    ("database", lambda: with_part("xl__connections.xml", b"<x/>"), "links", "断开链接"),
    ("fetched picture", lambda: with_part(DRAWN, external("image")), "links", "网上"),
    ("entity", lambda: with_part("xl__a.xml", doctype("b")), "entities", "DTD"),
    ("entity in utf-16", lambda: with_part("xl__a.xml", doctype("b", "utf-16")), "entities", "DTD"),
    ("entity in utf-7", lambda: with_part("xl__a.xml", doctype("b", "utf-7")), "entities", ""),
    ("entity in EBCDIC", lambda: with_part("xl__a.xml", doctype("b", "cp037")), "entities", "编码"),
    ("a way out", lambda: with_part("..__..__evil.xml", b"<x/>"), "path", "路径不正常"),
    ("absolute", lambda: with_part("__etc__passwd", b"x"), "path", "路径不正常"),
    ("backslash", lambda: with_part("xl\\evil.xml", b"<x/>"), "path", "路径不正常"),
    ("twice", lambda: twice("xl/workbook.xml"), "path", "两个同名"),
    ("twice in capitals", lambda: with_part("XL__Workbook.xml", b"<x/>"), "path", "两个同名"),
    ("locked parts", locked, "password", "密码"),
    ("bomb", lambda: with_part("xl__media__a.bin", bytes(30_000_000)), "bomb", "压缩得极不正常"),
    ("many bombs", lambda: book(**{f"xl__m{n}.bin": bytes(9_000_000) for n in range(8)}), "bomb", "太大"),
    ("lying", lambda: lying(100), "b", ""),
    ("many parts", lambda: book(**{f"xl__p{n}.bin": b"" for n in range(MEMBERS)}), "parts", "部件"),
    ("wide sheet", lambda: with_part(SHEET, sheet("<row>" + "<c/>" * (CELLS + 1) + "</row>")), "extent", "远远超出"),
    ("long sheet", lambda: with_part(SHEET, sheet('<row r="1"/>' * (ROWS + 1))), "extent", "选中所有空行"),
]  # fmt: skip


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(("make", "kind", "says"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_no_return_is_refused(make: Callable[[], bytes], kind: str, says: str) -> None:
    found = look(make())
    assert found.faults
    assert any(fault.kind.startswith(kind) for fault in found.faults), found
    said = "".join(fault.says for fault in found.faults)
    assert says in said
    assert all(fault.wrong and fault.remedy for fault in found.faults)


def test_a_plain_workbook_and_its_older_kinds_may_be_read() -> None:
    assert look(book()).faults == ()
    assert look(book()).kind == "xlsx"
    assert (look(ole("Workbook")).kind, look(ole("Workbook")).faults) == ("xls", ())
    assert (look(ole("Book")).kind, look(ole("Root Entry", "Book")).faults) == ("xls", ())
    ods = zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})
    assert (look(ods).kind, look(ods).faults) == ("ods", ())


def test_a_link_in_a_cell_is_no_danger() -> None:
    raw = with_part("xl__worksheets___rels__sheet1.xml.rels", external("hyperlink"))
    assert look(raw).faults == ()


def test_a_cell_at_the_farthest_corner_costs_nothing() -> None:
    raw = with_part(SHEET, sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert look(raw).faults == ()
    read = opened(raw)
    assert isinstance(read, Book)
    assert list(read.sheets[0].cells) == [(1048576, 16384)]


def test_what_the_programs_cannot_read_is_said() -> None:
    read = opened(with_part(SHEET, b"<worksheet"))
    assert isinstance(read, Fault)
    assert "另存为" in read.remedy


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]))
def test_no_bytes_are_too_strange(raw: bytes, head: bytes) -> None:
    assert look(head + raw).faults or look(head + raw).kind in ("xls", "xlsx", "ods")


@given(st.integers(0, 900), st.binary(min_size=1, max_size=4))
def test_no_spoilt_workbook_raises(place: int, more: bytes) -> None:
    raw = book()
    spoilt = raw[: place % len(raw)] + more + raw[place % len(raw) + len(more) :]
    if not look(spoilt).faults:
        assert isinstance(opened(spoilt), (Book, Fault))
