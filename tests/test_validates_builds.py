"""What the check lets pass can be published and printed: any text, any figure, any address."""

from __future__ import annotations

import datetime
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macros.print.press import books
from macros.published.feed import atom
from macros.published.release import release
from macros.records.problem import DataError
from macros.site.render import Renderer
from scripts.split_plan import split_plan
from tests.conftest import TINY


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated") / "tiny"
    shutil.copytree(TINY, folder)
    split_plan(folder)
    (folder / "docs" / "index.md").write_text("---\ntitle: 首页\n---\n", encoding="utf-8")
    return folder


SPACES = " \u00a0\u3000\u2003\u2009\u200a\u202f\u205f\u1680\n"
TEXTS = st.one_of(
    st.text("年报一二《》（）“”—…·①Ⅱ㎡‰%abcXYZ019" + SPACES, min_size=1, max_size=30),
    st.text("#*_`$@<>&\"'\\/{}[]|~^=+-:;,.!?()" + SPACES, min_size=1, max_size=20),
    st.text(min_size=1, max_size=12),
    st.sampled_from(["=1+1", "@SUM(A1)", "-1", "#let x = 1", "$x$", "<script>", "{{ git }}", "]]>",
                     "\x0b", "\x1c", "\ud7ff", "\ufffe"]),
)  # fmt: skip
FIGURES = st.one_of(
    st.integers(0, 10**14).map(str),
    st.decimals(0, 10**6, places=3).map(str),
    st.sampled_from(["0", "0.0", "-0", "1" * 15, "1" * 16, "9" * 400, "9" * 4400, "0." + "0" * 12 + "1", "1.10"]),
)


def report(number: int, figure: str, title: str, note: str, url: str | None) -> str:
    record: dict[str, Any] = {"id": f"2025-made-{number}", "target": "goal-readers", "value": "FIGURE"}
    record |= {"as_of": datetime.date(2025, 6, 30), "reported_on": datetime.date(2025, 7, 1)}
    record |= {"evidence": {"title": title} | ({"url": url} if url else {}), "note": note}
    dumped = yaml.dump({"body": "各镇人民政府", "records": [record]}, allow_unicode=True, default_style='"')
    return dumped.replace('"FIGURE"', figure).replace('!!timestamp "', "").replace('-30"', "-30").replace('-01"', "-01")


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    figure=FIGURES,
    title=TEXTS,
    note=TEXTS,
    url=st.one_of(
        st.none(), st.sampled_from(["http://8.8.8.8/?a=b&c='", "https://屯溪.中国/附件.pdf?%#x", "https://a.cn:8443"])
    ),
)
def test_what_passes_the_check_is_published_and_printed(
    root: Path, figure: str, title: str, note: str, url: str | None
) -> None:
    (root / "data/progress/2025/towns.yml").write_text(report(1, figure, title, note, url), encoding="utf-8")
    try:
        made = release(root)
    except DataError:
        return
    pages = {filing.report.id: "changes.html" for filing in made.account.changes}
    ET.fromstring(atom(made.account, "更新记录", "https://example.org/", pages))
    prints = books(made.files)
    assert prints
    page = Renderer(made, lambda path: path, prints)
    calls = (("change_log",), ("target_table",), ("body_reports", "towns"), ("task_reports", "goal"))
    for html in (page.html(*call) for call in calls):
        assert "<script>" not in html


def test_the_generated_records_are_not_all_refused(root: Path) -> None:
    (root / "data/progress/2025/towns.yml").write_text(report(1, "12", "年报", "说明", None), encoding="utf-8")
    assert release(root).account.project.files[-1].content.records[0].id == "2025-made-1"
