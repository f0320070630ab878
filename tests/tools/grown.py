"""A whole project whose plan is the real one several times over: python -m tests.tools.grown FOLDER TIMES.

The first copy is the real plan, word for word. Further copies stand behind it in the same chapter: markers
and tasks numbered on, every other sentence as issued. A body of copy 2 is printed as 区二教育局, so that no name
holds another; ids of targets, records and bodies end in `-c2`. Made-up progress is copied in the same way.

Nothing of `macros/` is imported: the files are written and the project's own commands do the rest, so that
a plan of any size comes in by the front door.
"""

from __future__ import annotations

import argparse
import copy
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = (".git", ".venv", ".cache", "site", "site-demo", ".site-*", ".*_cache", ".hypothesis")
"""At the top of the project, not a part of it: what is built, fetched or kept by tools."""
PROGRESS = Path("tests", "demo", "progress")
DIGITS = "零一二三四五六七八九"

Entry = dict[str, Any]


class _Dumper(yaml.SafeDumper):
    """Block style without anchors, which the project's reader refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Loader(yaml.SafeLoader):
    """YAML 1.2's words: the key `on` is a word, not true."""


_Loader.yaml_implicit_resolvers = {
    first: [entry for entry in found if first not in "oOyYnN" or not entry[0].endswith(":bool")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def chinese(number: int) -> str:
    """1 to 999 in Chinese numerals, made here and not by the splitter that will read them."""
    hundreds, rest = divmod(number, 100)
    text = (DIGITS[hundreds] + "百" if hundreds else "") + ("零" if hundreds and 0 < rest < 10 else "")
    text += DIGITS[rest // 10] + "十" if rest >= 10 else ""
    text += DIGITS[rest % 10] if rest % 10 else ""
    return text.removeprefix("一") if text.startswith("一十") else text


def renamed(name: str, clone: int) -> str:
    """A body's printed name in a copy, 1 being the original: 区教育局, 区二教育局, 区三教育局."""
    return name if clone == 1 else name[0] + chinese(clone) + name[1:]


def marked(record_id: str, clone: int) -> str:
    """An id in a copy: education, education-c2."""
    return record_id if clone == 1 else f"{record_id}-c{clone}"


def task_id(task: str, clone: int, tasks: int) -> str:
    """A task's id in a copy of a plan with `tasks` tasks: t07 is t29 in copy 2 of 22; `goal` stays."""
    return task if not re.fullmatch("t[0-9]+", task) else f"t{int(task[1:]) + (clone - 1) * tasks:02}"


def target_id(target: str, clone: int, tasks: int) -> str:
    """A target's id in a copy, beginning with its task's: t29-skilled-c2."""
    task, _, rest = target.partition("-")
    return marked(f"{task_id(task, clone, tasks)}-{rest}", clone)


def grown_text(text: str, times: int) -> str:
    """The issued text with its chapter of numbered tasks `times` over."""
    lines = text.split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("（一）"))
    end = next(i for i, line in enumerate(lines) if line.startswith("三、"))
    chapter = lines[first:end]
    actions = sum(bool(re.match("（[一二三四五六七八九十]+）", line)) for line in chapter)
    tasks = sum(bool(re.match("[0-9]+．", line)) for line in chapter)
    made = lines[:first]
    for clone in range(1, times + 1):
        action = (clone - 1) * actions
        for line in chapter:
            if re.match("（[一二三四五六七八九十]+）", line):
                action += 1
                line = f"（{chinese(action)}）{line.split('）', 1)[1]}"
            elif match := re.match("[0-9]+．", line):
                line = f"{int(match.group()[:-1]) + (clone - 1) * tasks}．{line[match.end() :]}"
            if match := re.search("（([^（）]+)负责）$", line):
                names = "、".join(renamed(name, clone) for name in match.group(1).split("、"))
                line = f"{line[: match.start()]}（{names}负责）"
            made.append(line)
    return "\n".join([*made, *lines[end:]])


def grown_bodies(bodies: list[Entry], times: int) -> Iterator[Entry]:
    """Every body of every copy; members stay with the original, whose codes are a source's."""
    for clone in range(1, times + 1):
        for body in copy.deepcopy(bodies):
            if clone > 1:
                body = {key: value for key, value in body.items() if not key.startswith(("members", "also"))}
                body["aliases"] = [renamed(name, clone) for name in body.get("aliases", [])]
            yield body | {"name": renamed(body["name"], clone), "slug": marked(body["slug"], clone)}


def grown_targets(targets: list[Entry], times: int, tasks: int) -> Iterator[Entry]:
    """Every target of every copy; those of the main goal, which stands once, once."""
    for clone in range(1, times + 1):
        for target in copy.deepcopy(targets):
            if clone == 1 or target["task"] != "goal":
                task = task_id(target["task"], clone, tasks)
                yield target | {"id": target_id(target["id"], clone, tasks), "task": task}


def grown_filing(filing: Entry, clone: int, tasks: int) -> Entry | None:
    """One body's year in a copy; None where nothing is left, for the main goal is reported once, and members
    of a collective stay with the original.
    """
    records = []
    left: set[str] = set()
    for record in copy.deepcopy(filing["records"]):
        # Members stay with the original, as in bodies.yml, and so does what they reported.
        of_member = "member" in record or left & {record.get("corrects"), record.get("withdraws")}
        if clone > 1 and (of_member or record.get("target", "").startswith("goal-")):
            left.add(record.get("id", ""))
            continue
        if "target" in record:
            record["target"] = target_id(record["target"], clone, tasks)
        if "task" in record:
            record["task"] = task_id(record["task"], clone, tasks)
        for field in {"id", "corrects", "withdraws"} & record.keys():
            record[field] = marked(record[field], clone)
        if "joint_with" in record:
            record["joint_with"] = [renamed(name, clone) for name in record["joint_with"]]
        if "verification" in record:
            record["verification"]["by"] = renamed(record["verification"]["by"], clone)
        records.append(record)
    return filing | {"body": renamed(filing["body"], clone), "records": records} if records else None


def grown_nav(config: str, plan: Entry, bodies: list[Entry]) -> str:
    """mkdocs.yml with every action, task and body in the navigation, where it lists them by hand."""
    line = re.compile(r"^( +)- .*: (?:actions/a|tasks/t)[0-9]+\.md\n|^( +)- （[^）]+）[^:\n]*:\n", re.MULTILINE)
    found = list(line.finditer(config))
    if not found:
        return config
    indent = " " * min(len(match.group(1) or match.group(2)) for match in found)
    made = ""
    for action in plan["actions"]:
        made += f"{indent}- {action['marker']}{action['name']}:\n"
        made += f"{indent}    - {action['marker']}行动概览: actions/{action['id']}.md\n"
        for task in action["tasks"]:
            made += f"{indent}    - 任务{task['number']} {task['title']}: tasks/{task['id']}.md\n"
    config = config[: found[0].start()] + made + config[found[-1].end() :]
    found = list(re.finditer(r"^( +)- .*: bodies/(?!index)[a-z0-9-]+\.md\n", config, re.MULTILINE))
    made = "".join(f"{found[0].group(1)}- {body['name']}: bodies/{body['slug']}.md\n" for body in bodies)
    return config[: found[0].start()] + made + config[found[-1].end() :]


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), _Loader)  # a SafeLoader


