"""A copy of evidence is published as it is, so it tells nothing of persons; what can be cleaned says how."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from macros.published.release import release
from macros.records.problem import DataError
from macros.rules.checked import load_checked

RECORD = "data/progress/2024/alpha.yml"
AT = "evidence: {title: 年报}\n  - id: 2024-alpha-contest"


def put(root: Path, name: str, raw: bytes) -> None:
    path = root / "data" / "evidence" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    record = root / RECORD
    text = record.read_text(encoding="utf-8")
    digest = hashlib.sha256(raw).hexdigest()
    evidence = f"evidence: {{title: 年报, file: {name}, sha256: {digest}}}"
    record.write_text(text.replace(AT, AT.replace("evidence: {title: 年报}", evidence)), encoding="utf-8")


def pdf(change: Callable[[pikepdf.Pdf], object] = lambda _: None) -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    change(made)
    made.save(out)
    return out.getvalue()


def written_by(made: pikepdf.Pdf) -> None:
    made.docinfo["/Author"] = "张某"


def remarked(made: pikepdf.Pdf) -> None:
    remark = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T="张某")
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(remark)])


def holding(made: pikepdf.Pdf) -> None:
    made.attachments["a.txt"] = b"x"


def photographed(made: pikepdf.Pdf) -> None:
    picture = pikepdf.Stream(made, jpeg(b"\xff\xe1\x00\x08Exif\x00\x00"))
    picture.Type, picture.Subtype, picture.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode
    made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=made.make_indirect(picture)))


def jpeg(segment: bytes = b"") -> bytes:
    return b"\xff\xd8" + segment + b"\xff\xda\x00\x02\xff\xd9"


def png(chunk: bytes = b"") -> bytes:
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\x00\x00\x00\x00IEND\xae\x42\x60\x82"


def workbook(author: str | None) -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.properties.creator = author
    made.save(out)
    return out.getvalue()


def document(part: str, text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(part, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.txt", "技能人才 203 人\n".encode()),
        ("2024/a.csv", "年,数\n2024,203\n".encode()),
        ("a.pdf", pdf()),
        ("a.jpg", jpeg(b"\xff\xe0\x00\x04JF")),
        ("a.png", png()),
        ("a.xlsx", workbook(None)),
    ],
)
def test_a_clean_copy_is_published_as_it_is(tiny: Path, name: str, raw: bytes) -> None:
    put(tiny, name, raw)
    assert release(tiny).files[f"evidence/{name}"] == raw


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.txt", "联系人 13800138000\n".encode(), "像是手机号码"),
        ("a.csv", "数,二百".encode("gbk"), "不是 UTF-8"),
        ("a.pdf", pdf(written_by), "作者"),
        ("a.pdf", pdf(remarked), "批注"),
        ("a.pdf", pdf(holding), "夹着别的文件"),
        ("a.pdf", pdf(photographed), "EXIF"),
        ("a.pdf", b"%PDF-1.4 broken", "打不开"),
        ("a.jpg", jpeg(b"\xff\xe1\x00\x08Exif\x00\x00"), "EXIF"),
        ("a.jpg", jpeg(b"\xff\xfe\x00\x04hi"), "注释"),
        ("a.jpg", png(), "不是 JPEG"),
        ("a.png", png(b"\x00\x00\x00\x01tEXta\x00\x00\x00\x00"), "文字信息"),
        ("a.xlsx", workbook("张某"), "作者"),
        ("a.docx", document("word/comments.xml", "<a/>"), "批注"),
        ("a.docx", document("word/vbaProject.bin", ""), "宏"),
        ("a.docx", document("docProps/app.xml", "<a><Company>某局</Company></a>"), "单位"),
        ("a.docx", document("word/media/image1.jpeg", "x"), "图片"),
        ("a.docx", b"\xd0\xcf\x11\xe0", "打不开"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "这种文件"),
        ("a.heic", b"x", "这种文件"),
        ("a.JPG", jpeg(), "结尾用小写"),
        ("a.html", b"<script>", "这种文件"),
    ],
)
def test_what_tells_of_persons_is_refused_with_how_to_clean_it(tiny: Path, name: str, raw: bytes, said: str) -> None:
    put(tiny, name, raw)
    with pytest.raises(DataError) as error:
        load_checked(tiny)
    (problem,) = error.value.problems
    assert said in f"{problem.wrong}|{problem.remedy}"
    assert problem.at.file == f"data/evidence/{name}"
