"""mkdocs.yml is read as strictly as the data, and the navigation names the pages it leads to."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from macros.issued.navigation import navigation
from macros.records.problem import DataError
from macros.records.settings import settings
from macros.rules.checked import load_checked
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "文件是空的"),
        ("site_name:\n", "值是空的"),
        ("site_name: 2022\n", "应当是文字"),
        ("site_name: [甲]\n", "应当是文字"),
        ("site_name: 甲\u202e乙\n", "控制字符"),
        ('site_name: "甲\\u202e乙"\n', "控制字符"),
        ("site_name: 甲<b>\n", "不能用的字符"),
        ("site_name: 甲\nsite_description: '甲\"乙'\n", "不能用的字符"),
        ("site_name: 甲\nsite_url: 'https://example.org/\"x/'\n", "不能用的字符"),
        ("site_name: 甲\nsite_url: https://example.org/plan\n", "要以“/”结尾"),
        ("site_name: 甲\nsite_url: https://example.org/?a=/\n", "要以“/”结尾"),
        ("site_name: 甲\nsite_url: https://user@example.org/\n", "用户名"),
        ("site_name: 甲\nsite_url: javascript:alert(1)//\n", "http:// 或 https:// 开头"),
        ("site_name: 甲\nextra:\n  feedback: office@x\n", "mailto: 开头的邮箱"),
        ("site_name: 甲\nextra:\n  feedback: mailto:office@x\n", "外面打不开"),
        ("site_name: 甲\nextra:\n  feedback: 'mailto:a@example.org?cc=b@example.org'\n", "mailto:"),
        ("site_name: 甲\nextra:\n  feedback: javascript:alert(1)\n", "mailto: 开头的邮箱"),
        ("site_name: 甲\nextra:\n  feedback: http://example.org/\n", "mailto: 开头的邮箱"),
        ("site_name: 甲\nextra:\n  footer: 某局主办\n", "应当是一组字段"),
        ("site_name: 甲\nextra:\n  footer: {主办单位: 某局}\n", "没有字段“主办单位”"),
        ("site_name: 甲\nextra:\n  footer: {主办: '<script>'}\n", "不能用的字符"),
        ("site_name: 甲\nextra:\n  footer: {联系: 王某13800138000}\n", "手机"),
        ("site_name: 甲\nextra:\n  government: {SiteIDCode: 1000000001}\n", "应当是文字"),
        ("site_name: 甲\nextra:\n  government: {SiteIDCode: '12'}\n", "应为10 位数字"),
        ("site_name: 甲\nextra:\n  government: {ColumnType: 规划}\n", "应当是一组字段"),
        ("site_name: 甲\nextra:\n  policy: x\n", "没有字段“policy”"),
        ("site_name: 甲\nsite_nmae: 乙\n", "没有字段“site_nmae”"),
        ("site_name: 甲\nsite_name: 乙\n", "写了两次"),
        ("site_name: 甲\nnav:\n  - 首页: index.md\n", "导航由方案"),
        ("site_name: 甲\nINHERIT: other.yml\n", "没有字段“INHERIT”"),
        ("site_name: !ENV HOME\n", "类型标记"),
        ("site_name: &a 甲\nsite_description: *a\n", "锚点"),
        ("site_name: 甲\ndocs_dir: /etc\n", "“docs_dir”"),
        ("site_name: 甲\nstrict: false\n", "“strict”"),
        ("site_name: 甲 #乙\n", "会丢失"),
        ("site_name: 甲\nsite_url: https://www.gоv.cn/\n", "别种字母"),
        ("甲\n", "应当是一组字段"),
    ],
)
def test_a_wrong_setting_is_named(tiny: Path, text: str, said: str) -> None:
    (tiny / "mkdocs.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_checked(tiny)
    assert said in str(error.value)
    assert str(error.value).startswith("mkdocs.yml:")


def test_a_missing_file_is_named(tiny: Path) -> None:
    (tiny / "mkdocs.yml").unlink()
    with pytest.raises(DataError, match=r"mkdocs\.yml:1:1: 找不到这个文件"):
        load_checked(tiny)


def test_right_settings_pass(tiny: Path) -> None:
    (tiny / "mkdocs.yml").write_text(
        "site_name: 甲\nsite_url: http://10.1.2.3/some/path/\nextra:\n  feedback: mailto:office@example.org # 受理\n"
        "  footer: {主办: 某局, 联系: 0559-2512345}\n"
        "  government: {SiteIDCode: 0100000001, ColumnType: {方案原文: 规划}}\n",
        encoding="utf-8",
    )
    load_checked(tiny)
    shown = settings(tiny).extra.shown()
    assert shown["government"]["SiteIDCode"] == "0100000001"
    assert shown["footer"] == {"主办": "某局", "联系": "0559-2512345"}


def paths(items: list[object]) -> list[str]:
    found = []
    for item in items:
        found += [item] if isinstance(item, str) else paths(next(iter(item.values())))  # type: ignore[attr-defined]
    return found


def test_every_page_has_one_place_in_the_navigation() -> None:
    project = load_checked(ROOT)
    docs = ROOT / "docs"
    pages = sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*.md"))
    placed = paths(navigation(project.plan, project.bodies, project.targets, [*pages, "new.md"]))
    assert sorted(placed) == sorted([*pages, "new.md"])
    order = paths(navigation(project.plan, project.bodies, project.targets, pages))
    assert [path for path in order if path.startswith("tasks/")] == [f"tasks/{t.id}.md" for t in project.plan.tasks]


def test_labels_are_titles(site: Path) -> None:
    index = (site / "tasks" / "t01.html").read_text(encoding="utf-8")
    menu = index[index.index('aria-label="目录"') : index.index("</details>")]
    links = re.findall(r'<a href="([^"#]+)"[^>]*>([^<]+)</a>', menu)
    assert len(links) > 20
    for href, label in links:
        page = (site / "tasks" / href).resolve()
        title = re.search(r'name="ArticleTitle" content="([^"]+)"', page.read_text(encoding="utf-8"))
        sections = ("方案原文", "目标指标", "报送情况", "责任单位", "说明与数据")
        assert title is not None
        assert label == title[1] or label in sections, href


@pytest.mark.slow
def test_settings_reach_the_page_as_they_are(tmp_path: Path) -> None:
    root = tmp_path / "project"
    for name in ("data", "docs", "macros", "scripts", "overrides"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "hooks.py", "requirements.txt", "requirements-licences.csv"):
        shutil.copy(ROOT / name, root / name)
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace("footer: {}", "footer: {主办: 甲&lt;乙&copy;, 备案: 'x{{ config }}'}")
    text = text.replace("government: {}", "government: {SiteIDCode: 0100000001}")
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "scripts.build", "--site", str(tmp_path / "site")]
    subprocess.run(command, cwd=root, check=True)
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert 'name="SiteIDCode" content="0100000001"' in page
    assert "主办：甲&amp;lt;乙&amp;copy;" in page
    assert "备案：x{{ config }}" in page
