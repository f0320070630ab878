"""Rules for targets: what targets.yml says is what the issued sentence says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.records.load import TARGETS
from macros.records.plan import GOAL
from macros.records.problem import Location, Problem, suggestion
from macros.records.project import Project
from macros.records.targets import Op, Period, Target

_PERIOD_WORD = re.compile("每年|到[0-9]{4}年|时期")
_PERIOD_OF = {"每年": Period.EVERY_YEAR, "到2025年": Period.BY_2025, "时期": Period.WHOLE_PERIOD}
_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def target_ids_are_unique(project: Project) -> Iterator[Problem]:
    """A target's id is an address: one of each, beginning with its task."""
    seen: dict[str, Location] = {}
    for target in project.targets:
        at = target.at("id")
        if target.id in seen:
            wrong = f"编号“{target.id}”用了两次，第一次在第 {seen[target.id].line} 行"
            yield Problem(at, wrong, "换一个没有用过的编号")
        seen.setdefault(target.id, at)
        if project.index.text_of.get(target.task, "") and not target.id.startswith(target.task + "-"):
            yield Problem(at, f"编号“{target.id}”与任务“{target.task}”不符", f"以“{target.task}-”开头")


def target_tasks_exist(project: Project) -> Iterator[Problem]:
    """Every target belongs to a task of the plan or to its main goal."""
    known = [GOAL, *(task.id for task in project.plan.tasks)]
    for target in project.targets:
        if target.task not in known:
            wrong = f"没有任务“{target.task}”"
            yield Problem(target.at("task"), wrong, suggestion(target.task, known))


def values_fit_their_op(project: Project) -> Iterator[Problem]:
    """A comparison with a number has value and unit; one without has neither; a range goes up."""
    for target in project.targets:
        if target.op.numeric:
            for field in ("value", "unit"):
                if getattr(target, field) is None:
                    wrong = f"{target.op.value} 要有 {field}"
                    yield Problem(target.at(), wrong, f"按原文补上 {field}")
        else:
            for field in ("value", "unit"):
                if getattr(target, field) is not None:
                    wrong = f"{target.op.value} 没有数，不能写 {field}"
                    yield Problem(target.at(field), wrong, f"删掉 {field}，或者改 op")
        if target.op is Op.BETWEEN and target.value_max is None:
            yield Problem(target.at(), "between 要有 value_max", "补上区间的上限")
        if target.op is not Op.BETWEEN and target.value_max is not None:
            wrong = f"{target.op.value} 不能有 value_max"
            yield Problem(target.at("value_max"), wrong, "删掉 value_max，或者把 op 改成 between")
        if target.value is not None and target.value_max is not None and target.value_max <= target.value:
            yield Problem(target.at("value_max"), "区间的上限不大于下限", "核对 value 和 value_max")


def measures_are_given(project: Project) -> Iterator[Problem]:
    """A figure that is not judged year by year says, with its reason, whether years add up."""
    for target in project.targets:
        needed = target.op.numeric and target.period in (Period.BY_2025, Period.UNSTATED)
        if needed and target.measure is None:
            remedy = "补上 measure: stock（总数）或 measure: flow（各年相加）"
            yield Problem(target.at(), "这个目标要写明数是总数还是各年相加", remedy)
        if not needed and target.measure is not None:
            yield Problem(target.at("measure"), "这个目标逐年判定或没有数，不能有 measure", "删掉 measure")
        if (target.measure is None) != (target.measure_reason is None):
            yield Problem(target.at(), "measure 和 measure_reason 要一起写", "补上缺的一个，或者两个都删掉")


def _is_whole(target: Target) -> bool:
    """Whether value, value_max and unit are those that the op asks for."""
    range_is_right = (target.value_max is not None) == (target.op is Op.BETWEEN)
    return target.op.numeric and None not in (target.value, target.unit) and range_is_right


def _printed_figure(target: Target) -> re.Match[str] | None:
    """Find the target's own figure with its unit in its quote."""
    if not _is_whole(target):
        return None
    upper = "" if target.value_max is None else f"-{target.value_max}"
    # 300人 must not be found in 300人次, nor 00人 in 300人.
    unit = re.escape(target.unit or "") + ("(?!次)" if target.unit == "人" else "")
    figure = rf"(?<![0-9.\-]){re.escape(f'{target.value}{upper}')}(?:{unit})"
    matches = list(re.finditer(figure, target.quote))
    return matches[-1] if matches else None


