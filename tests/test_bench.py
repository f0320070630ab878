"""The benchmark's parts: the plan grown as it says, every page the same for all, figures as measured."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from lxml import etree

from tests.conftest import ROOT
from tests.tools import grown as growing
from tests.tools.contestants import HUGO, OURS, PRINTS, STOCK, ZENSICAL, Contestant, settings_config, stock_config
from tests.tools.expanded import CALL, expanded
from tests.tools.grown import PROGRESS, grown
from tests.tools.measure import Cost, RunError, measure, median, tree
from tests.tools.race import one_run
from tests.tools.report import Results, plot, table


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with its plan twice over; held to every rule, or this raises."""
    return grown(tmp_path_factory.mktemp("grown") / "project", 2)


def read(root: Path, file: str) -> str:
    return (root / file).read_text(encoding="utf-8")


def tasks(root: Path) -> list[dict[str, object]]:
    return [task for action in yaml.safe_load(read(root, "data/plan.yml"))["actions"] for task in action["tasks"]]


def test_the_second_copy_is_the_first_but_for_markers_and_names(twice: Path) -> None:
    real, made = tasks(ROOT), tasks(twice)
    assert made[: len(real)] == real
    assert [task["number"] for task in made] == list(range(1, 2 * len(real) + 1))
    for before, after in zip(real, made[len(real) :], strict=True):
        text = re.sub("^[0-9]+．", f"{before['number']}．", str(after["text"])).removesuffix(str(after["clause"]))
        assert text == str(before["text"]).removesuffix(str(before["clause"]))
        assert after["responsible"] == [name[0] + "二" + name[1:] for name in before["responsible"]]


def test_all_that_is_not_actions_stays(twice: Path) -> None:
    real, made = (yaml.safe_load(read(root, "data/plan.yml")) for root in (ROOT, twice))
    assert [action["marker"] for action in made["actions"]][9:12] == ["（十）", "（十一）", "（十二）"]
    for field in ("notice", "title", "preamble", "sections", "safeguards"):
        assert made[field] == real[field]


def test_bodies_targets_pages_and_progress_come_along(twice: Path) -> None:
    for file in ("data/bodies.yml", "data/targets.yml"):
        real, made = (yaml.safe_load(read(root, file)) for root in (ROOT, twice))
        once = sum(entry.get("task") == "goal" for entry in real)
        assert len(made) == 2 * len(real) - once
    real_pages, pages = ({p.relative_to(r) for p in r.glob("docs/*/*.md")} for r in (ROOT, twice))
    assert Path("docs/tasks/t44.md") in pages
    assert Path("docs/bodies/education-c2.md") in pages
    single = [path for path in real_pages if path.name == "index.md" or path.name.startswith("goal-")]
    assert len(single) > 3
    assert len(pages) == 2 * len(real_pages) - len(single)
    records = [yaml.safe_load(path.read_text("utf-8")) for path in (twice / PROGRESS).glob("*/education-c2.yml")]
    assert records
    assert all(filing["demo"] and filing["body"] == "区二教育局" for filing in records)
    assert {"actions/a20.md", "tasks/t44.md", "bodies/towns-c2.md"} <= set(re.findall(r"\S+\.md", nav_or_docs(twice)))


def nav_or_docs(root: Path) -> str:
    """The navigation where it is written by hand; otherwise the pages it is made from."""
    config = read(root, "mkdocs.yml")
    pages = "\n".join(path.relative_to(root / "docs").as_posix() for path in root.glob("docs/*/*.md"))
    return config if "tasks/t01.md" in config else pages


