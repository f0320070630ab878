"""Rules for the ways in and the glossary: the plan's own words, where it has them."""

from __future__ import annotations

from collections.abc import Iterator

from macros.records.problem import Problem, suggestion
from macros.records.project import Project

EXPLAINS = ("以下简称", "简称", "是指", "指的是", "即", "包括")
"""The words by which a text explains one of its own; a sentence without any of them only uses it."""


def people_stand_in_headings(project: Project) -> Iterator[Problem]:
    """Every group of people stands in the heading of an action."""
    headings = [action.name for action in project.plan.actions]
    for number, name in enumerate(project.readers.people):
        if not any(name in heading for heading in headings):
            at = project.readers.at("people", number)
            yield Problem(at, f"没有一项行动的标题写到“{name}”", "照行动的标题写，或者删掉")


def places_stand_in_tasks(project: Project) -> Iterator[Problem]:
    """Every spelling of a place stands in a task."""
    for number, place in enumerate(project.readers.places):
        for which, word in enumerate(place.words):
            if not any(word in task.text for task in project.plan.tasks):
                at = project.readers.at("places", number, "words", which)
                yield Problem(at, f"没有一项任务写到“{word}”", "照任务原文写，或者删掉")


def terms_are_explained(project: Project) -> Iterator[Problem]:
    """A term stands in words of the issued text that explain it; nothing is defined for the text."""
    blocks = {block.id: block.text for block in project.plan.blocks()}
    for number, term in enumerate(project.readers.terms):
        at, quoted = project.readers.at("terms", number, "where"), project.readers.at("terms", number, "quote")
        if term.where not in blocks:
            yield Problem(at, f"原文没有“{term.where}”这一段", suggestion(term.where, blocks))
        elif term.quote not in blocks[term.where]:
            yield Problem(quoted, "这句话不在所写的那一段原文里", "从原文逐字复制")
        if term.term not in term.quote or not any(word in term.quote for word in EXPLAINS):
            remedy = f"原文没有用“{'”“'.join(EXPLAINS)}”说明这个词的，删掉这一条"
            yield Problem(quoted, f"这句话没有说明“{term.term}”的意思", remedy)


CHECKS = [people_stand_in_headings, places_stand_in_tasks, terms_are_explained]
