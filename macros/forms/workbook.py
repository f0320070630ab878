"""A form as a workbook: `write` one recipient's, `write_all` one that holds all of a round.

The same form is the same bytes. Every text is written as text, whatever it begins with (=, +, -, @, ＝, ＋, －,
＠): nothing that a person or a file has said can become a formula or a link. Only the live check is formulas.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from xlsxwriter import Workbook

from macros.forms.guide import guide
from macros.forms.layout import DEMO, GUIDE, MARKS, OTHERS, SHEET, marks, sheet_of
from macros.forms.others import show_others
from macros.forms.sheet import Filling, before
from macros.forms.style import Style
from macros.judged.asked import Form

PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def write(
    to: Path | BinaryIO,
    form: Form,
    *,
    filled: Mapping[tuple[str, str], str] | None = None,
    marked: Mapping[tuple[str, str], str] | None = None,
) -> None:
    """Write one recipient's workbook.

    Args:
        to: a file's path, or what bytes go to.
        form: what is asked.
        filled: what cells hold instead of what they hold of themselves (the recipient's own record, else what
            is prefilled), by (about, column key); for the foot by ("", label). A text that is no plain number
            stays a text in a cell for numbers.
        marked: what is wrong with cells, by the same keys: each is coloured and framed, and carries a comment.
    """
    made = bytes_of(form, filled=filled, marked=marked)
    if isinstance(to, Path):
        to.write_bytes(made)
    else:
        to.write(made)


def bytes_of(
    form: Form,
    *,
    filled: Mapping[tuple[str, str], str] | None = None,
    marked: Mapping[tuple[str, str], str] | None = None,
) -> bytes:
    """The bytes of one recipient's workbook; see `write`."""
    buffer = io.BytesIO()
    book, style = _book(buffer, [form])
    guide(book.add_worksheet(GUIDE), style, form)
    sheet = book.add_worksheet(SHEET)
    Filling(book=book, sheet=sheet, style=style, form=form, filled=filled or {}, marked=marked or {}, own=True).fill()
    if form.shown:
        show_others(book.add_worksheet(OTHERS), style, form)
    sheet.activate()
    _mark(book, style, {SHEET: form})
    book.close()
    return buffer.getvalue()


def all_of(forms: Sequence[Form]) -> bytes:
    """The bytes of the workbook that holds all forms of a round, to look up and to print; none comes back by it."""
    buffer = io.BytesIO()
    book, style = _book(buffer, forms)
    guide(book.add_worksheet(GUIDE), style, None, forms)
    written: dict[str, Form] = {}
    row = 1
    for form in forms:
        name = sheet_of(form, list(written))
        written[name] = form
        sheet = book.add_worksheet(name)
        Filling(book=book, sheet=sheet, style=style, form=form, filled={}, marked={}, own=False, first_mark=row).fill()
        row += len(marks(form)) + len(before(form))
    _mark(book, style, written)
    book.close()
    return buffer.getvalue()


def _book(buffer: BinaryIO, forms: Sequence[Form]) -> tuple[Workbook, Style]:
    book = Workbook(buffer, PLAIN)
    first = forms[0]
    # Neither the clock nor the machine: the round's day, so that the same form is the same bytes.
    made = datetime.datetime.combine(first.round.as_of, datetime.time())
    title = f"{first.round.title}填报表"
    book.set_properties({"title": title, "comments": DEMO if first.demo else "", "created": made})
    if len(forms) == 1:
        for key, text in marks(first).items():
            book.set_custom_property(key, text, "text")
    return book, Style(book, first.demo)


def _mark(book: Workbook, style: Style, sheets: Mapping[str, Form]) -> None:
    sheet = book.add_worksheet(MARKS)
    row = 0
    for name, form in sheets.items():
        rows = [("", key, text) for key, text in marks(form).items()]
        rows += [(about, key, text) for (about, key), text in before(form).items()]
        for cells in rows:
            for column, text in enumerate((name, *cells)):
                sheet.write_string(row, column, text, style.text)
            row += 1
    sheet.protect()
    sheet.very_hidden()