def _write(path: Path, data: Any) -> None:
    path.write_text(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6), encoding="utf-8")


def _left_out(folder: str, names: list[str]) -> set[str]:
    """What copytree shall not copy of one folder."""
    patterns = LEFT_OUT if Path(folder) == ROOT else ("__pycache__",)
    return {name for name in names if any(fnmatch(name, pattern) for pattern in patterns)}


def run(root: Path, *module: str) -> None:
    """Run one of a project's own commands in its folder.

    Raises:
        RuntimeError: with what the command said, if it failed.
    """
    command = [sys.executable, "-m", *module]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(module)}\n{done.stdout}{done.stderr}")


def grown(folder: Path, times: int, progress: bool = True) -> Path:
    """Make the project with its plan `times` over in `folder`, which must not exist; held to every rule.

    Args:
        folder: outside the project; the commands are run inside it, as anyone would.
        times: 1 for the real plan, up to 99 (the splitter reads markers to 九百九十九).
        progress: copy the made-up progress below tests/demo too; otherwise it is left out.

    Raises:
        RuntimeError: the grown project does not hold.
    """
    shutil.copytree(ROOT, folder, ignore=_left_out, symlinks=True)
    data = folder / "data"
    plan = _read(data / "plan.yml")
    tasks = sum(len(action["tasks"]) for action in plan["actions"])
    names = {body["slug"]: body["name"] for body in _read(data / "bodies.yml")}
    if times > 1:
        source = data / "source" / "plan.txt"
        source.write_bytes(grown_text(source.read_bytes().decode(), times).encode())
        _write(data / "bodies.yml", list(grown_bodies(_read(data / "bodies.yml"), times)))
        _write(data / "targets.yml", list(grown_targets(_read(data / "targets.yml"), times, tasks)))
        for path in sorted((folder / PROGRESS).glob("*/*.yml")):
            # What became of a body later is told of the original alone: the copies keep their names.
            filed = _read(path) | {"body": names[path.stem]}
            for clone in range(2, times + 1):
                if filing := grown_filing(filed, clone, tasks):
                    _write(path.with_stem(marked(path.stem, clone)), filing)
        run(folder, "scripts.split_plan")
        config = folder / "mkdocs.yml"
        text = config.read_text(encoding="utf-8")
        config.write_text(grown_nav(text, _read(data / "plan.yml"), _read(data / "bodies.yml")), encoding="utf-8")
    if not progress:
        shutil.rmtree(folder / PROGRESS)
    run(folder, "scripts.validate")
    return folder


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the project goes; must not exist")
    parser.add_argument("times", type=int, help="how many times the plan")
    args = parser.parse_args()
    print(grown(args.folder, args.times))
    return 0


if __name__ == "__main__":
    sys.exit(main())
