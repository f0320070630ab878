"""What MkDocs calls: macros, the page sandbox, published files. With frame.py and build.py all that knows MkDocs.

mkdocs-macros calls `define_env` (through the package); hooks.py hands the rest to MkDocs. What one build
knows is a `Build` in the configuration's `extra`, where the page frame reads it too.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url
from pymdownx.slugs import slugify

from macros.issued.calls import rendered
from macros.issued.navigation import navigation
from macros.issued.wordbreaks import WordBreaks
from macros.print.cards import card
from macros.print.codes import qr
from macros.print.howto import forms_work
from macros.print.press import SHARE, BookError, Prints, begin
from macros.published.feed import FEED, atom
from macros.published.release import earlier_release, release
from macros.published.sbom import SBOM, sbom
from macros.records.load import SOURCE
from macros.records.problem import DataError
from macros.records.reading import read
from macros.records.replacing import files_in, mark
from macros.records.settings import settings
from macros.records.yaml_lines import decode
from macros.rules.pages import KINDS
from macros.site.about import about
from macros.site.assets import SheetError, is_sheet, joined, page_classes
from macros.site.headers import ARCHIVE, archive, policy, robots, structured
from macros.site.making import BUILD, OPTIONS, Build, Options
from macros.site.moved import moved_pages, places_are_right, with_old_places
from macros.site.render import REMARK, VIEWS, Renderer, kept_templates
from macros.site.sandbox import NoTemplates
from macros.site.search import Index
from macros.site.views import objections
from macros.site.views.notices import notices
from macros.site.views.rounds import workbooks
from macros.site.words import also, load_words, places

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs_macros.plugin import MacrosPlugin

THEME_CSS = re.compile(r"assets/stylesheets/main\.[0-9a-f]+\.min\.css")
_ID = re.compile(r' id="([^"]+)"')
CODE = Path(__file__).parents[2]


def on_startup(command: str, dirty: bool) -> None:
    """Remember whether this is a preview, which sets no print: an edit is to be seen at once."""
    global preview
    preview = command == "serve"


preview = False


def define_env(env: MacrosPlugin) -> None:
    """Check the data, then register the macros; with bad data the build ends here, before anything
    in the site folder is touched.
    """
    options = env.conf.extra.get(OPTIONS) or Options(prints=not preview)
    root = Path(env.project_dir)
    try:
        configured = settings(root).extra
        site_url, imprint = env.conf.site_url, configured.imprint
        made = (
            earlier_release(options.earlier, site_url=site_url, imprint=imprint)
            if options.earlier
            else release(
                root,
                progress=options.progress,
                today=options.today,
                published=options.published or configured.published or "",
                site_url=site_url,
                imprint=imprint,
            )
        )
        words = load_words(Path(env.project_dir))
    except DataError as error:
        raise Abort(f"{error}\n共 {error.count} 个问题，网站没有更新。") from error
    try:
        sheets = joined(Path(env.conf.docs_dir, "assets"))
    except SheetError as error:
        raise Abort(f"{error}\n网站没有更新。") from error
    # Set while the pages are read; what a page says of a file waits for that file.
    prints = begin(made.files, name=env.conf.site_name, more=forms_work(made)) if options.prints else Prints()
    account = made.account
    pages = {name: report.page for name, report in made.reports.items()}
    books = {} if options.earlier else workbooks(made)  # whoever looks back is asked nothing
    build = Build(
        release=made,
        prints=prints,
        files={
            **made.files,
            **books,
            FEED: atom(account, f"{env.conf.site_name}更新记录", env.conf.site_url or "", pages),
            **{path: text.encode() for path, text in sheets.items()},
            "robots.txt": robots(env.conf.site_url).encode(),
            SBOM: sbom(CODE),
        },
        index=Index(also(words, account.project.bodies), places(account.project.plan.document.issuer)),
        about=about(made),
        breaks=WordBreaks(decode(read(root, SOURCE), SOURCE)),
    )

    def href(path: str) -> str:
        if path in build.files or path in prints or path == ARCHIVE:
            return str(get_relative_url(path, env.page.file.url))
        file = env.variables["files"].get_file_from_path(path)
        if file is None:
            raise KeyError(f"no page or file {path}")
        return str(file.url_relative_to(env.page.file))

    renderer = Renderer(made, href, prints, books)
    for name in VIEWS:
        build.macros[name] = build.macro(partial(renderer.html, name))
    env.conf.extra |= {
        **configured.shown(),
        BUILD: build,
        "source": account.project.plan.document,
        "edition": made.stamp,
        "latest": made.editions[0].day if made.editions else None,
        "notices": notices(made),
        "log_pages": pages,
        "policy": policy(),
        "about": structured(made),
        "qr": qr,
        "picture": lambda page: path if (path := card(page)) in prints else SHARE,
    }


def on_config(config: MkDocsConfig) -> None:
    """Put the sandbox in place of the plugin's environment, made while it read its configuration."""
    config.plugins["macros"]._env = NoTemplates()  # type: ignore[attr-defined]  # MacrosPlugin's own
    # Chinese anchors are `_1`, `_2` with the extension's own; a function in mkdocs.yml needs a Python tag.
    config.mdx_configs["toc"]["slugify"] = slugify(case="lower")
    build: Build = config.extra[BUILD]
    docs = Path(config.docs_dir)
    pages = sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*.md"))
    project = build.release.account.project
    pages += [path for path in objections.pages(build.release) if path not in pages]
    config.nav = navigation(project.plan, project.bodies, project.targets, pages)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Escape in the page's frame what comes from pages, data and settings; MkDocs does not."""
    build: Build = config.extra[BUILD]
    build.frame.env, build.frame.files = env, files
    env.autoescape = True
    env.bytecode_cache = kept_templates()


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Remember the navigation for pages that MkDocs does not make."""
    config.extra[BUILD].frame.nav = nav


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Publish the open data and the printed edition as files of the site, so that links to them are
    checked; leave out the theme's scripts, maps and pictures.
    """
    build: Build = config.extra[BUILD]
    for file in list(files):
        ours = Path(file.abs_src_path or "").is_relative_to(config.docs_dir)
        if THEME_CSS.fullmatch(file.src_uri):
            config.extra["theme_css"] = file.src_uri
        elif (file.src_uri.startswith("assets/") and not ours) or (ours and not file.src_uri.endswith(KINDS)):
            files.remove(file)  # the theme's, or what a file manager left
        elif is_sheet(file.src_uri):
            files.remove(file)  # published joined, among the build's own
    for path, content in build.files.items():
        files.append(File.generated(config, path, content=content))
    for path, text in objections.pages(build.release).items():
        if files.get_file_from_path(path) is None:
            files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put what the macros make in the places where the page calls them."""
    build: Build = config.extra[BUILD]
    if said := build.about.get(page.url):
        page.title = said.title or page.title
        page.meta.setdefault("description", said.description)
    return rendered(markdown, build.macros)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the macros' HTML in its places, and take the page into the search index."""
    build: Build = config.extra[BUILD]
    # A remark is for who edits the page; what stands in it is not published.
    whole = build.whole(REMARK.sub("", html))
    build.places[page.url] = set(_ID.findall(whole))
    whole = with_old_places(whole, page.url, build.release.redirects)
    page.present_anchor_ids = (page.present_anchor_ids or set()) | set(_ID.findall(whole))
    page.meta["layout"] = page_classes(whole)
    build.index.add(page.url, str(page.title), whole)
    return build.breaks.marked(whole)


def on_post_build(config: MkDocsConfig) -> None:
    """Write the printed edition, and what needs all pages: the search index, then the zip of everything."""
    build: Build = config.extra[BUILD]
    site = Path(config.site_dir)
    try:
        build.prints.wait()
    except BookError as error:
        raise Abort(f"{error}\n网站没有更新。") from error
    try:
        places_are_right(build.release.redirects, build.places)
    except DataError as error:
        raise Abort(f"{error}\n共 {error.count} 个问题，网站没有更新。") from error
    moved = moved_pages(build.release.redirects, partial(build.frame.moved, config, build.titles()))
    for path, content in (*build.prints.items(), *((path, html.encode()) for path, html in moved.items())):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)
    if not config.site_url:  # MkDocs writes one without a single address
        for name in ("sitemap.xml", "sitemap.xml.gz"):
            (site / name).unlink(missing_ok=True)
    for path, script in build.index.scripts().items():
        (site / path).write_text(script, encoding="utf-8")
    mark(site, files_in(site) | {ARCHIVE})  # before the archive, which holds the mark too
    (site / ARCHIVE).write_bytes(archive(site, build.release.stamp.timestamp))
