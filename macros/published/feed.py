"""The change log as an Atom feed (RFC 4287), made from the records' own dates."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree import ElementTree

from macros.judged.account import Account
from macros.judged.judge import figure
from macros.judged.objections import cases
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


@dataclass(frozen=True)
class _News:
    """One entry; `page` is its address below the site."""

    id: str
    day: datetime.date
    title: str
    page: str
    summary: str


def _records(account: Account, pages: Mapping[str, str]) -> Iterator[_News]:
    for filing in account.changes:
        report = filing.report
        title = report.evidence.title if report.evidence else ""
        summary = report.statement or report.note or report.reason or title
        yield _News(report.id, account.news(filing), words(account, filing), pages[report.id], summary)


def _objections(account: Account) -> Iterator[_News]:
    """What was received, and what was answered, each on its own day."""
    for case in cases(account):
        it, page = case.objection, f"objections.html#{case.objection.id}"
        if it.answered_on and it.settled:
            title = f"答复异议：{case.about}（{it.settled.label}）"
            yield _News(f"{it.id}/answer", it.answered_on, title, page, it.answer or "")
        yield _News(f"{it.id}/objection", it.received_on, f"收到异议：{case.about}", page, it.objection)


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

    news = sorted([*_records(account, pages), *_objections(account)], key=lambda it: it.day, reverse=True)
    add(feed, "title", title)
    add(feed, "id", uuid.uuid5(uuid.NAMESPACE_URL, document.sha256).urn)
    add(feed, "link", href=address, rel="alternate", type="text/html")
    add(feed, "link", href=urljoin(address, FEED), rel="self", type="application/atom+xml")
    days = Counter(it.day for it in news)
    moments = []
    for it in news:  # newest first: of one day, the first has the latest second
        days[it.day] -= 1
        moments.append(_moment(it.day, days[it.day]))
    # A feed without entries was last changed when the plan was issued.
    add(feed, "updated", moments[0] if moments else _moment(issued_on(document)))
    add(add(feed, "author"), "name", title)
    for it, moment in zip(news, moments, strict=True):
        entry = add(feed, "entry")
        add(entry, "title", it.title)
        add(entry, "id", uuid.uuid5(uuid.NAMESPACE_URL, f"{document.sha256}#{it.id}").urn)
        add(entry, "link", href=urljoin(base, it.page), rel="alternate", type="text/html")
        add(entry, "published", moment)
        add(entry, "updated", moment)
        add(entry, "summary", it.summary)
    ElementTree.indent(feed)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"
