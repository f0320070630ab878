"""What goes out in a round: one workbook a recipient, one that holds all, and a covering note, in a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from macros.forms.layout import file_of
from macros.forms.workbook import all_of, bytes_of
from macros.judged.account import Account
from macros.judged.asked import Form, forms
from macros.office.covering import covering
from macros.office.keep import keep_all
from macros.records.problem import DataError, Location, Problem, suggestion
from macros.records.rounds import Round


def of_body(all_forms: Sequence[Form], name: str | None) -> Sequence[Form]:
    """The forms of one body, or of one of its members; all where no name is given.

    Raises:
        DataError: none of them is asked anything.
    """
    found = [form for form in all_forms if name in (None, form.slug, form.body.slug, form.body.name, form.name)]
    if not found:
        wrong = f"这一轮没有“{name}”的填报表"
        remedy = suggestion(name or "", [form.body.name for form in all_forms]) if name else "核对轮次要的内容"
        raise DataError([Problem(Location("--body" if name else "data/rounds.yml"), wrong, remedy)])
    return found


def outgoing(account: Account, asked: Round, body: str | None = None) -> Mapping[str, bytes]:
    """The files of a round by name; of one body its workbooks alone.

    Raises:
        DataError: nobody, or not this body, is asked anything.
    """
    everyone = forms(account, asked)
    found = of_body(everyone, body)
    files = {file_of(form): bytes_of(form) for form in found}
    if body is None:
        files[f"{asked.title}-全部（供查阅）.xlsx"] = all_of(everyone)
        files[f"{asked.title}-通知（稿）.docx"] = covering(account.project.plan.document.title, everyone)
    return files


def send_out(folder: Path, account: Account, asked: Round, body: str | None = None) -> Mapping[str, Path]:
    """Write the files of a round into a folder of its title; what people put or changed there stays.

    Raises:
        DataError: there is nothing to ask, or the system refused a file.
    """
    return keep_all(folder / asked.title, outgoing(account, asked, body), whole=body is None)
