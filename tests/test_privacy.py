"""No person's number is let into what is published, and nothing else is taken for one."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from macros.records.problem import DataError
from macros.rules.checked import load_checked
from macros.rules.privacy import found
from tests.conftest import ROOT

SIGNED = re.compile(r"(?:填报人|审核人|联系人|经办人|负责人)[:：]\s*[\u4e00-\u9fff]{2,4}\b")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("联系人13800138000", "手机"),
        ("１３８００１３８０００", "手机"),
        ("138 0013 8000", "手机"),
        ("138-0013-8000", "手机"),
        ("138.0013.8000", "手机"),
        ("1 3 8 0 0 1 3 8 0 0 0", "手机"),
        ("+86 13800138000", "手机"),
        ("+86-138-0013-8000", "手机"),
        ("8613800138000", "手机"),
        ("138－0013－8000", "手机"),
        ("138　0013　8000", "手机"),
        ("https://example.org/?tel=13800138000", "手机"),
        ("wx13800138000", "手机"),
        ("0559-2512345", "电话"),
        ("(0559)2512345", "电话"),
        ("（０５５９）２５１２３４５", "电话"),
        ("0559 251 2345", "电话"),
        ("010-62345678", "电话"),
        ("电话：2512345", "电话"),
        ("11010519491231002X", "身份证"),
        ("11010519491231002x", "身份证"),
        ("１１０１０５１９４９１２３１００２Ｘ", "身份证"),
        ("110105 19491231 002X", "身份证"),
        ("110105-1949-1231-002X", "身份证"),
        ("440524188001010014", None),  # the year 1880
        ("110105491231002", "身份证"),
        ("110105194912310021", None),  # a wrong check sign
        ("110105199913310026", None),  # no such day
    ],
)
def test_numbers_of_people_are_known(text: str, kind: str | None) -> None:
    seen = found(text)
    assert (seen is None) if kind is None else (seen is not None and kind in seen[1]), seen


@pytest.mark.parametrize(
    "text",
    [
        "2022年至2025年共培训12000人次",
        "2025-12-31",
        "2022、2023、2024、2025",
        "统计代码341002001",
        "https://www.ahtxq.gov.cn/zwgk/public/6615889/10138000000.html",
        "https://www.ahtxq.gov.cn/13800138000.html",
        "13812345678901234567",
        "皖科协〔2022〕13号",
        "1380013800",
        "完成率 13.5%，总数 1380000",
        "e3b0c44298fc1c149afbf4c13800138000924ca495991b7852b855",
        "国发〔2021〕9号，皖政〔2022〕15号，黄政〔2022〕3号",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert found(text) is None


def test_this_project_and_its_history_hold_none() -> None:
    load_checked(ROOT)
    command = ["git", "log", "-p", "--format=%h", "--", "data"]
    log = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    for line in log.split("\n"):
        if line.startswith(("+", "-")):
            assert found(line[1:]) is None, line
            assert not SIGNED.search(line), line


@pytest.mark.parametrize("name", ["scan.jpg", "letter.docx", "table.xlsx", "Photo.HEIC", "seal.png", "notes.txt"])
@pytest.mark.parametrize(
    "folder",
    [
        *("docs", "docs/tasks", "docs/assets", "docs/assets/site", "overrides", "overrides/partials"),
        *("data", "data/source", "data/progress", "data/progress/2024", "data/evidence"),
    ],
)
def test_what_may_carry_names_is_refused_wherever_it_is_put(tiny: Path, folder: str, name: str) -> None:
    """A photograph's place and camera, a letter's author: what is not read and shown is not let in."""
    path = tiny / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\xff\xd8\xff\xe1Exif\0\0")
    with pytest.raises(DataError) as error:
        load_checked(tiny)
    assert f"{folder}/{name}:1:1: " in str(error.value)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/progress/2024/alpha.yml", "reason: 漏记一场", "reason: 漏记一场，问王某 138 0013 8000"),
        ("data/progress/2024/alpha.yml", "{title: 年报}", "{title: 年报 11010519491231002X}"),
        ("data/progress/2024/alpha.yml", "records:\n", "# 王某 13800138000\nrecords:\n"),
        ("data/bodies.yml", "members_source: 测试", "members_source: 电话 0559-2512345"),
        ("docs/tasks/t01.md", "## 责任单位", "联系王某13800138000\n\n## 责任单位"),
        ("docs/tasks/t01.md", "## 责任单位", "<!-- 王某 11010519491231002X -->\n\n## 责任单位"),
    ],
)
def test_a_number_stops_the_build_and_is_not_repeated(tiny: Path, file: str, old: str, new: str) -> None:
    path = tiny / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_checked(tiny)
    said = str(error.value)
    assert f"{file}:" in said
    assert "像是" in said
    assert "8000" not in said
    assert "1949" not in said
