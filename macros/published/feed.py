"""The change log as an Atom feed (RFC 4287), made from the records' own dates."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from urllib.parse import urljoin
from xml.etree import ElementTree

from macros.judged.account import Account
from macros.judged.judge import figure
from macros.records.plan import Document
from macros.records.project import Filing

FEED = "changes.xml"
_SPACE = "http://www.w3.org/2005/Atom"


def _moment(day: object, second: int = 0) -> str:
    """A day in China as a moment: records have days, not hours, and no two entries share one moment."""
    return f"{day}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}+08:00"


def issued_on(document: Document) -> str:
    """The notice's date, printed as 2022年6月10日, as 2022-06-10."""
    return "-".join(part.zfill(2) for part in document.date.rstrip("日").replace("月", "年").split("年"))


def words(account: Account, filing: Filing) -> str:
    """What a record says, in one line of plain text."""
    report, body = filing.report, account.name(filing)
    if report.member:
        body += f"（{report.member}）"
    if report.withdraws:
        return f"{body}撤回{filing.year}年的一条报告（{report.withdraws}）"
    verb = "更正" if report.corrects else "报告"
    if report.target:
        target = account.project.index.targets[report.target]
        return f"{body}{verb}{filing.year}年{target.name}：{figure(target, report)}"
    task = account.project.index.tasks[report.about]
    return f"{body}{verb}{filing.year}年任务{task.number}进展：{report.state.label if report.state else ''}"


def atom(account: Account, title: str, base: str, pages: Mapping[str, str]) -> bytes:
    """The feed's bytes.

    Args:
        account: whose changes.
        title: the feed's title.
        base: the site's address; "" where it is not known.
        pages: id of every record to its address below the site.
    """
    address = urljoin(base, "changes.html")
    document = account.project.plan.document
    ElementTree.register_namespace("", _SPACE)
    feed = ElementTree.Element(f"{{{_SPACE}}}feed")

    def add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
        element = ElementTree.SubElement(parent, f"{{{_SPACE}}}{tag}", attributes)
        element.text = text or None
        return element

    changes = account.changes
    add(feed, "title", title)
    add(feed, "id", uuid.uuid5(uuid.NAMESPACE_URL, document.sha256).urn)
    add(feed, "link", href=address, rel="alternate", type="text/html")
    add(feed, "link", href=urljoin(address, FEED), rel="self", type="application/atom+xml")
    days = Counter(account.news(filing) for filing in changes)
    moments = []
    for filing in changes:  # newest first: of one day, the first has the latest second
        days[account.news(filing)] -= 1
        moments.append(_moment(account.news(filing), days[account.news(filing)]))
    # A feed without entries was last changed when the plan was issued.
    add(feed, "updated", moments[0] if moments else _moment(issued_on(document)))
    add(add(feed, "author"), "name", title)
    for filing, moment in zip(changes, moments, strict=True):
        report = filing.report
        entry = add(feed, "entry")
        add(entry, "title", words(account, filing))
        add(entry, "id", uuid.uuid5(uuid.NAMESPACE_URL, f"{document.sha256}#{report.id}").urn)
        add(entry, "link", href=urljoin(base, pages[report.id]), rel="alternate", type="text/html")
        add(entry, "published", moment)
        add(entry, "updated", moment)
        title_of = report.evidence.title if report.evidence else ""
        add(entry, "summary", report.statement or report.note or report.reason or title_of)
    ElementTree.indent(feed)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"
