"""The guide to the forms as one printed page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from urllib.parse import urljoin

from macros.forms.howto import howto
from macros.print.codes import modules
from macros.print.made import Work
from macros.print.views import packed
from macros.published.release import Release

FORMS = "pdf/forms.pdf"


def forms_work(release: Release) -> Iterator[Work]:
    """The guide to set; nothing where nobody is asked anything."""
    guide = howto(release.account)
    if guide is None:
        return
    view = {
        "edition": release.stamp.model_dump(mode="json", exclude_none=True),
        "document": release.account.project.plan.document.model_dump(mode="json"),
        "guide": asdict(guide),
    }
    site = release.stamp.site_url
    address = {"qr": modules(urljoin(site, "forms.html"))} if site else {}
    yield Work(
        template="forms",
        inputs={"data": packed(view).decode()} | address,
        timestamp=release.stamp.timestamp,
        path=FORMS,
        subject="填报指南",
    )