def quotes_are_verbatim(project: Project) -> Iterator[Problem]:
    """A quote stands in its own task's text and states its own value and unit."""
    for target in project.targets:
        text = project.index.text_of.get(target.task, "")
        at = target.at("quote")
        if text and target.quote not in text:
            wrong = f"{target.task} 的原文里没有这句话：“{target.quote}”"
            yield Problem(at, wrong, "从原文逐字复制，标点也要一样")
        elif _is_whole(target) and not _printed_figure(target):
            yield Problem(at, f"这句原文里没有“{target.figure}”", "核对 value、unit 和 quote")


def _printed_op(target: Target, figure: re.Match[str]) -> Op:
    before, after = target.quote[: figure.start()], target.quote[figure.end() :]
    if target.value_max is not None:
        return Op.BETWEEN
    if before.endswith("超过"):
        return Op.MORE_THAN
    if before.endswith(("不少于", "达到")) or after.startswith("以上"):
        return Op.AT_LEAST
    return Op.EQUAL


def words_match_the_quote(project: Project) -> Iterator[Problem]:
    """op, soft and period say what the quote's own words say."""
    words = {
        Op.FULL_COVERAGE: "全覆盖",
        Op.YEARLY_EVENT: "每年",
        Op.ABOVE_BENCHMARK: "以上",
    }
    for target in project.targets:
        quote = target.quote
        if quote not in project.index.text_of.get(target.task, ""):
            continue  # quotes_are_verbatim has said so
        figure = _printed_figure(target)
        end = figure.start() if figure else len(quote)
        if figure and (op := _printed_op(target, figure)) is not target.op:
            wrong = f"原文写的是“{quote[max(0, end - 3) : figure.end() + 2]}”，op 不能是 {target.op.value}"
            yield Problem(target.at("op"), wrong, f"改成 {op.value}")
        if (word := words.get(target.op)) and word not in quote:
            yield Problem(target.at("op"), f"原文这句话里没有“{word}”", "核对 op 和 quote")
        clause = re.split("[，。；]", quote[:end])[-1]
        soft = "力争" in clause or "争创" in clause
        if soft is not target.soft:
            wrong = f"原文{'写的是“力争”“争创”' if soft else '没有写“力争”“争创”'}，soft 不符"
            at = target.at("soft") if target.soft else target.at()
            yield Problem(at, wrong, "加上 soft: true" if soft else "删掉 soft")
        yield from _period_problems(target, quote[:end], project.index.text_of.get(target.task, ""))


def _period_problems(target: Target, governed: str, text: str) -> Iterator[Problem]:
    """The last period word before the figure governs it, also where the quote left it out."""
    found = _PERIOD_WORD.findall(governed)
    start = text.find(target.quote)
    sentence = text[:start].rpartition("。")[2] if start > 0 else ""
    if not found and (outside := _PERIOD_WORD.findall(sentence)):
        wrong = f"原文这句话前面还有“{outside[-1]}”"
        yield Problem(target.at("quote"), wrong, f"quote 从“{outside[-1]}”抄起")
        return
    period = _PERIOD_OF.get(found[-1], target.period) if found else Period.UNSTATED
    if period is not target.period:
        wrong = f"原文的期限是“{found[-1]}”" if found else "原文这句话没有写期限"
        yield Problem(target.at("period"), f"{wrong}，period 不符", f"改成 {period.value}")


def every_figure_is_a_target(project: Project) -> Iterator[Problem]:
    """Every number in the goal and the tasks stands in some target's quote: none is forgotten."""
    last = Location(TARGETS)
    for target in project.targets:
        last = target.at()
    for task in [GOAL, *(task.id for task in project.plan.tasks)]:
        text = project.index.text_of[task]
        covered: set[int] = set()
        for target in project.targets:
            start = text.find(target.quote) if target.task == task else -1
            covered |= set(range(start, start + len(target.quote))) if start >= 0 else set()
        for match in _FIGURE.finditer(text):
            marker = match.start() == 0 and text[match.end() :].startswith("．")
            if not marker and match.start() not in covered:
                shown = text[max(0, match.start() - 8) : match.end() + 4]
                wrong = f"{task} 原文“…{shown}…”里的数没有写进任何目标"
                yield Problem(last, wrong, f"在 {TARGETS} 补上这个目标")


CHECKS = [
    target_ids_are_unique,
    target_tasks_exist,
    values_fit_their_op,
    measures_are_given,
    quotes_are_verbatim,
    words_match_the_quote,
    every_figure_is_a_target,
]
