"""Plans that nobody wrote: long names, long tables, rare characters. Each must be set whole."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest

from macros.fonts.covered import printable
from macros.print.pdf_tags import elements
from macros.print.press import FULL, LARGE, MATRIX, booklet, works
from macros.print.setter import made
from tests.pdf.layout import below_the_area, lonely_rows, torn_rows, white_pages
from tests.pdf.reading import MM, area, mupdf, plan_pages, squeezed
from tests.pdf.verapdf import failures

SEEDS = range(200)
BATCHES = 10
YEARS = [2022, 2023, 2024, 2025]
COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后"
RARE = sorted(point for point in printable() if 0x4E00 <= point <= 0x9FFF or 0x3400 <= point <= 0x4DBF)
SIGNS = "，、；：“”《》（）·—…％1234567890ABCxyz,.%-"


class Author:
    """Makes up a plan and everything published of it, from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def words(self, shortest: int, longest: int, *, signs: bool = True) -> str:
        """Text of common characters with some rare ones and signs between."""
        made = []
        for _ in range(self.random.randint(shortest, longest)):
            dice = self.random.random()
            rare = dice < 0.05
            made.append(chr(self.random.choice(RARE)) if rare else self.random.choice(COMMON))
            if signs and dice > 0.9:
                made.append(self.random.choice(SIGNS))
        return "".join(made)

    def some(self, few: int, many: int) -> range:
        """A range of mostly few, sometimes many."""
        return range(1, 1 + (many if self.random.random() < 0.04 else self.random.randint(1, few)))

    def figure(self) -> str:
        """A reported figure: words, or a number of up to 15 digits."""
        if self.random.random() < 0.5:
            return f"{self.random.randint(0, 10 ** self.random.randint(1, 15))}人"
        return self.words(1, 12)

    def record(self, name: str, body: str, year: int) -> dict[str, Any]:
        """A progress record but for what it says."""
        evidence = {"title": self.words(2, 40)}
        if self.random.random() < 0.3:
            evidence["url"] = "https://example.invalid/" + "a" * self.random.randint(1, 150)
        made = {"id": name, "body": body, "year": year, "evidence": evidence, "counts": True}
        return made | {"as_of": f"{year}-12-31", "reported_on": f"{year + 1}-01-20"}

    def published(self) -> dict[str, Any]:
        """Everything a build publishes, by name."""
        once = self.random.random
        bodies = [
            {
                "name": self.words(2, 40 if once() < 0.2 else 9, signs=False) + str(number),
                "slug": f"b{number}",
                "kind": "single",
                "aliases": [],
            }
            for number in self.some(5, 40)
        ]
        tasks, actions, numbers = [], [], iter(range(1, 500))
        for marker in self.some(3, 12):
            own = []
            for _ in self.some(3, 6):
                number = next(numbers)
                title = self.words(2, 30, signs=False)
                lead = f"{number}．{title}。"
                named = self.random.sample(bodies, self.random.randint(1, len(bodies)))
                text = lead + self.words(0, 1500 if once() < 0.05 else 120) + "。"
                responsible = [body["name"] for body in named]
                own.append({"id": f"t{number:02}", "number": number, "title": title, "text": text})
                own[-1] |= {"responsible": responsible, "clause": "（负责）"}
            tasks += own
            actions.append({"id": f"a{marker:02}", "marker": f"（{marker}）", "name": self.words(2, 20), "tasks": own})
        safeguard = {"id": "g01", "marker": "（一）", "title": self.words(2, 12, signs=False)}
        safeguard["text"] = safeguard["marker"] + safeguard["title"] + "。" + self.words(1, 80)
        title = [self.words(4, 18, signs=False), "（2022—2025年）"]
        document = {"title": "".join(title), "issuer": "某办公室", "date": "2022年6月10日", "source": "plan.txt"}
        document |= {"sha256": "0" * 64, "characters": 9, "joins": []}
        document["joins"] = [{"line": 1, "block": "t01", "before": "甲", "after": "乙"}]
        plan = {
            "document": document,
            "notice": {"title": title, "addressees": "各单位：", "paragraphs": [self.words(5, 60)], "date": "6月10日"},
            "title": title,
            "preamble": [self.words(5, 100)],
            "sections": [
                {"id": "goal", "marker": "一、", "name": "目标", "paragraphs": [self.words(5, 90)]},
                {"id": "tasks", "marker": "二、", "name": "任务", "paragraphs": []},
                {"id": "safeguards", "marker": "三、", "name": "保障", "paragraphs": []},
            ],
            "actions": actions,
            "safeguards": [safeguard],
        }
        responsibilities = [
            {"task": task["id"], "position": position, "printed": name, "body": name}
            for task in tasks
            for position, name in enumerate(task["responsible"], start=1)
        ]
        for body in bodies:
            body["tasks"] = [row["task"] for row in responsibilities if row["body"] == body["name"]]
            body["safeguards"] = ["g01"] if once() < 0.3 else []
            body["printed_in"] = {body["name"]: body["tasks"]}
            body["partners"] = {other["name"]: ["t01"] for other in bodies if other is not body}
        targets, outcomes, years, charts, progress = [], [], [], [], []
        for task in tasks:
            for number in self.some(2, 8) if once() < 0.6 else ():
                target = {"id": f"{task['id']}-x{number}", "task": task["id"], "name": self.words(2, 40), "op": "equal"}
                target |= {"value": 5, "unit": "人", "period": "every_year", "soft": once() < 0.2}
                target["quote"] = self.words(5, 200 if once() < 0.1 else 60)
                targets.append(target)
                outcome = {"target": target["id"], "promise": self.words(2, 20), "outcome": "met", "label": "达到"}
                outcome["sentence"] = self.words(5, 1200 if once() < 0.05 else 150)
                outcomes.append(outcome)
                years += [{"target": target["id"], "year": year} for year in YEARS]
                if once() < 0.5:
                    record = self.record(f"2024-{target['id']}", self.random.choice(task["responsible"]), 2024)
                    record |= {"target": target["id"], "subject": target["id"], "figure": self.figure()}
                    progress.append(record)
                    years[-2] |= {"record": record["id"], "figure": record["figure"], "met": once() < 0.5}
                    bars = [{"label": str(year), "text": "未报告"} for year in YEARS]
                    bars[-2] |= {"text": record["figure"], "height": once(), "met": once() < 0.5}
                    charts += [{"target": target["id"], "lines": [once()]} | bar for bar in bars]
            if once() < 0.3:
                for body in task["responsible"]:
                    progress.append(self.record(f"2025-{task['id']}-{len(progress)}", body, 2025))
                    progress[-1] |= {"task": task["id"], "state": "推进中", "summary": self.words(1, 120)}
                    progress[-1]["subject"] = task["id"]
                if once() < 0.3:
                    old = progress[-1]
                    progress.append(self.record(f"2025-{task['id']}-new", old["body"], 2025))
                    progress[-1] |= {"task": task["id"], "state": "已完成", "summary": self.words(1, 20)}
                    progress[-1]["subject"] = task["id"]
                    progress[-1] |= {"corrects": old["id"], "reason": self.words(1, 30)}
                    old |= {"corrected_by": progress[-1]["id"], "counts": False}
        dues = [
            {"body": row["body"], "year": year, "task": row["task"], "reported": once() < 0.5}
            for row in responsibilities
            for year in YEARS
        ]
        terms = [
            {"kind": kind, "word": word, "label": word, "meaning": self.words(5, 60)}
            for kind, word in (("op", "equal"), ("period", "every_year"), ("measure", "stock"), ("result", "met"))
        ]
        terms += [{"kind": kind, "word": "1", "meaning": self.words(5, 60)} for kind in ("rule", "how_to_report")]
        edition: dict[str, Any] = {"date": "2026-01-01", "timestamp": 1767225600, "demo": once() < 0.5}
        if once() < 0.5:
            edition["site_url"] = "https://example.invalid/plan/"
        names = ["plan", "bodies", "targets", "responsibilities", "progress", "outcomes", "years", "charts", "dues"]
        names += ["terms", "edition", "objections"]
        values = (plan, bodies, targets, responsibilities, progress, outcomes, years, charts, dues, terms, edition, [])
        return dict(zip(names, values, strict=True))


