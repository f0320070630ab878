"""Texts as editable Word files in the layout of official documents (GB/T 9704-2012): plain values in, bytes out.

The same values give the same bytes. No value can become more than text: every run is written as text, and the
page number is the only field.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TITLE, HEAD, BODY, SUB = "方正小标宋简体", "黑体", "仿宋_GB2312", "楷体_GB2312"
_FONTS = {
    TITLE: "方正小标宋_GBK,小标宋,华文中宋,STZhongsong,宋体,SimSun,Noto Serif CJK SC",
    HEAD: "SimHei,Noto Sans CJK SC",
    BODY: "仿宋,FangSong,方正仿宋_GBK,华文仿宋,FandolFang",
    SUB: "楷体,KaiTi,方正楷体_GBK,华文楷体,FandolKai",
    "宋体": "SimSun,Noto Serif CJK SC",
}
"""The names that the standard's fonts have in offices, each with those to take where it is not there."""
_WIDE = 156
"""Of the text, in mm."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip file knows."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 for 一、, level 2 for （一）."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `last` are those below the text at its right, such as a date."""

    text: str
    last: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """What nobody has told and somebody is to write: shown as such."""

    what: str
    last: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: heads, rows, and each column's width in parts of the whole."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]


Block = Heading | Paragraph | Blank | Grid


@dataclass(frozen=True, kw_only=True)
class Text:
    """A whole text.

    Attributes:
        above: what stands above the title.
        mark: stands at the head of each page; "" for nothing.
        timestamp: its own date, in seconds since 1970, UTC.
    """

    title: str
    above: Sequence[Block]
    blocks: Sequence[Block]
    mark: str
    timestamp: int


def _element(tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _font(style: Any, name: str, size: float, *, latin: str = "Times New Roman") -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    style.font.color.rgb = None
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")) + properties.findall(qn("w:color")):
        properties.remove(old)
    fonts = _element("w:rFonts", ascii=latin, hAnsi=latin, eastAsia=name, cs=latin)
    properties.insert(0, fonts)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(_element("w:lang", val="en-US", eastAsia="zh-CN"))


def _set(style: Any, *, indent: int = 0, line: float = 28, align: Any = None, before: float = 0) -> None:
    form = style.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    form.space_before, form.space_after, form.alignment = Pt(before), Pt(0), align
    # In characters, so that it stays two of them in any size; in points for who does not know these.
    form.first_line_indent = Pt(indent * 16)
    style.element.pPr.find(qn("w:ind")).set(qn("w:firstLineChars"), str(indent * 100))


def _styles(document: Any) -> None:
    styles = document.styles
    _font(styles["Normal"], BODY, 16)
    _set(styles["Normal"], indent=2, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    _font(styles["Title"], TITLE, 22)
    _set(styles["Title"], line=35, align=WD_ALIGN_PARAGRAPH.CENTER)
    for border in styles["Title"].element.pPr.findall(qn("w:pBdr")):
        styles["Title"].element.pPr.remove(border)
    for level, name in ((1, HEAD), (2, SUB)):
        _font(styles[f"Heading {level}"], name, 16)
        _set(styles[f"Heading {level}"], indent=2)
        styles[f"Heading {level}"].paragraph_format.keep_with_next = True
    cell = styles.add_style("表格文字", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = styles["Normal"]
    _font(cell, BODY, 12)
    _set(cell, line=18, align=WD_ALIGN_PARAGRAPH.LEFT)
    for name in ("Header", "Footer"):
        _font(styles[name], "宋体", 14)
        _set(styles[name])


def _plain(text: str) -> str:
    return _CONTROL.sub("", text).replace("\r", "\n")


def _number(paragraph: Any) -> None:
    """— n — with the page's number, the only field of the file."""
    paragraph.add_run("— ")
    for kind in ("begin", "", "separate", "1", "end"):
        run = paragraph.add_run()
        if kind == "1":
            run.text = "1"
        elif kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))
        else:
            code = _element("w:instrText")
            code.text = " PAGE "
            run._r.append(code)
    paragraph.add_run(" —")


def _page(document: Any, mark: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(23)
    document.settings.odd_and_even_pages_header_footer = True
    for header, footer, side in (
        (section.header, section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_header, section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        header.is_linked_to_previous = footer.is_linked_to_previous = False
        header.paragraphs[0].text, header.paragraphs[0].alignment = mark, WD_ALIGN_PARAGRAPH.CENTER
        _number(footer.paragraphs[0])
        footer.paragraphs[0].alignment = side


def _grid(document: Any, grid: Grid) -> None:
    table = document.add_table(rows=0, cols=len(grid.head), style="Table Grid")
    table.autofit = False
    parts = sum(grid.widths)
    widths = [Mm(_WIDE * part / parts) for part in grid.widths]
    for number, words in enumerate((grid.head, *grid.rows)):
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(_element("w:cantSplit"))
        if number == 0:
            properties.append(_element("w:tblHeader"))
        for cell, text, width in zip(row.cells, words, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.style = "表格文字"
            run = paragraph.add_run(_plain(text))
            run.bold = number == 0 or None
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


def _block(document: Any, block: Block) -> None:
    if isinstance(block, Grid):
        _grid(document, block)
    elif isinstance(block, Heading):
        document.add_paragraph(_plain(block.text), style=f"Heading {block.level}")
    else:
        blank = isinstance(block, Blank)
        words = f"【待填：{block.what}】" if isinstance(block, Blank) else _plain(block.text)
        paragraph = document.add_paragraph()
        run = paragraph.add_run(words)
        if blank:
            run.font.highlight_color = 7  # yellow; the brackets say it without colour
        if block.last:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _names(package: Any) -> None:
    """The standard's fonts with their second choices; without the library's own picture of the template."""
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in _FONTS.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for part in package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = f'<?xml version="1.0" encoding="UTF-8"?><w:fonts xmlns:w="{space}">{rows}</w:fonts>'.encode()
    for name, link in list(package.rels.items()):
        if link.reltype.endswith("/thumbnail"):
            del package.rels[name]


def _packed(raw: bytes) -> bytes:
    """The same archive with one date on every part, in one order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, _FIRST)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(entry, old.read(name))
    return out.getvalue()


def docx(text: Text) -> bytes:
    """The file."""
    document = Document()
    _styles(document)
    _page(document, text.mark)
    add = partial(_block, document)
    for block in text.above:
        add(block)
    document.add_paragraph(_plain(text.title), style="Title")
    for block in text.blocks:
        add(block)
    moment = datetime.datetime.fromtimestamp(text.timestamp, tz=datetime.UTC)
    about = document.core_properties
    about.title, about.author, about.last_modified_by, about.comments = _plain(text.title), "", "", ""
    about.created = about.modified = moment.replace(tzinfo=None)
    about.revision, about.language = 1, "zh-CN"
    _names(document.part.package)
    out = io.BytesIO()
    document.save(out)
    return _packed(out.getvalue())
