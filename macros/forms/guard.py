"""What a returned file is, found out before anything opens it, in milliseconds.

A workbook comes by mail from anyone: it is looked at as bytes and as a ZIP folder first. What could
harm (bombs, entities, macros, links to elsewhere), what hides its content (passwords) and what is no
workbook at all is refused here, each with what to do. Sizes are counted while unpacking, never believed.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from macros.forms.fault import Fault, fault

LARGEST = 20_000_000
"""Bytes of a file; a form has 30 thousand, photographs a few million."""
MEMBERS = 600
"""Parts in a workbook; a form has about 20."""
UNPACKED = 60_000_000
"""Bytes of all parts together."""
RATIO = 400
"""How many times larger a part above a million bytes may be unpacked than packed."""
CELLS = 60_000
"""Cells in one sheet's file; a form has at most two thousand."""
ROWS = 20_000
"""Rows that a sheet's file writes out, empty ones included."""

_MADE_ANEW = "用“填报表”原来的文件重填一份，或者把内容复制到一张新的填报表，另存为 .xlsx 再交"
_SAVE_AS = "用 WPS 表格或 Excel 打开，点“文件—另存为”，文件类型选“Excel 文件（*.xlsx）”，再交一次"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: tuple[tuple[bytes, str, str, str], ...] = (
    (b"%PDF", "pdf", "这是 PDF，不是填报表", "把数填到填报表（.xlsx）里再交；盖章的扫描件另外存档"),
    (b"\xff\xd8\xff", "picture", "这是照片，不是填报表", "照片里的数读不出来；把数填到填报表（.xlsx）里再交"),
    (b"\x89PNG", "picture", "这是图片，不是填报表", "图片里的数读不出来；把数填到填报表（.xlsx）里再交"),
    (b"GIF8", "picture", "这是图片，不是填报表", "图片里的数读不出来；把数填到填报表（.xlsx）里再交"),
    (b"BM", "picture", "这是图片，不是填报表", "图片里的数读不出来；把数填到填报表（.xlsx）里再交"),
    (b"Rar!", "archive", "这是压缩包", "解压缩，把里面的填报表放进这个文件夹，再移走压缩包"),
    (b"7z\xbc\xaf", "archive", "这是压缩包", "解压缩，把里面的填报表放进这个文件夹，再移走压缩包"),
    (b"\x1f\x8b", "archive", "这是压缩包", "解压缩，把里面的填报表放进这个文件夹，再移走压缩包"),
    (b"{\\rtf", "text", "这是 RTF 文档，不是填报表", "把数填到填报表（.xlsx）里再交"),
)
_OLE_STREAMS = (
    ("EncryptedPackage", "password"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "word"),
    ("PowerPoint Document", "slides"),
    ("__properties_version1.0", "mail"),
)
_KINDS = {
    "password": (
        "文件加了打开密码，读不了",
        "打开它，在“文件—文档加密”（WPS）或“文件—信息—保护工作簿”里去掉密码，保存后再交",
    ),
    "word": ("这是文字文档，不是填报表", "把数填到填报表（.xlsx）里再交"),
    "slides": ("这是演示文稿，不是填报表", "把数填到填报表（.xlsx）里再交"),
    "mail": ("这是一封邮件，不是填报表", "打开邮件，把附件里的填报表另存到这个文件夹，再移走邮件"),
    "ole": ("这个文件看不出是什么，不是填报表", "核对是不是放错了文件；填报表是 .xlsx 文件"),
    "empty": ("文件是空的，一个字节也没有", "重新从邮件或 U 盘复制一次"),
    "broken": ("文件不完整或者损坏了，打不开", "重新从邮件或 U 盘复制一次；还不行，请填报单位再发一次"),
    "zip": ("这是压缩包", "解压缩，把里面的填报表放进这个文件夹，再移走压缩包"),
    "page": ("这是网页或者 XML，只是文件名像表格", _SAVE_AS),
    "text": ("这是纯文本（如 CSV），不是填报表", "把数填到填报表（.xlsx）里再交"),
    "unknown": (
        "这不是填报表，里面的内容不会被读取",
        "核对是不是放错了文件；填报表是 .xlsx 文件。不是填报表的，移出这个文件夹",
    ),
    "binary": ("这是二进制工作簿（.xlsb），读不了", _SAVE_AS),
    "large": (f"文件超过 {LARGEST // 1_000_000} MB，不读取", "删掉表里的大照片，照片另外交；表里只填字和数"),
}
_MACROS = re.compile(
    r"(?i)(^|/)(vbaproject[^/]*|vbadata\.xml|macrosheets/.*|activex/.*|dialogsheets/.*|.*\.(exe|dll|js|vbs))$"
)
_ELSEWHERE = re.compile(r"(?i)^xl/(externallinks/|connections\.xml|querytables/)")
_XML = re.compile(r"(?i)\.(xml|rels|vml)$")
_SHEET = re.compile(r"(?i)^xl/worksheets/[^/]+\.xml$")
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_ENCODINGS = {"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "gb2312", "gbk", "gb18030"}


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file is.

    Attributes:
        kind: xlsx (may be opened), xls or ods (a converter may read it), or another that is refused.
        faults: why it may not be opened, and what to do; nothing where it may.
    """

    kind: str
    faults: tuple[Fault, ...] = ()


def _refused(kind: str) -> Looked:
    return Looked(kind, (fault(kind, *_KINDS[kind]),))


def _ole_kind(raw: bytes) -> str:
    """What an OLE container holds, by the names of its streams: directory entries lie on 128 bytes."""
    for name, kind in _OLE_STREAMS:
        wanted, start = name.encode("utf-16-le"), 0
        while (at := raw.find(wanted, start)) >= 0:
            length = int.from_bytes(raw[at + 64 : at + 66], "little")
            if at % 128 == 0 and length == len(wanted) + 2:
                return "password" if kind == "xls" and _xls_password(raw) else kind
            start = at + 1
    return "ole"


def _xls_password(raw: bytes) -> bool:
    """Whether the first stream of records begins with FILEPASS: BOF, then 0x002F within the first few."""
    start = raw.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    at = start
    for _ in range(6):
        if at < 0 or at + 4 > len(raw):
            return False
        number, size = int.from_bytes(raw[at : at + 2], "little"), int.from_bytes(raw[at + 2 : at + 4], "little")
        if number == 0x2F:
            return True
        at += 4 + size
    return False


def look(raw: bytes) -> Looked:
    """Find out what a file is, and whether it may be opened.

    Args:
        raw: its bytes; of more than `LARGEST` the first ones are enough.
    """
    if not raw:
        return _refused("empty")
    if len(raw) > LARGEST:
        return _refused("large")
    if raw.startswith(_OLE):
        kind = _ole_kind(raw)
        return Looked("xls") if kind == "xls" else _refused(kind)
    if raw.startswith(b"PK"):
        return _zip(raw)
    for magic, kind, wrong, remedy in _MAGIC:
        if raw.startswith(magic):
            return Looked(kind, (fault(kind, wrong, remedy),))
    head = raw[:4000].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        return _refused("page")
    if re.match(rb"(received|return-path|from|date|message-id|mime-version|x-[a-z-]+|subject): ", head):
        return _refused("mail")
    if not re.search(rb"[\x00-\x08\x0e-\x1f]", raw[:4000]):
        return _refused("text")
    return _refused("unknown")


def _listed(raw: bytes) -> tuple[int, int] | None:
    """How many parts the ZIP folder says it has, and how many bytes its list takes; None where there is no end."""
    at = raw.rfind(b"PK\x05\x06", max(0, len(raw) - 65_557))
    if at < 0 or at + 22 > len(raw):
        return None
    return int.from_bytes(raw[at + 10 : at + 12], "little"), int.from_bytes(raw[at + 12 : at + 16], "little")


def _zip(raw: bytes) -> Looked:
    listed = _listed(raw)
    if listed is None:
        return _refused("broken")
    if listed[0] > MEMBERS or listed[1] > 500 * MEMBERS:
        wrong = f"文件里有 {listed[0]} 个部件，填报表只有二十来个，不读取"
        return Looked("parts", (fault("parts", wrong, _MADE_ANEW),))
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as folder:
            return _folder(folder)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return _refused("broken")


def _kind(names: set[str], folder: zipfile.ZipFile) -> str:
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "binary"
    if any(name.startswith("word/") for name in names):
        return "word"
    if any(name.startswith("ppt/") for name in names):
        return "slides"
    if "mimetype" in names and folder.getinfo("mimetype").file_size < 200:
        said = folder.read("mimetype")
        return "ods" if b"opendocument.spreadsheet" in said else "word" if b"opendocument" in said else "zip"
    return "zip"


def _folder(folder: zipfile.ZipFile) -> Looked:
    parts = folder.infolist()
    names = {part.filename for part in parts}
    kind = _kind(names, folder)
    if kind not in ("xlsx", "ods"):
        return _refused(kind)
    faults = [*_names(parts), *_sizes(parts)]
    if not faults:
        faults += _contents(folder, parts)
    return Looked(kind, tuple(faults))


def _names(parts: list[zipfile.ZipInfo]) -> Iterator[Fault]:
    """Parts that lead elsewhere, hide another, or can do something."""
    seen: set[str] = set()
    for part in parts:
        name = part.filename
        steps = name.replace("\\", "/").split("/")
        if ".." in steps or name.startswith(("/", "\\")) or ":" in steps[0] or "\\" in name:
            yield fault("path", f"文件里有部件的路径不正常：{name[:60]}", _MADE_ANEW)
        if name.lower() in seen:
            yield fault("path", f"文件里有两个同名的部件：{name[:60]}", _MADE_ANEW)
        seen.add(name.lower())
        if part.flag_bits & 1:
            yield fault("password", *_KINDS["password"])
            return
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield fault("path", "文件用了不常见的压缩方法，不读取", _SAVE_AS)
            return
    if macro := next((name for name in sorted(seen) if _MACROS.search(name)), ""):
        wrong = f"文件里有宏或者控件（{macro.rpartition('/')[2]}），不读取"
        yield fault("macros", wrong, f"填报表不用宏：{_SAVE_AS}，提示“不能保存宏”时选“是”或“继续”")
    if any(_ELSEWHERE.search(name) for name in seen):
        remedy = "在“数据—编辑链接”里断开链接，或者把链接过来的格子复制后“选择性粘贴—数值”，保存后再交"
        yield fault("links", "表里有指向别的工作簿或数据库的链接，那边的数这里看不到", remedy)


def _sizes(parts: list[zipfile.ZipInfo]) -> Iterator[Fault]:
    """What the ZIP folder itself says; `_contents` counts again."""
    if sum(part.file_size for part in parts) > UNPACKED:
        yield fault("bomb", "文件解开以后太大，不读取", _MADE_ANEW)
    for part in parts:
        if part.file_size > 1_000_000 and part.file_size > RATIO * max(1, part.compress_size):
            yield fault("bomb", f"文件里有压缩得极不正常的部件（{part.filename[:60]}），不读取", _MADE_ANEW)
            return


def _contents(folder: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> Iterator[Fault]:
    """Every XML part unpacked, with its bytes counted: entities, links to elsewhere, cells."""
    left = UNPACKED
    for part in parts:
        with folder.open(part) as opened:
            content = opened.read(min(left, part.file_size) + 1)
        left -= len(content)
        if len(content) > part.file_size or left < 0:
            yield fault("bomb", f"文件里有部件的大小与写明的不符（{part.filename[:60]}），不读取", _MADE_ANEW)
            return
        if not _XML.search(part.filename):
            continue
        plain = content.replace(b"\0", b"")
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            yield fault("entities", f"文件里有 DTD 或实体（{part.filename[:60]}），不读取", _MADE_ANEW)
            return
        encoding = _ENCODING.search(plain[:400])
        odd = not plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
        if odd or (encoding and encoding.group(1).decode().lower() not in _ENCODINGS):
            yield fault("entities", f"文件里有不常见的文字编码（{part.filename[:60]}），不读取", _SAVE_AS)
            return
        if b"macroEnabled" in plain and part.filename == "[Content_Types].xml":
            yield fault("macros", "这是启用宏的工作簿（.xlsm），不读取", f"填报表不用宏：{_SAVE_AS}")
        if any(not _HYPERLINK.search(link) for link in _EXTERNAL.findall(plain)):
            remedy = "断开链接或删掉链接来的图片，保存后再交；网址写在“佐证材料”里"
            yield fault("links", "表里有从别的文件或网上取内容的链接，不读取", remedy)
        if _SHEET.search(part.filename):
            yield from _extent(plain)


def _extent(sheet: bytes) -> Iterator[Fault]:
    cells, rows = len(re.findall(rb"<(?:\w+:)?c[ />]", sheet)), len(re.findall(rb"<(?:\w+:)?row[ />]", sheet))
    if cells > CELLS or rows > ROWS:
        remedy = "在表格最后一行的下面选中所有空行，右键“删除”，保存后再交；或者把内容复制到一张新的填报表"
        yield fault("extent", f"有一张工作表写到了 {rows} 行、{cells} 格，远远超出填报表，不读取", remedy)
