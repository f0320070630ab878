"""A round goes out into a folder: every body's workbook and a note; what people did there is never lost."""

from __future__ import annotations

import datetime
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document

from macros.judged.account import Account
from macros.judged.asked import chosen, current, forms, rounds
from macros.records.problem import DataError
from macros.rules.checked import load_checked
from scripts.forms import main
from tests.test_forms import ROOT, account

DEMO = ["--progress", str(ROOT / "tests/demo/progress"), "--today", "2026-06-01"]


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["forms", *arguments])
    return main()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_each_body_gets_its_workbook_and_twice_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    to = tmp_path / "有 空格"
    assert run(monkeypatch, *DEMO, "--to", str(to)) == 0
    first = contents(to / "2025年终")
    newest = current(account())
    assert newest
    assert {f"2025年终-{form.title}.xlsx" for form in forms(account(), newest)} < set(first)
    assert {"2025年终-全部（供查阅）.xlsx", "2025年终-通知（稿）.docx"} < set(first)
    assert run(monkeypatch, *DEMO, "--to", str(to)) == 0
    assert contents(to / "2025年终") == first


def test_what_people_put_or_changed_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, *DEMO, "--to", str(tmp_path)) == 0
    folder = tmp_path / "2025年终"
    edited, own = folder / "2025年终-通知（稿）.docx", folder / "我的.txt"
    edited.write_bytes(b"edited")
    own.write_bytes(b"own")
    assert run(monkeypatch, *DEMO, "--to", str(tmp_path)) == 0
    assert edited.read_bytes() == b"edited"
    assert own.read_bytes() == b"own"
    assert zipfile.is_zipfile(folder / "2025年终-通知（稿）（2）.docx")
    assert "有人改过，没有动" in capsys.readouterr().out


def test_a_form_that_nobody_is_asked_any_more_goes_and_an_edited_one_stays(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["--root", str(tiny), "--today", "2026-06-01"]
    folder = tiny / "发表" / "2025年度"
    assert run(monkeypatch, *command) == 0
    gone, kept = folder / "2025年度-区乙和丙局.xlsx", folder / "2025年度-各镇人民政府（东镇）.xlsx"
    assert gone.exists()
    kept.write_bytes(b"filled")
    (tiny / "data/reporting.yml").write_text(
        "by: 某办\nreporters:\n"
        + "".join(
            f"  - {{target: {target}, body: 区甲管理局}}\n"
            for target in ("t01-fairs", "t01-villages", "t02-readers", "t02-writers", "t02-shops")
        ),
        encoding="utf-8",
    )
    assert run(monkeypatch, *command) == 0
    assert not gone.exists()
    assert kept.read_bytes() == b"filled"
    assert (folder / "2025年度-区甲管理局.xlsx").exists()


def test_one_body_or_a_look_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, *DEMO, "--to", str(tmp_path), "--dry-run") == 0
    assert "2025年终-区教育局.xlsx" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
    assert run(monkeypatch, *DEMO, "--to", str(tmp_path), "--body", "各镇人民政府") == 0
    assert len(list((tmp_path / "2025年终").glob("*.xlsx"))) == 5
    assert run(monkeypatch, *DEMO, "--to", str(tmp_path), "--body", "屯光镇") == 0
    capsys.readouterr()
    assert run(monkeypatch, *DEMO, "--to", str(tmp_path), "--body", "区教育") == 1
    assert "是否想写“区教育局”？" in capsys.readouterr().err
    assert run(monkeypatch, *DEMO, "--to", str(tmp_path), "--round", "2024年终") == 0
    assert (tmp_path / "2024年终" / "2024年终-区教育局.xlsx").exists()
    assert run(monkeypatch, *DEMO, "--to", str(tmp_path), "--round", "2023") == 1
    assert "没有“2023”这一轮" in capsys.readouterr().err


def test_the_note_leaves_open_what_no_file_says(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def note(folder: Path) -> str:
        (path,) = folder.glob("*/*通知（稿）.docx")
        return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(path.read_bytes())).paragraphs)

    assert run(monkeypatch, "--root", str(tiny), "--today", "2026-06-01") == 0
    derived = note(tiny / "发表")
    for blank in ("主送单位", "报送期限", "联系人、电话、邮箱", "发文字号", "发文机关署名", "成文日期"):
        assert f"【待填：{blank}】" in derived
    assert "1月31日" not in derived
    assert run(monkeypatch, *DEMO, "--to", str(tmp_path / "d")) == 0
    said = note(tmp_path / "d")
    assert "请于2026年1月31日前报送。" in said
    assert "区科协的填报安排，非方案原文" in said


def test_before_the_first_year_is_over_nothing_is_asked(tiny: Path) -> None:
    for path in (tiny / "data/progress").rglob("*.yml"):
        path.unlink()
    early = datetime.date(2022, 12, 31)
    account = Account(load_checked(tiny, today=early), early)
    assert rounds(account) == []
    with pytest.raises(DataError, match="实施期也还没有过完一年"):
        chosen(account, None)


def test_a_console_in_gbk_does_no_harm(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "scripts.forms",
        *DEMO,
        "--to",
        str(tmp_path / "\u3402镇"),
        "--body",
        "\U00020000局",
    ]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
