"""What a file tells of a person without showing it: authors, places, comments. Read from the bytes alone.

A photograph carries the place where it was taken, an office file whoever wrote it and last saved it. What is
seen on the page itself (a face, a signature) no program finds: whoever puts the file here looks at it.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import ParseError

import pikepdf
from defusedxml import DefusedXmlException, ElementTree

_PDF_KEEPS = {"/Title", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped"}
_CORE = ("creator", "lastModifiedBy", "keywords", "description", "category")
_APP = ("Company", "Manager")
_REMARKS = re.compile(r"(?i)/(comments|people|persons|threadedcomments)[^/]*(/|\.xml$)")
_LARGE = 5_000_000


def _text(raw: bytes) -> Iterator[str]:
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield "不是 UTF-8 编码的文字"


def _jpeg(raw: bytes) -> Iterator[str]:
    """The segments before the picture's own data (ISO/IEC 10918-1, Annex B)."""
    if raw[:2] != b"\xff\xd8":
        yield "不是 JPEG 图片"
        return
    at = 2
    while at + 4 <= len(raw) and raw[at] == 0xFF:
        marker, length = raw[at + 1], struct.unpack(">H", raw[at + 2 : at + 4])[0]
        if marker == 0xDA:  # the picture
            return
        if marker == 0xFE:
            yield "图片里有注释"
        elif marker in (0xE1, 0xED):
            yield "图片里有拍摄信息（EXIF、XMP 或 IPTC），可能有时间、地点和作者"
        at += 2 + length


def _png(raw: bytes) -> Iterator[str]:
    """The chunks (ISO/IEC 15948)."""
    if raw[:8] != b"\x89PNG\r\n\x1a\n":
        yield "不是 PNG 图片"
        return
    at = 8
    while at + 8 <= len(raw):
        length, kind = struct.unpack(">I4s", raw[at : at + 8])
        if kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf"):
            yield "图片里有文字信息或者拍摄信息，可能有时间、地点和作者"
            return
        at += 12 + length


def _office(raw: bytes) -> Iterator[str]:
    """The properties and comments of an Office Open XML file (ECMA-376)."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as opened:
            names = {info.filename: info.file_size for info in opened.infolist()}
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                yield "文件里有宏"
            if any(
                re.search(r"(?i)/(comments|people|persons|threadedcomments)[^/]*(/|\.xml$)", name) for name in names
            ):
                yield "文件里有批注，批注有作者的姓名"
            if any("/media/" in name for name in names):
                yield "文件里有图片，图片可能有拍摄地点"
            for name, tags in (("docProps/core.xml", _CORE), ("docProps/app.xml", _APP), ("docProps/custom.xml", ())):
                if name in names and names[name] < _LARGE:
                    root = ElementTree.fromstring(opened.read(name))
                    filled = [it for it in root.iter() if (it.text or "").strip()]
                    if not tags and filled:
                        yield "文件属性里有自定义的内容"
                    if any(it.tag.rpartition("}")[2] in tags for it in filled):
                        yield "文件属性里有作者、修改者或者单位"
    except (zipfile.BadZipFile, ParseError, DefusedXmlException, KeyError, RuntimeError, OSError):
        yield "打不开，或者加了密码"


def _pdf(raw: bytes) -> Iterator[str]:
    """The properties, attachments and pictures' own properties of a PDF."""
    try:
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            if any(key not in _PDF_KEEPS and str(value).strip() for key, value in pdf.docinfo.items()):
                yield "文件属性里有作者或者别的内容"
            with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
                if any(told.get(key) for key in ("dc:creator", "dc:contributor", "pdf:Author")):
                    yield "文件属性（XMP）里有作者"
            if len(pdf.attachments) or "/JavaScript" in pdf.Root.get("/Names", {}):
                yield "文件里夹着别的文件或者脚本"
            if any("/Annots" in page and len(page.Annots) for page in pdf.pages if _has_remarks(page)):
                yield "文件里有批注，批注有作者的姓名"
            for item in pdf.objects:
                if isinstance(item, pikepdf.Stream) and "/DCTDecode" in str(item.get("/Filter", "")):
                    yield from _jpeg(item.read_raw_bytes())
    except (pikepdf.PdfError, ValueError, KeyError):
        yield "打不开，或者加了密码"


def _has_remarks(page: pikepdf.Page) -> bool:
    return any(str(remark.get("/Subtype", "")) not in ("/Link", "/Widget") for remark in page.get("/Annots", []))


KINDS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "txt": _text,
    "csv": _text,
    "pdf": _pdf,
    "jpg": _jpeg,
    "jpeg": _jpeg,
    "png": _png,
    "docx": _office,
    "xlsx": _office,
}
"""What a copy of evidence may be, with what looks through it."""

_CLEAN = {
    "pdf": "用原来的软件重新导出，导出时不带作者和批注；或者打印成 PDF",
    "docx": "在“文件—信息—检查文档”里删除全部个人信息和批注，再保存",
    "xlsx": "在“文件—信息—检查文档”里删除全部个人信息和批注，再保存",
}
_PICTURE = "在文件的“属性—详细信息”里点“删除属性和个人信息”，或者截一张屏幕图"


def hidden(name: str, raw: bytes) -> Iterator[tuple[str, str]]:
    """What is wrong with a file to publish, and how to clean it, in Chinese."""
    kind = name.rpartition(".")[2]
    for wrong in dict.fromkeys(KINDS[kind](raw)):
        text = "用 UTF-8 另存" if kind in ("txt", "csv") else _PICTURE
        yield wrong, _CLEAN.get(kind, text)
