"""Pages call the registered macros and say nothing else; every slip is named with its place."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from macros.issued.calls import TAKES, Call, calls
from macros.records.problem import DataError
from macros.rules.checked import load_checked
from macros.rules.pages import NAMES
from macros.site.render import VIEWS
from tests.conftest import ROOT

PAGE = "docs/tasks/t01.md"


def add(root: Path, text: str) -> int:
    path = root / PAGE
    before = path.read_text(encoding="utf-8")
    path.write_text(before + text, encoding="utf-8")
    return before.count("\n") + 1


def test_the_rules_know_the_views_there_are() -> None:
    assert set(VIEWS) == NAMES
    assert set(TAKES) <= NAMES


@pytest.mark.parametrize(
    "text",
    [
        "{{ git }}",
        "{{ config }}",
        "{{ environment }}",
        "{{ target_table }}",
        "{{ 甲 }}",
        "{{ page.file.abs_src_path }}",
        "{{ macros_info() }}",
        "{{ context() }}",
        "{{ now() }}",
        "{{ home.__globals__ }}",
        "{{ home().__class__ }}",
        "{{ home() | safe }}",
        "{{ 'a' * 999999999 }}",
        "{{ range(999999999) | list }}",
        "{% for i in range(9**9) %}x{% endfor %}",
        "{% set x = 1 %}",
        "{% include 'mkdocs.yml' %}",
        "{# 王某 #}",
        "{{ home( }}",
        "{{",
        "{{ home(",
        "{{ home()",
        "{{- home() }}",
        "{{ home(1) }}",
        '{{ home("x") }}',
        "{{ target_table(of='t01') }}",
        '{{ target_table("t99") }}',
        '{{ target_table("../x") }}',
        "{{ task_pager() }}",
        '{{ task_pager("alpha") }}',
        '{{ body_summary("t01") }}',
    ],
)
def test_anything_else_is_named_with_its_place(tiny: Path, text: str) -> None:
    line = add(tiny, f"甲 {text}\n")
    with pytest.raises(DataError) as error:
        load_checked(tiny)
    first = str(error.value).split("\n")[0]
    assert first.startswith(f"{PAGE}:{line}:3: ")
    assert first.endswith("）")


@pytest.mark.parametrize(
    "text",
    ['{{ target_table("t01") }}', "{{target_table()}}", "{{ target_table('goal') }}", '{{ body_summary("alpha") }}',
     "&#123;&#123; git &#125;&#125;", "{ 甲 }", "{: .x }"],
)  # fmt: skip
def test_what_may_be_said_passes(tiny: Path, text: str) -> None:
    add(tiny, f"\n{text}\n")
    load_checked(tiny)


def test_places_are_those_of_the_file() -> None:
    (call,) = calls("一\n二 {{ home() }}\n", "x.md")
    assert isinstance(call, Call)
    assert (call.at.line, call.at.column) == (2, 3)


def test_a_slip_is_short_and_chinese_at_the_front_door(tmp_path: Path) -> None:
    page = ROOT / "docs" / "about.md"
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path / "p"), str(tmp_path / "site")],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "PAGE": str(page)},
    )  # fmt: skip
    assert done.returncode == 1
    lines = done.stderr.strip().split("\n")
    assert lines[0].startswith("docs/about.md:")
    assert "“{{ 甲 }}”" in lines[0]
    assert len(lines) <= 3
    assert not (tmp_path / "site").exists()


CODE = """
import pathlib, shutil, subprocess, sys
root = pathlib.Path(sys.argv[1])
for name in ("data", "docs", "macros", "scripts", "overrides"):
    shutil.copytree(name, root / name)
for name in ("mkdocs.yml", "hooks.py"):
    shutil.copy(name, root / name)
with (root / "docs" / "about.md").open("a", encoding="utf-8") as page:
    page.write("\\n{{ 甲 }}\\n")
command = [sys.executable, "-m", "scripts.build", "--site", sys.argv[2]]
sys.exit(subprocess.run(command, cwd=root).returncode)
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: 首页", "title: 首页\nauthor: 王某", "不能写“author”"),
        ("title: 首页", "title: 首页\ntemplate: x.html", "不能写“template”"),
        ("title: 首页", "title: 首页\nrender_macros: false", "不能写“render_macros”"),
        ("title: 首页", "title: 2022", "“title”应当是文字"),
        ("title: 首页", "title: 首页\ndescription: '\"><script>'", "“description”里有不能用的字符"),
        ("title: 首页", "title: 首页\u202e", "控制字符"),
        ("title: 首页", "hide: [toc]", "没有标题"),
        ("---\ntitle: 首页\n---\n", "title: 首页\n\n", "没有标题"),
    ],
)
def test_front_matter_is_held_to_the_strict_reader(tiny: Path, old: str, new: str, said: str) -> None:
    page = tiny / "docs" / "index.md"
    page.write_text(page.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=said) as error:
        load_checked(tiny)
    assert "docs/index.md:" in str(error.value)


@pytest.mark.parametrize(
    "name", ["photo.jpg", "assets/seal.png", "letter.docx", "scan.pdf", "a.html", "assets/x.bak", "x.svg"]
)
def test_pictures_and_letters_are_not_published(tiny: Path, name: str) -> None:
    path = tiny / "docs" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"\xff\xd8\xff\xe1Exif")
    with pytest.raises(DataError, match="不能放在网站里"):
        load_checked(tiny)


def test_a_link_out_of_the_project_is_not_published(tiny: Path) -> None:
    (tiny / "docs" / "x.md").symlink_to("/etc/passwd")
    with pytest.raises(DataError, match="指向项目文件夹之外") as error:
        load_checked(tiny)
    assert "root:" not in str(error.value)
