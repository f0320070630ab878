"""Rules for addresses that have moved: they lead to a page that is there, in one step."""

from __future__ import annotations

from collections.abc import Iterator

from macros.records.problem import Problem, suggestion
from macros.records.project import Project


def redirects_lead_somewhere(project: Project) -> Iterator[Problem]:
    """An old address leads to a page that is there, in one step; no page that is there is moved away, and of a page
    that is there only places that are not there any more.
    """
    docs = project.root / "docs"
    pages = {path.relative_to(docs).as_posix().removesuffix(".md") + ".html" for path in docs.rglob("*.md")}
    listed = project.redirects.redirects if project.redirects else []
    news = {it.old: it.new for it in listed}
    seen: set[str] = set()
    for it in listed:
        at, page = it.at("old"), it.new.partition("#")[0]
        if it.old in seen:
            yield Problem(at, f"“{it.old}”写了两次", "只留一条")
        elif not it.anchor and it.old in pages:
            yield Problem(
                at, f"“{it.old}”这个页面还在", "页面还在就不用转，删掉这一条；要改名，先把 docs/ 里的文件改名"
            )
        elif it.anchor and it.page not in pages:
            yield Problem(at, f"“{it.page}”这个页面不在了", f"整个页面转走：old 写“{it.page}”，不带 # 后面的部分")
        elif it.new in news:
            last = _last(it.new, news)
            remedy = f"直接写最后的网址“{last}”" if last else "转来转去回到原处，写现在真有的网址"
            yield Problem(it.at("new"), f"“{it.new}”自己也转走了", remedy)
        elif page not in pages:
            remedy = f"写一个还在的页面的网址；{suggestion(page, pages)}"
            yield Problem(it.at("new"), f"没有“{page}”这个页面", remedy)
        seen.add(it.old)


def _last(address: str, news: dict[str, str]) -> str:
    """Where a chain of moves ends; "" where it goes round."""
    way = [address]
    while way[-1] in news:
        if news[way[-1]] in way:
            return ""
        way.append(news[way[-1]])
    return way[-1]


CHECKS = [redirects_lead_somewhere]
