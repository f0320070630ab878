"""The round through the commands: forms out, filled, faulty, back with marks, mended, taken in, published."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros.forms.layout import SHEET, file_of
from macros.judged.asked import Form
from macros.judged.cells import Kind
from macros.records.yaml_lines import load_yaml
from tests.filling import SIGNED, TODAY, Workbook, asked_of, good, intake, project

pytestmark = pytest.mark.slow  # every test runs the command, and one builds the site
PERSONS = [text for label, text in SIGNED.items() if label != "日期"]


def files(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not re.search(r"\.cache/|__pycache__", name)}


def data(root: Path) -> dict[str, bytes]:
    return files(root / "tests/demo/progress")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "方案 网站"  # a space and Chinese in the path
    folder.mkdir()
    project(folder)
    return folder


def hand_in(root: Path, forms: dict[str, Form], fill: Callable[[Workbook], Any] = Workbook.fill) -> None:
    inbox = root / "收表-演示"
    inbox.mkdir(exist_ok=True)
    for form in forms.values():
        book = Workbook(form)
        fill(book)
        (inbox / file_of(form)).write_bytes(book.raw)


GOOD = object()
"""What the row held before it was spoilt."""

# One fault each: what is put into which cell of a row, and what is written there instead when it has come back.
SPOILT: dict[Kind, list[tuple[str, Any, Any]]] = {
    Kind.STATE: [
        ("as_of", "2025年12月31日", "2025-12-31"),
        ("evidence", None, "年度总结（虚构）"),
        ("value", "基本完成", "已完成"),
        ("progress", "找办公室张主任，电话 13812345678", "演示文字（虚构）"),
        ("as_of", 46022, "2025-12-31"),
        ("progress", None, "演示文字（虚构）：一件"),
        ("evidence", "⼈才统计表", "人才统计表"),
        ("as_of", "2026-12-31", "2025-12-31"),
        ("value", None, "未开展"),
        ("evidence", "总结 http://192.168.1.5/a.doc", "总结"),
        ("as_of", "2024-12-31", "2025-12-31"),
        ("progress", "做得很好\U0001f600", "做得很好"),
        ("evidence", "总结\u00a0二稿", "总结 二稿"),
        ("as_of", 20251231, "2025-12-31"),
        ("evidence", "总结（电话 0559-2512345）", "总结"),
        ("as_of", "2025.12.31", "2025-12-31"),
        ("evidence", "甲 https://www.gov.cn/a 乙 https://www.gov.cn/b", "甲 https://www.gov.cn/a"),
        ("as_of", "12月31日", "2025-12-31"),
        ("value", "进行中", "推进中"),
        ("as_of", None, "2025-12-31"),
    ],
    Kind.NUMBER: [
        ("value", "约50", GOOD),
        ("value", "5,000", GOOD),
        ("value", "２０", GOOD),
        ("value", "20人", GOOD),
        ("value", "—", GOOD),
        ("value", 12.5, GOOD),
        ("status", "未统计", "已统计（含0）"),
        ("basis", "累计", "本年新增"),
        ("value", "1.2万", GOOD),
        ("value", -3, GOOD),
        ("value", "详见附件", GOOD),
        ("as_of", "2025年底", "2025-12-31"),
    ],
    Kind.COVERAGE: [("second", 0, GOOD)],
    Kind.HELD: [("value", "是", "已举办")],
}


def test_a_whole_round_through_the_commands(root: Path) -> None:
    forms = asked_of(root)
    hand_in(root, forms)
    before = data(root)
    left = {kind: list(pairs) for kind, pairs in SPOILT.items()}
    spoilt: dict[str, tuple[str, str, Any]] = {}
    for slug, form in list(forms.items())[:23]:
        request = next(request for request in form.asked if left.get(request.kind))
        key, put, mend = left[request.kind].pop(0)
        mend = int(good(request)[key]) if mend is GOOD else mend
        path = root / "收表-演示" / file_of(form)
        path.write_bytes(Workbook(form, path.read_bytes()).put(request.about, key, put).raw)
        spoilt[slug] = (request.about, key, mend)
    assert len(spoilt) == 23
    handed_in = files(root / "收表-演示")

    run = intake(root)
    assert run.returncode == 1, run.stderr
    assert "23 个文件要改" in run.stdout.splitlines()[-1]
    assert files(root / "收表-演示") == handed_in
    back = files(root / "回表-演示")
    copies = {name for name in back if name.startswith("2025年终")}
    assert copies == {file_of(forms[slug]) for slug in spoilt}
    for slug, (about, key, _) in spoilt.items():
        book = openpyxl.load_workbook(io.BytesIO(back[file_of(forms[slug])]))[SHEET]
        commented = {cell.coordinate: cell.comment.text for row in book.iter_rows() for cell in row if cell.comment}
        name = Workbook(forms[slug]).name(about, key)
        status = Workbook(forms[slug]).name(about, "why") if key == "status" else name
        assert name in commented or status in commented, (slug, key, commented)
        assert all("怎样改：" in text for text in commented.values())
        assert len(commented) <= (2 if key == "status" else 1)
    faults = back["问题清单.txt"].decode("utf-8-sig")
    assert faults.count("怎么办：要改") == 24  # 未统计 beside a figure is two
    # What is good has been taken in; nothing of the others has.
    taken = set(data(root)) - set(before)
    assert taken
    assert {Path(name).stem for name in taken} == {form.body.slug for slug, form in forms.items() if slug not in spoilt}

    for slug, (about, key, mend) in spoilt.items():
        name = file_of(forms[slug])
        (root / "收表-演示" / name).write_bytes(Workbook(forms[slug], back[name]).put(about, key, mend).raw)
    run = intake(root)
    assert (run.returncode, run.stderr) == (0, ""), run.stdout
    assert "没有要改的" in run.stdout.splitlines()[-1]
    preview = (root / "回表-演示" / "变化预览.txt").read_bytes().decode("utf-8-sig")
    assert preview.startswith("演示数据（虚构）")
    assert "新报" in preview
    now = {path: content for path, content in data(root).items() if path not in before}
    records = [record for name in now for record in load_yaml(root / "tests/demo/progress", name)["records"]]
    assert len(records) == sum(len(form.asked) for form in forms.values())
    assert {path: content for path, content in data(root).items() if path in before} == before
    for slug, (about, key, mend) in spoilt.items():
        member = forms[slug].member
        name = member.name if member else None
        mine = [each for each in records if about in (each.get("target"), each.get("task"))]
        (record,) = [each for each in mine if each.get("member") == name]
        if key == "value" and isinstance(mend, int):
            assert record["value"] == mend
    for name, content in {**data(root), **files(root / "data")}.items():
        assert not [person for person in PERSONS if person.encode() in content], name
    assert not [person for person in PERSONS if person in run.stdout]
    signed = json.loads((root / "内部-演示/2025-annual/union.json").read_bytes())
    assert signed[0]["表末"]["电话"] == SIGNED["电话"]

    assert "通报已写好" in run.stdout
    assert (root / "通报-演示/2025年终报送情况通报（演示）.docx").is_file()

    again = intake(root)
    assert (again.returncode, data(root)) == (0, {**before, **now})
    assert "没有要登记的" in again.stdout
    command = [sys.executable, "-m", "scripts.build", "--progress", "tests/demo/progress", "--no-print"]
    subprocess.run([*command, "--site", "site-demo", "--today", TODAY.isoformat()], cwd=root, check=True)
    shown = (root / "site-demo/tasks/t07.html").read_text("utf-8")
    value = next(record["value"] for record in records if record.get("target") == "t07-skilled")
    assert f"{value}人" in re.sub(r"<[^>]+>|\s", "", shown)


test_a_whole_round_through_the_commands = pytest.mark.slow(test_a_whole_round_through_the_commands)


def test_as_they_were_sent_they_change_nothing(root: Path) -> None:
    forms = asked_of(root)
    hand_in(root, forms, lambda book: None)
    before = data(root)
    run = intake(root)
    assert (run.returncode, run.stderr) == (0, "")
    assert data(root) == before
    assert not (root / "内部-演示").exists()
    assert f"还有 {len(forms)} 个单位没有报齐" in run.stdout.splitlines()[-1]


def test_without_files_it_says_what_to_do(root: Path) -> None:
    run = intake(root)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[-1] == "收表-演示 里没有文件：把收到的填报表放进去，再运行一次。"
    chased = (root / "回表-演示/催报单.txt").read_bytes().decode("utf-8-sig")
    assert "期限：2026-01-31（到 2026-06-01 已过 121 天）" in chased
    assert "区总工会　情况：没有交　还缺：4 项" in chased
    assert "各镇人民政府：还缺屯光镇、阳湖镇、黎阳镇、新潭镇、奕棋镇；几份相加的数，收齐了才算" in chased
    assert chased.startswith("催报单\r\n")


def test_a_dry_run_writes_nothing(root: Path) -> None:
    forms = asked_of(root)
    hand_in(root, {"union": forms["union"]})
    before = files(root)
    run = intake(root, "--dry-run")
    assert run.returncode == 0
    assert "会登记 4 条记录" in run.stdout
    assert "任务7" in run.stdout
    assert files(root) == before


def test_a_correction_says_why(root: Path) -> None:
    forms = asked_of(root)
    hand_in(root, {"union": forms["union"]})
    assert intake(root).returncode == 0
    union = asked_of(root)["union"]
    assert union.by_about["t07-skilled"].current is not None
    old = data(root)["2025/union.yml"]
    path = root / "收表-演示" / file_of(union)
    book = Workbook(union).put("t07-skilled", "value", 163).sign()
    path.write_bytes(book.raw)
    run = intake(root)
    assert run.returncode == 1
    assert "没有写更正的原因" in run.stdout
    assert data(root)["2025/union.yml"] == old
    path.write_bytes(book.put("t07-skilled", "why", "漏计 13 人").raw)
    run = intake(root)
    assert run.returncode == 0, run.stdout
    new = data(root)["2025/union.yml"]
    assert new.startswith(old)  # what stood there is there, byte for byte
    last = load_yaml(root / "tests/demo/progress", "2025/union.yml")["records"][-1]
    assert (last["value"], last["corrects"], last["reason"]) == (163, "2025-union-t07-skilled", "漏计 13 人")
    assert last["id"] == "2025-union-t07-skilled-2"


def test_what_is_asked_is_taken_and_confirmed_later(root: Path) -> None:
    """Lower than last time: asked about, not refused; the answer comes to the record that is there."""
    union = asked_of(root)["union"]
    path = root / "收表-演示" / file_of(union)
    path.parent.mkdir()
    book = Workbook(union).fill().put("t07-skilled", "value", 149)
    path.write_bytes(book.raw)
    run = intake(root)
    assert run.returncode == 0
    assert "请核对：149人 比上次报告的 150人 少" in run.stdout
    old = data(root)["2025/union.yml"]
    assert b"149" in old
    back = openpyxl.load_workbook(root / "回表-演示" / file_of(union))[SHEET]
    assert "请核对" in back[book.name("t07-skilled", "value")].comment.text
    path.write_bytes(book.put("t07-skilled", "why", "1 人转出").raw)
    run = intake(root)
    assert (run.returncode, "请核对" in run.stdout) == (0, False), run.stdout
    new = data(root)["2025/union.yml"].decode()
    assert new.replace("    confirmed: 1 人转出\n", "").replace('    confirmed: "1 人转出"\n', "") == old.decode()
    assert len(new) > len(old.decode())


def test_what_the_rules_ask_waits_and_is_told_at_its_cell(root: Path) -> None:
    """A figure twenty times the promise: the data themselves want it confirmed."""
    union = asked_of(root)["union"]
    path = root / "收表-演示" / file_of(union)
    path.parent.mkdir()
    book = Workbook(union).fill().put("t07-skilled", "value", 15000)
    path.write_bytes(book.raw)
    before = data(root)
    run = intake(root)
    assert (run.returncode, data(root)) == (1, before)
    assert f"请核对　工作表“{SHEET}”第 {book.name('t07-skilled', 'value')} 格：" in run.stdout
    assert not re.search("confirmed|YAML|value|records", run.stdout)
    path.write_bytes(book.put("t07-skilled", "why", "口径改为全部技能人员").raw)
    run = intake(root)
    assert run.returncode == 0, run.stdout
    assert "confirmed: 口径改为全部技能人员" in data(root)["2025/union.yml"].decode()


def test_a_part_above_its_whole_is_told_at_its_cell(root: Path) -> None:
    union = asked_of(root)["union"]
    path = root / "收表-演示" / file_of(union)
    path.parent.mkdir()
    book = Workbook(union).fill().put("t07-highly-skilled", "value", 400)
    path.write_bytes(book.raw)
    run = intake(root)
    assert run.returncode == 1
    place = book.name("t07-highly-skilled", "value")
    assert f"第 {place} 格：“全区高技能人才”是 400，多于“全区技能人才”的 150" in run.stdout


def test_one_body_alone(root: Path) -> None:
    forms = asked_of(root)
    hand_in(root, {slug: forms[slug] for slug in ("union", "women")})
    assert intake(root, "--body", "区总工会").returncode == 0
    assert "2025/union.yml" in data(root)
    assert "2025/women.yml" not in data(root)
    run = intake(root, "--body", "区工会")
    assert run.returncode == 1
    assert "没有单位“区工会”" in run.stderr


def test_another_round_is_said_and_can_be_named(root: Path) -> None:
    forms = asked_of(root)
    run = intake(root, "--round", "2031-annual")
    assert run.returncode == 1
    assert "没有“2031-annual”这一轮" in run.stderr
    hand_in(root, {"union": forms["union"]})
    assert intake(root, "--round", forms["union"].round.id).returncode == 0


def test_what_people_put_into_the_outbox_stays(root: Path) -> None:
    union = asked_of(root)["union"]
    hand_in(root, {"union": union}, lambda book: book.fill().put("t07-skilled", "value", "约150"))
    intake(root)
    outbox = root / "回表-演示"
    (outbox / "我的记录.txt").write_text("给李主任打过电话", encoding="utf-8")
    mended = Workbook(union, (outbox / file_of(union)).read_bytes()).put("t07-skilled", "value", 150).raw
    (outbox / file_of(union)).write_bytes(mended)
    run = intake(root)
    kept = files(outbox)
    assert kept["我的记录.txt"].decode() == "给李主任打过电话"
    assert mended in kept.values()
    assert "有人改过，没有丢" in run.stdout
    shutil.copy(next(path for path in outbox.glob("*改过的*")), root / "收表-演示" / file_of(union))
    assert intake(root).returncode == 0
    assert not (outbox / file_of(union)).exists()  # ours, and no longer wanted
    assert "我的记录.txt" in files(outbox)


@pytest.mark.parametrize("place", ["data/内部", "docs/internal", "somewhere"])
def test_names_never_go_where_they_would_be_published(root: Path, place: str) -> None:
    hand_in(root, {"union": asked_of(root)["union"]})
    run = intake(root, "--internal", str(root / place))
    assert run.returncode == 1
    assert "会进入版本库" in run.stderr
    assert not (root / place).exists()


def test_bad_data_is_said_and_nothing_is_taken(root: Path) -> None:
    hand_in(root, {"union": asked_of(root)["union"]})
    (root / "tests/demo/progress/2024/union.yml").write_text("demo: true\n", encoding="utf-8")
    run = intake(root)
    assert run.returncode == 1
    assert "没有登记任何数" in run.stderr
    assert "2025/union.yml" not in data(root)


def test_a_console_in_another_encoding_is_no_obstacle(root: Path) -> None:
    hand_in(root, {"union": asked_of(root)["union"]})
    (root / "收表-演示" / "附件\U0001f600.pdf").write_bytes(b"%PDF-1.7")
    command = [sys.executable, "-m", "scripts.intake", "--progress", "tests/demo/progress", "--today", "2026-06-01"]
    environment = {"PYTHONIOENCODING": "gbk", "PATH": "/usr/bin:/bin"}
    run = subprocess.run(command, cwd=root, capture_output=True, env=environment, check=False)
    assert run.returncode == 1
    assert "登记 4 条记录；1 个文件要改" in run.stdout.decode("gbk")
    assert b"Traceback" not in run.stderr
