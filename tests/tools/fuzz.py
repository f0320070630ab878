"""Feed made-up bytes to what reads people's files, for as long as is wanted:
python -m tests.tools.fuzz [--minutes 60] [--only yaml|split|page|address|number].

Each reader may refuse, in its own words; anything else it raises is a finding, printed with its input.
Inputs are made by hypothesis: fragments of the real grammar in any order, and plain bytes.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from macros.issued.calls import Call, call_problem, calls, rendered
from macros.issued.split import split
from macros.records.address import wrong_with
from macros.records.load import PLAN, parse
from macros.records.plan import Plan
from macros.records.problem import DataError
from macros.records.progress import ReportFile
from macros.records.yaml_lines import load_yaml
from macros.rules.pages import NAMES
from macros.rules.privacy import found
from tests.conftest import TINY

FRAGMENTS = [
    "body: 区甲管理局\n",
    "records:\n",
    "  - id: 2024-a-b\n",
    "    target: t01-fairs\n",
    "    value: ",
    "    as_of: 2024-12-31\n",
    '    evidence: {title: 甲, url: "https://example.org"}\n',
    "    reported_on: 2025-01-01\n",
    "1",
    "-0.5",
    "9" * 40,
    "1e9",
    "[",
    "]",
    "{",
    "}",
    ": ",
    "- ",
    "? ",
    "&a ",
    "*a",
    "<<: ",
    "!!python/object/apply:os.system [x]",
    "|\n",
    ">-\n",
    "'",
    '"',
    "\\x0b",
    "\\uD800",
    "\\U0010FFFF",
    "#",
    " #",
    "%YAML 1.2\n",
    "---\n",
    "...\n",
    "\t",
    "\r\n",
    "\r",
    "\x85",
    "\u2028",
    "\ufeff",
    "　",
    "：",
    "~",
    "null",
    "true",
    "2024-02-30",
    "0x1F",
    "\n",
    "  ",
    "\0",
    "\ud7ff",
    "𠮷",
    "a",
    "甲",
    "=",
    "@",
    "`",
    ",",
]
MARKERS = [
    "一、",
    "二、",
    "三、",
    "（一）",
    "（二）",
    "1．",
    "2．",
    "10．",
    "负责）",
    "（区甲局负责）",
    "。",
    "：",
    "\n",
    " ",
    "关于印发",
    "2022年1月2日",
    "的通知",
    "《",
    "》",
    "方案",
    "（2022—2025年）",
    "各镇人民政府：",
    "到2025年",
    "20%",
    "甲",
    "目标",
    "重点任务",
    "保障措施",
    "\r",
    "\u3000",
    "\t",
    "\ufeff",
    "〇",
    "十",
    "百",
    "１．",
    "1.",
    "、",
    "（",
    "）",
    "“",
    "”",
]


def mixed(pieces: list[str]) -> st.SearchStrategy[bytes]:
    """Fragments in any order, now and then with anything between them; or any bytes at all."""
    text = st.lists(st.one_of(st.sampled_from(pieces), st.text(max_size=4)), max_size=40).map("".join)
    return st.one_of(text.map(lambda t: t.encode("utf-8", "surrogatepass")), st.binary(max_size=300))


def edited(whole: bytes, pieces: list[str]) -> st.SearchStrategy[bytes]:
    """The small plan's own file with a stretch of it replaced, doubled or cut out."""

    def edit(place: tuple[int, int, bytes]) -> bytes:
        start, length, new = place
        return whole[: start % len(whole)] + new + whole[start % len(whole) + length :]

    return st.tuples(st.integers(0, len(whole)), st.integers(0, 60), mixed(pieces)).map(edit)


def targets(folder: Path) -> dict[str, tuple[st.SearchStrategy[bytes], Callable[[bytes], object]]]:
    """What is fuzzed: how inputs are made, and what reads them."""
    report = (TINY / "data/progress/2024/alpha.yml").read_bytes()
    issued = (TINY / "data/source/plan.txt").read_bytes()

    def read_yaml(raw: bytes) -> None:
        (folder / "x.yml").write_bytes(raw)
        with contextlib.suppress(DataError):
            parse(load_yaml(folder, "x.yml"), ReportFile, "x.yml")

    def read_plan(raw: bytes) -> None:
        with contextlib.suppress(DataError):
            parse(split(raw), Plan, PLAN)

    def read_page(raw: bytes) -> None:
        text = raw.decode("utf-8", "replace")
        found = list(calls(text, "x.md"))
        known = {"task": {"t01": 1}, "action": {"a01": 1}, "body": {"alpha": 1}}
        if all(isinstance(call, Call) and call_problem(call, known, set(NAMES)) is None for call in found):
            assert "{{" not in rendered(text, dict.fromkeys(NAMES, lambda *_: "x"))

    def read_text(reader: Callable[[str], object]) -> Callable[[bytes], object]:
        return lambda raw: reader(raw.decode("utf-8", "replace"))

    pages = [
        "{{ ",
        " }}",
        "{% ",
        " %}",
        "{# ",
        " #}",
        "home()",
        'target_table("t01")',
        "甲",
        "for x in ",
        "range(9**9)",
        "endfor",
        "x",
        "**",
        "|",
        ".",
        "__class__",
        "[0]",
        "'a'*9999999",
        "git",
        "config",
        "self",
        "loop",
        "%d",
        "set a=",
        "macro f()",
        "import os",
        "include 'x'",
        "raw",
        "\n",
        "(",
        ")",
        "9",
        "+",
        "~",
        "if ",
        "else",
        "do ",
        "call ",
        "# ",
        "<!--",
        "-->",
    ]
    urls = [
        "http",
        "https",
        "://",
        ":",
        "/",
        "@",
        "www.",
        "gov.cn",
        "a",
        "о",
        "。",
        "xn--",
        "[",
        "]",
        "::1",
        "127.1",
        "%",
        "\\",
        "8080",
        " ",
        "中国",
    ]
    made = {
        "yaml": (st.one_of(mixed(FRAGMENTS), edited(report, FRAGMENTS)), read_yaml),
        "split": (st.one_of(mixed(MARKERS), edited(issued, MARKERS)), read_plan),
        "address": (mixed(urls).map(lambda raw: b"https://" + raw), read_text(wrong_with)),
        "number": (mixed(["1", "3", "8", "0", " ", "-", "86", "+", "X", "１", "(", "）"]), read_text(found)),
    }
    made["page"] = (mixed(pages), read_page)
    return made


def _round(
    number: int, inputs: st.SearchStrategy[bytes], reader: Callable[[bytes], object], count: Callable[[], None]
) -> None:
    """Read 2,000 inputs, others in every round."""

    @seed(number)
    @settings(
        max_examples=2000,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(inputs)
    def run(raw: bytes) -> None:
        count()
        reader(raw)

    run()


def main() -> int:
    """Run the command; exit 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--only", help="one reader")
    args = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    wanted = {name: pair for name, pair in targets(folder).items() if args.only in (None, name)}
    end, round_, failed = time.monotonic() + args.minutes * 60, 0, 0
    counts = dict.fromkeys(wanted, 0)
    while time.monotonic() < end and failed < 20:
        for name, (inputs, reader) in wanted.items():
            round_ += 1

            try:
                _round(round_, inputs, reader, lambda name=name: counts.update({name: counts[name] + 1}))
            except Exception:
                failed += 1
                print(f"FOUND in {name}:\n{traceback.format_exc()}", flush=True)
    shutil.rmtree(folder)
    print(f"{args.minutes:g} minutes, {counts}, {failed} findings")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