@pytest.mark.slow
def test_the_grown_progress_is_good_data(twice: Path) -> None:
    growing.run(twice, "scripts.build", "--help")
    probe = "import sys; from pathlib import Path; from macros.rules.checked import load_checked as load; "
    probe += f"project = load(Path('.'), Path('{PROGRESS.as_posix()}')); "
    done = subprocess.run(
        [sys.executable, "-c", probe + "print(len(project.files))"],
        cwd=twice,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > len(list((ROOT / PROGRESS).glob("*/*.yml")))


@pytest.mark.parametrize(
    ("number", "words"),
    [(2, "二"), (10, "十"), (11, "十一"), (30, "三十"), (101, "一百零一"), (110, "一百一十"), (300, "三百")],
)
def test_numerals(number: int, words: str) -> None:
    assert growing.chinese(number) == words


def test_names_of_copies_hold_none_of_each_other() -> None:
    names = [growing.renamed("区教育局", clone) for clone in range(1, 31)]
    assert not [(a, b) for a in names for b in names if a != b and a in b]


def test_a_call_alone_on_its_line_is_found() -> None:
    assert CALL.findall('# 标题\n\n{{ target_table("t01") }}\n\n见 {{ x }}。\n{{ home() }}') == [
        '{{ target_table("t01") }}',
        "{{ home() }}",
    ]


CONFIG = """site_name: 甲
theme:
  name: material
  custom_dir: overrides # ours
  language: zh
plugins:
  - macros
hooks:
  - hooks.py
markdown_extensions:
  - tables
nav:
  - 首页: index.md

  - 全文: full-text.md
"""


def test_stock_material_has_our_navigation_and_nothing_else() -> None:
    assert yaml.safe_load(stock_config(CONFIG)) == {
        "site_name": "bench",
        "theme": {"name": "material"},
        "nav": [{"首页": "index.md"}, {"全文": "full-text.md"}],
    }


def test_our_settings_come_without_macros_hooks_and_frame() -> None:
    made = yaml.safe_load(settings_config(CONFIG))
    assert made.keys() == {"site_name", "use_directory_urls", "plugins", "theme", "markdown_extensions", "nav"}
    assert made["theme"] == {"name": "material", "language": "zh"}
    assert made["plugins"] == []


def cost(cpu: float, wall: float = 1.0, peak: float = 1e6) -> Cost:
    return Cost(cpu=cpu, wall=wall, peak=peak)


def test_the_median_is_each_figures_own() -> None:
    assert median([cost(3, 1, 5), cost(1, 3, 6), cost(2, 2, 4)]) == cost(2, 2, 5)


def test_a_tree_is_a_process_and_all_below_it() -> None:
    assert tree(2, [(2, 1), (3, 2), (4, 3), (5, 1), (6, 2)]) == {2, 3, 4, 6}


def test_children_are_measured_too(tmp_path: Path) -> None:
    """A child that holds 200 MB and works counts as its parent's."""
    child = "import time; held = bytes(1) * 200_000_000; sum(range(20_000_000)); time.sleep(0.3)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    found = measure([sys.executable, "-c", parent], tmp_path, {}, 60)
    idle = measure([sys.executable, "-c", "import time; time.sleep(0.3)"], tmp_path, {}, 60)
    assert found.peak > idle.peak + 150_000_000
    assert found.cpu > 2 * idle.cpu
    assert idle.wall > 0.3 > idle.cpu


def test_a_run_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="status 3: no such page"):
        measure([sys.executable, "-c", "print('no such page'); raise SystemExit(3)"], tmp_path, {}, 60)
    with pytest.raises(RunError, match="ended after 0 s"):
        measure([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, {}, 0.2)


def test_a_builder_that_makes_too_few_pages_is_not_measured(tmp_path: Path) -> None:
    write = "from pathlib import Path; Path('built').mkdir(); Path('built/a.html').write_text('')"
    command = [sys.executable, "-c", write]
    one = Contestant(name="某", command=command, folder=tmp_path, made=tmp_path / "built", pages=2)
    with pytest.raises(RunError, match="made 1 of 2 pages"):
        one_run(one, 60)


def test_only_the_fonts_stay_where_nothing_shall_be_cached(tmp_path: Path) -> None:
    for path in ("fonts", "print", "built"):
        (tmp_path / ("" if path == "built" else ".cache") / path).mkdir(parents=True)
    kept = Contestant(name="某", command=[], folder=tmp_path, made=tmp_path / "built", pages=0)
    kept.clear()
    assert {path.name for path in (tmp_path / ".cache").iterdir()} == {"fonts", "print"}
    assert not (tmp_path / "built").exists()
    Contestant(name="某", command=[], folder=tmp_path, made=tmp_path / "built", pages=0, kept=False).clear()
    assert {path.name for path in (tmp_path / ".cache").iterdir()} == {"fonts"}


RESULTS: Results = {
    (1, OURS): cost(1.5, 2.0, 80e6),
    (1, PRINTS): cost(4.0, 3.0, 300e6),
    (1, STOCK): cost(2.0, 4.0, 40e6),
    (1, ZENSICAL): "not | installed",
    (1, HUGO): cost(0.2, 0.1, 80e6),
    (10, OURS): cost(12.0, 12.0, 160e6),
    (10, STOCK): cost(30.0, 30.0, 80e6),
    (30, OURS): cost(45.0, 45.0, 240e6),
}


def test_ratios_stand_first_and_what_is_missing_says_why() -> None:
    text = table(RESULTS, rounds=5, versions=["mkdocs 1", "hugo 2"])
    assert text.startswith("Medians of 5, ")
    assert "mkdocs 1; hugo 2." in text
    lines = text.split("\n")
    assert f"| {OURS} | 0.75 | 0.50 | 2.00 | 1.50 | 2.00 | 80 |" in lines
    assert f"| {ZENSICAL} | – | – | – | not / installed | | |" in lines
    assert f"| {OURS} | 0.40 | 0.40 | 2.00 | 12.00 | 12.00 | 160 |" in lines
    assert f"| {OURS} | – | – | – | 45.00 | 45.00 | 240 |" in lines
    assert f"| {OURS} | 10× | 8.0× | 6.0× | 2.0× |" in lines
    assert f"| {OURS} | 30× | 30.0× | 22.5× | 3.0× |" in lines
    for found in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({line.count("|") for line in found.splitlines()}) == 1


def test_one_size_alone_has_no_growth() -> None:
    alone = {key: value for key, value in RESULTS.items() if key[0] == 1}
    assert "Growth" not in table(alone, rounds=1, versions=[])
    assert "Growth" not in plot(alone)


def test_the_plot_is_drawn_to_scale_and_always_the_same() -> None:
    drawn = plot(RESULTS)
    assert drawn == plot(dict(reversed(RESULTS.items())))
    root = etree.fromstring(drawn.encode())
    space = {"s": "http://www.w3.org/2000/svg"}
    bars = [(float(bar.get("width")), bar.get("fill")) for bar in root.iterfind(".//s:rect[@stroke]", space)]
    words = [text.text for text in root.iterfind(".//s:text", space)]
    assert words[:3] == ["1× the plan: CPU against stock Material (= 1)", OURS, "0.75"]
    ours, prints, stock, hugo = bars[:4]
    assert ours[0] / stock[0] == pytest.approx(0.75, abs=0.01)
    assert prints[0] / stock[0] == pytest.approx(2, abs=0.01)
    assert hugo[0] / stock[0] == pytest.approx(0.1, abs=0.01)
    assert (ours[1], stock[1]) == ("#333", "#bbb")
    assert "30× the plan" not in drawn  # nobody to compare with
    assert f"{OURS}, 30×" in words


def test_a_plot_of_nothing_is_still_a_picture() -> None:
    assert etree.fromstring(plot({(1, OURS): "not installed"}).encode()).tag.endswith("svg")


@pytest.mark.slow
def test_pages_for_the_others_show_what_ours_show(tmp_path: Path) -> None:
    pages = expanded(ROOT, tmp_path / "pages", "--no-print")
    assert "{{" not in "".join(path.read_text(encoding="utf-8") for path in pages.rglob("*.md"))
    assert "双减" in (pages / "full-text.md").read_text(encoding="utf-8")
