"""Views into HTML: one autoescaped template a view; templates only place what views say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

from macros.issued.pages import page_of
from macros.print.press import Prints
from macros.published.release import Release
from macros.site.views import (
    bodies,
    editions,
    files,
    home,
    matrix,
    objections,
    readers,
    reports,
    rounds,
    target,
    targets,
    text,
)

TEMPLATES = Path(__file__).parent / "templates"
CACHE = Path(__file__).parents[2] / ".cache" / "templates"
REMARK = re.compile("<!--.*?-->", re.DOTALL)
"""What stands in a page for who edits it, and is not published."""

VIEWS: dict[str, Callable[..., object]] = {
    view.__name__: view
    for view in (
        *(reports.account_table, text.action_list, text.action_tasks, bodies.alias_table, readers.audience_list),
        *(bodies.body_duties, bodies.body_list, bodies.body_partners, reports.body_reports, bodies.body_summary),
        *(reports.change_log, text.disclosure, editions.edition_list, text.full_text, home.home),
        *(rounds.form_guide, reports.how_to_report, text.join_table, rounds.report_rules, rounds.round_list),
        *(targets.measure_table, objections.objection_list, files.open_data_files, targets.op_table),
        *(targets.pace_formula, targets.period_table, files.print_list),
        *(files.print_note, reports.report_status, matrix.responsibility_matrix, text.responsible_bodies),
        *(targets.result_table, targets.rule_list, files.site_zip, text.source_note),
        *(target.target_page, targets.target_table),
        *(text.task_pager, text.task_path, reports.task_reports, readers.place_list, readers.glossary),
    )
}
"""The macros that pages may call, by name."""

TEMPLATE_OF = {
    "how_to_report": "sentence_list",
    "pace_formula": "sentence_list",
    "report_rules": "sentence_list",
    "rule_list": "sentence_list",
    "op_table": "gloss_table",
    "period_table": "gloss_table",
}
"""Views that share a template; each other has one of its own name."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What is said of a printed file beside its link; `kilobytes` are of 1,000 bytes."""

    pages: int
    kilobytes: int


def kept_templates() -> FileSystemBytecodeCache | None:
    """Where compiled templates are kept between builds: each is used only for the very text it was made of.
    None where nothing can be written.
    """
    try:
        CACHE.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(CACHE))


class Said(Mapping[str, Printed]):
    """What is said of each printed file; asking for one waits until it is set."""

    def __init__(self, prints: Prints) -> None:
        self._prints = prints

    def __getitem__(self, path: str) -> Printed:
        return Printed(self._prints.pages(path), round(len(self._prints[path]) / 1000))

    def __iter__(self) -> Iterator[str]:
        return iter(self._prints)

    def __len__(self) -> int:
        return len(self._prints)


def _json(value: Any) -> str:
    return json.dumps([asdict(it) for it in value], ensure_ascii=False)


class Renderer:
    """Calls views and sets their values.

    Args:
        release: what this edition publishes.
        href: address of a docs/ page or published file, relative to the page being built; raises
            KeyError for one that does not exist, so that no link is ever broken.
        prints: the printed edition.
        workbooks: the forms that are published with it: path below the site to content.
    """

    def __init__(
        self, release: Release, href: Callable[[str], str], prints: Prints, workbooks: Mapping[str, bytes] | None = None
    ) -> None:
        self.release = release
        self.env = Environment(
            loader=FileSystemLoader(TEMPLATES),
            bytecode_cache=kept_templates(),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.env.filters["json"] = _json
        self.env.globals |= {
            "href": href,
            "link": lambda record_id: href(page_of(record_id)),
            "home_of": lambda record: page_of(release.reports[record].subject),
            "prints": Said(prints),
            "workbooks": {path: round(len(content) / 1000) for path, content in (workbooks or {}).items()},
        }

    def html(self, name: str, *args: object, **named: object) -> str:
        """The HTML of a view.

        Raises:
            KeyError: an id that nothing has, or a link to a page that does not exist.
        """
        template = self.env.get_template(f"{TEMPLATE_OF.get(name, name)}.html.j2")
        html = template.render(it=VIEWS[name](self.release, *args, **named))
        return "\n".join(line for line in html.split("\n") if line.strip())
