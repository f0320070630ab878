"""What a site needs around its pages: security policy, robots, sharing picture, structured data, archive."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, urljoin

from macros.published.feed import issued_on
from macros.published.formats import FOLDER
from macros.published.release import Release
from macros.records.redirects import Redirect

ARCHIVE = "site.zip"
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the theme's style sheet holds its small pictures
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
"""Nothing but our own files, no script or style within a page; so there is nothing to hash."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


def policy(*, header: bool = False) -> str:
    """The Content-Security-Policy; the header alone can also forbid other sites' frames."""
    rules = POLICY | ({"frame-ancestors": "'self'"} if header else {})
    return "; ".join(f"{name} {value}" for name, value in rules.items())


_TEXTS = (
    "text/css text/csv text/plain text/xml application/javascript text/javascript application/json "
    "application/atom+xml application/xml image/svg+xml"
)


_SAFE = "/#"


def header_files(path: str = "/", redirects: Sequence[Redirect] = ()) -> dict[str, str]:
    """Ready settings for servers: `_headers` for Netlify and Cloudflare Pages, a snippet for nginx.

    They are for whoever sets up the server, not for readers, so they are no part of the site. Pages and
    data are asked for anew each time (a server answers 304 where nothing changed); the theme's style
    sheet has its content's hash in its name and is kept for a year.

    Args:
        path: where the site lies on its host, such as `/some/path/`.
        redirects: which addresses have moved; the server then says so itself, for whole pages.
    """
    moved = [(path + it.old, path + it.new) for it in redirects if not it.anchor]
    headers = {"Content-Security-Policy": policy(header=True)} | HEADERS
    lines = "".join(f"  {name}: {value}\n" for name, value in headers.items())
    netlify = (
        f"/*\n{lines}  Cache-Control: no-cache\n"
        "/open-data/*.csv\n  Content-Type: text/csv; charset=utf-8\n"
        "/assets/stylesheets/*\n  ! Cache-Control\n  Cache-Control: public, max-age=31536000, immutable\n"
    )
    nginx = "".join(f'add_header {name} "{value}" always;\n' for name, value in headers.items())
    nginx = (
        f"# include in the server block, whose root holds the site below {path}\n{nginx}"
        f"charset utf-8;\ncharset_types {_TEXTS};\n"
        f"gzip on;\ngzip_vary on;\ngzip_min_length 1000;\ngzip_types {_TEXTS};\n"
        f"expires -1;\nerror_page 404 {path}404.html;\n"
        f"location ~ ^{path}.*\\.csv$ {{ types {{ text/csv csv; }} }}\n"
        f"location {path}assets/stylesheets/ {{ expires 1y; }}\n"
        f"location ~ ^{path}(.*/)?\\.(?!well-known/) {{ return 404; }}\n"
    )
    nginx += "".join(f"location = {old} {{ return 301 {quote(new, safe=_SAFE)}; }}\n" for old, new in moved)
    lines = "".join(f"{old} {quote(new, safe=_SAFE)} 301\n" for old, new in moved)
    return {"_headers": netlify, "headers-nginx.conf": nginx} | ({"_redirects": lines} if moved else {})


def robots(site_url: str | None) -> str:
    """Everything may be read; the site map where the address is known."""
    sitemap = f"Sitemap: {urljoin(site_url, 'sitemap.xml')}\n" if site_url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}"


def structured(release: Release) -> dict[str, str]:
    """Structured data (schema.org) by page: only what the text itself says."""
    document, stamp = release.account.project.plan.document, release.stamp
    issuer = {"@type": "GovernmentOrganization", "name": document.issuer}
    plan = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": document.title,
        "inLanguage": "zh-CN",
        "dateCreated": issued_on(document),
        "creator": issuer,
    }
    files = [
        {"@type": "DataDownload", "name": f"{name}.{kind}", "encodingFormat": media}
        | {"contentUrl": urljoin(stamp.site_url or "", f"{FOLDER}/{name}.{kind}")}
        for name in (table.name for table in release.tables)
        for kind, media in (("json", "application/json"), ("csv", "text/csv"))
    ]
    dataset = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{document.title}：开放数据",
        "description": "、".join(table.title for table in release.tables),
        "inLanguage": "zh-CN",
        "version": stamp.commit or str(stamp.date),
        "dateModified": str(stamp.date),
        "distribution": files,
    }
    part_of = {"@type": "CreativeWork", "name": document.title, "creator": issuer}
    made = {"index.html": plan, "full-text.html": plan, "open-data.html": dataset}
    for target in release.account.project.targets:
        page = release.outcomes[target.id].page
        made[page] = {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "name": target.name,
            "inLanguage": "zh-CN",
            "mainEntity": {"@type": "Quotation", "text": target.quote, "creator": issuer, "isPartOf": part_of},
        } | ({"url": urljoin(stamp.site_url, page)} if stamp.site_url else {})
    # In a page, nothing in the data may end the script.
    return {url: json.dumps(value, ensure_ascii=False).replace("<", "\\u003c") for url, value in made.items()}


def archive(site: Path, timestamp: int) -> bytes:
    """The whole site as a zip, without itself, for a USB stick; same files, same bytes."""
    day = datetime.datetime.fromtimestamp(timestamp, tz=datetime.UTC)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path in sorted(path for path in site.rglob("*") if path.is_file() and path.name != ARCHIVE):
            info = zipfile.ZipInfo(f"site/{path.relative_to(site).as_posix()}", day.timetuple()[:6])
            info.compress_type = zipfile.ZIP_STORED if path.suffix in (".pdf", ".png") else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            zipped.writestr(info, path.read_bytes())
    return out.getvalue()