def held(content: bytes) -> str:
    """All text of a file, without white space; fails where any of it lies outside the page."""
    found = []
    with pymupdf.open(stream=content) as pdf:
        for page in pdf:
            for block in page.get_text("blocks"):
                left, top, right, bottom = block[:4]
                outside = left < -1 or top < -1 or right > page.rect.width + 1 or bottom > page.rect.height + 1
                assert not outside, (page.number, block[4])
                found.append(block[4])
    return squeezed("".join(found))


def issued(plan: dict[str, Any]) -> str:
    """The text in the order it is printed."""
    notice = plan["notice"]
    parts = [*notice["title"], notice["addressees"], *notice["paragraphs"], notice["date"]]
    parts += [*plan["title"], *plan["preamble"]]
    for section in plan["sections"]:
        parts += [section["marker"], section["name"], *section["paragraphs"]]
        for action in plan["actions"] if section["id"] == "tasks" else ():
            parts += [action["marker"], action["name"], *(task["text"] for task in action["tasks"])]
        parts += [it["text"] for it in plan["safeguards"] if section["id"] == "safeguards"]
    return "".join(parts)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_plan_is_set_whole(batch: int, tmp_path: Path) -> None:
    for seed in SEEDS[batch::BATCHES]:
        author = Author(seed)
        data = author.published()
        slug = author.random.choice(data["bodies"])["slug"]
        wanted = [FULL, MATRIX, booklet(slug)] + ([] if seed % 5 else [LARGE])
        files = {f"open-data/{name}.json": json.dumps(value).encode() for name, value in data.items()}
        prints = {path: it.content for work in works(files) if work.path in wanted for path, it in made(work).items()}
        full, matrix = prints[FULL], prints[MATRIX]
        text = squeezed("".join(mupdf(full, index, area(number)) for index, number in plan_pages(full)))
        assert text.replace("演示数据（虚构）", "") == issued(data["plan"]), seed
        on_the_wall = held(matrix)
        assert all(body["name"] in on_the_wall for body in data["bodies"]), seed
        for path in {*wanted} - {MATRIX}:
            content, single = prints[path], path == booklet(slug)
            top, bottom = (15 * MM, 194 * MM) if single else (37 * MM, 262 * MM)
            assert lonely_rows(content) == [], (seed, path)
            assert white_pages(content, top, bottom, single=single) == [], (seed, path)
            assert below_the_area(content, bottom) == [], (seed, path)
        assert len(prints) == (4 if seed % 5 else 5)
        for content in prints.values():
            held(content)
            assert torn_rows(content) == [], seed
            with pikepdf.open(io.BytesIO(content)) as pdf:
                assert any(it.S == "/Table" for it in elements(pdf.Root.StructTreeRoot)), seed
        if seed // BATCHES % 5 == 0:  # Typst holds every one to the standards itself; this is a second opinion
            (tmp_path / f"{seed}.pdf").write_bytes(full)
    assert failures(sorted(tmp_path.iterdir()), "ua1") == {}
