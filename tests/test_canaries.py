"""What a person leaves in a file, a remark, a name or a setting of the machine is nowhere in what is published."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import fitz
import pytest

from tests.conftest import ROOT

PERSON, MAIL, PLACE = "王金丝雀", "canary-wang@example.org", "canary-home"
PHONE, SEEN = "0559-2345678", b"the bytes of a photograph in the internal folder"


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site built from a project in which a person has left traces wherever the build lets them stand."""
    root = tmp_path_factory.mktemp(PLACE) / PLACE
    for name in ("data", "docs", "macros", "scripts", "overrides", "tests/demo"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "hooks.py", "requirements.txt", "requirements-licences.csv"):
        shutil.copy(ROOT / name, root / name)
    for file in (*root.glob("data/*.yml"), *root.glob("tests/demo/progress/*/*.yml"), root / "mkdocs.yml"):
        if file.name != "plan.yml":
            file.write_text(f"# {PERSON} {MAIL}\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    for page in root.glob("docs/**/*.md"):
        with page.open("a", encoding="utf-8") as opened:
            opened.write(f"\n<!-- {PERSON}\n{MAIL} -->\n")
    for hidden in (".DS_Store", "data/.DS_Store", "docs/Thumbs.db"):
        (root / hidden).write_text(f"{PERSON} {MAIL}", encoding="utf-8")
    inside = root / "内部" / "2025-annual" / "education"
    inside.mkdir(parents=True)
    (inside / "canary.png").write_bytes(SEEN)
    (inside.parent / "education.json").write_text(f'[{{"表末": {{"填报人": "{PERSON}", "电话": "{PHONE}"}}}}]')
    contact = f"contacts:\n  - {{body: 区教育局, name: {PERSON}, phone: {PHONE}, mail: {MAIL}}}\n"
    (inside.parents[1] / "联系人.yml").write_text(contact, encoding="utf-8")
    (root / ".gitignore").write_text("/内部/\n", encoding="utf-8")
    who = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", PERSON), ("EMAIL", MAIL))
    }
    env = {**os.environ, **who, "USER": PERSON, "LOGNAME": PERSON, "HOSTNAME": PLACE, "EMAIL": MAIL}
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", f"{PERSON} {MAIL}"]):
        subprocess.run(["git", *command], cwd=root, env=env, check=True)
    site = root.parent / "published"
    build = [sys.executable, "-m", "scripts.build", "--site", str(site), "--progress", "tests/demo/progress"]
    subprocess.run([*build, "--today", "2026-06-01"], cwd=root, env=env, check=True)
    desk = [sys.executable, "-m", "scripts.internal", "内部", "--progress", "tests/demo/progress"]
    subprocess.run([*desk, "--today", "2026-06-01"], cwd=root, env=env, check=True)
    assert PHONE in (inside.parents[1] / "内部版" / "index.html").read_text(encoding="utf-8")
    subprocess.run([*build, "--today", "2026-06-01"], cwd=root, env=env, check=True)  # with the internal edition there
    return site


def everything(site: Path) -> Iterator[tuple[str, bytes]]:
    """Every file's name and bytes, those in the archive, and what a PDF says and says of itself."""
    for path in site.rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes()
            if path.suffix == ".zip":
                with zipfile.ZipFile(path) as archive:
                    for info in archive.infolist():
                        yield info.filename, archive.read(info) + info.comment + info.extra
            if path.suffix == ".pdf":
                with fitz.open(path) as pdf:
                    said = f"{pdf.metadata} {pdf.get_xml_metadata()}" + "".join(page.get_text() for page in pdf)
                yield path.name, said.encode()


def test_no_trace_of_a_person_is_published(planted: Path) -> None:
    count = 0
    for name, content in everything(planted):
        count += 1
        for trace in (PERSON, MAIL, PLACE, "canary"):
            assert trace not in name
            assert trace.encode() not in content, name
            assert trace.encode("utf-16-be") not in content, name
        assert PHONE.encode() not in content, name
        assert SEEN not in content, name
    assert count > 300


def test_pictures_carry_nothing_but_the_picture(planted: Path) -> None:
    for path in planted.rglob("*.png"):
        content = path.read_bytes()
        assert not any(chunk in content for chunk in (b"tEXt", b"iTXt", b"zTXt", b"eXIf")), path.name
