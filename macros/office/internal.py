"""The internal edition: whom to call, what to remember, who signed, what came along, and who is to be reminded.

Plain pages that fetch nothing, and one that prints as a whole. Every page and every printed sheet says that it is
not for the public.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from macros.judged.dues import Item
from macros.office.noted import MADE, Noted, OfBody, noted
from macros.published.release import Release
from macros.records.bodies import Body
from macros.records.replacing import replace_folder, slot_for
from macros.records.writing import write_file

MARK = "内部参考，请勿外传"
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Missing:
    """What a body has not reported for a year.

    Attributes:
        days: how many days ago it fell due; 0 where it has not yet.
        what: what is missing, in words.
    """

    year: int
    due_on: datetime.date
    days: int
    what: Sequence[str]


@dataclass(frozen=True, slots=True)
class Desk:
    """One body's page."""

    body: Body
    held: OfBody
    missing: Sequence[Missing]


@dataclass(frozen=True, slots=True)
class Edition:
    """The whole.

    Attributes:
        chased: the desks of the bodies to remind, the longest overdue first.
        unread: files that nothing reads.
    """

    release: Release
    desks: Sequence[Desk]
    chased: Sequence[Desk]
    unread: Sequence[str]


def _words(item: Item) -> str:
    number = f"任务{item.task.number} " if item.task else "主要目标 "
    return f"{number}{item.target.name if item.target else f'{item.task.title}（进展）' if item.task else ''}"


def edition(release: Release, held: Noted) -> Edition:
    """What the pages show."""
    account = release.account
    desks = []
    for body in account.project.bodies:
        missing = [
            Missing(year, it.due_on, it.days, [_words(item) for item in it.missing])
            for year in account.project.plan.years
            for it in [account.body_years[body.slug, year]]
            # What belongs to a year that is not over is not missing yet.
            if it.missing and datetime.date(year, 12, 31) < account.today
        ]
        desks.append(Desk(body, held.of[body.slug], missing))
    late = [desk for desk in desks if desk.missing]
    late.sort(key=lambda desk: (-max(it.days for it in desk.missing), -sum(len(it.what) for it in desk.missing)))
    return Edition(release, desks, late, held.unread)


def pages(whole: Edition) -> dict[str, str]:
    """The pages by name."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # From a page of ours to the folder that the pictures lie in.
    environment.globals |= {"mark": MARK, "file": lambda path: "../" + quote(path)}
    page = environment.get_template("internal.html.j2")
    made = {"index.html": page.render(it=whole, kind="index", desks=[])}
    made["print.html"] = page.render(it=whole, kind="print", desks=whole.desks)
    for desk in whole.desks:
        made[f"{desk.body.slug}.html"] = page.render(it=whole, kind="body", desks=[desk])
    return made


def write(folder: Path, release: Release) -> Path:
    """Make the internal edition of a folder, in a folder of it; returns the first page.

    Args:
        folder: the internal folder, which `private_folder` let through.
        release: whose bodies and dues.

    Raises:
        DataError: something in the folder is wrong, or the system refused it; the last edition stays.
    """
    made = pages(edition(release, noted(folder, release.account.project.bodies)))
    target = folder / MADE
    with slot_for(target, release.account.project.root) as fresh:
        for name, text in made.items():
            write_file(fresh / name, text)
        replace_folder(fresh, target, release.account.project.root)
    return target / "index.html"
