"""What an office sets in mkdocs.yml, read by the same strict reader as the data.

MkDocs' own reader takes 0100000001 for an octal number and lets any text into the pages' heads; so the
pages are given what is read here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from macros.records.address import ADDRESS, Address, wrong_with
from macros.records.base import Record, Text
from macros.records.load import parse
from macros.records.problem import DataError, Problem
from macros.records.yaml_lines import load_yaml

FILE = "mkdocs.yml"
_MAIL = re.compile(r"mailto:[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@([A-Za-z0-9.-]+)")


def _no_markup(text: str) -> str:
    if re.search('[<>"]', text):
        raise PydanticCustomError("markup", "markup")
    return text


def _is_base(address: str) -> str:
    if wrong := wrong_with(address, public=False):
        raise PydanticCustomError(ADDRESS, "{wrong}", {"wrong": wrong})
    if not address.endswith("/") or "?" in address or "#" in address:
        raise PydanticCustomError(ADDRESS, "{wrong}", {"wrong": "要以“/”结尾，不能有“?”和“#”"})
    return address


def _is_feedback(text: str) -> str:
    mail = _MAIL.fullmatch(text)
    wrong = wrong_with(f"https://{mail[1]}/" if mail else text, public=False)
    if text and (wrong or not text.startswith(("mailto:", "https://"))):
        wrong = wrong if mail or text.startswith("https://") else "不是 mailto: 开头的邮箱或 https:// 开头的网页"
        raise PydanticCustomError(ADDRESS, "{wrong}", {"wrong": wrong})
    return text


Plain = Annotated[Text, AfterValidator(_no_markup)]
"""A text that stands in a page's head or foot."""


class Footer(Record):
    """What the foot of every page says, beside what the data say."""

    host: Plain | None = Field(default=None, alias="主办")
    contact: Plain | None = Field(default=None, alias="联系")
    filing: Plain | None = Field(default=None, alias="备案")


class Government(Record):
    """The labels of the standard for government sites; none is made up."""

    SiteDomain: Plain | None = None
    SiteIDCode: Annotated[str, Field(pattern="^[0-9]{10}$")] | None = None
    ContentSource: Plain | None = None
    ColumnDescription: dict[str, Plain] | None = None
    ColumnKeywords: dict[str, Plain] | None = None
    ColumnType: dict[str, Plain] | None = None


class Letter(Record):
    """What an office's letters carry; what is not given is left blank, and marked so."""

    number: Plain | None = Field(default=None, alias="发文字号")
    to: Plain | None = Field(default=None, alias="主送")
    by: Plain | None = Field(default=None, alias="署名")
    day: Plain | None = Field(default=None, alias="成文日期")


class Extra(Record):
    """The office's own settings.

    Attributes:
        published: address of the site's open-data/progress.json: where git tells no history, what was published
            is compared with that.
    """

    feedback: Annotated[str, AfterValidator(_is_feedback)] = ""
    footer: Footer | None = None
    government: Government | None = None
    imprint: dict[str, Plain] = Field(default_factory=dict)
    letter: Letter = Field(default_factory=Letter)
    published: Address | None = None

    def shown(self) -> dict[str, Any]:
        """The settings as the page's frame reads them."""
        return self.model_dump(by_alias=True, exclude_none=True)


class Settings(Record):
    """mkdocs.yml. What only the builder of the site changes is MkDocs' to check."""

    site_name: Plain
    site_description: Plain | None = None
    site_url: Annotated[str, AfterValidator(_is_base)] | None = None
    extra: Extra = Field(default_factory=Extra)
    docs_dir: Literal["docs"] = "docs"
    site_dir: Literal["site"] = "site"
    strict: Literal[True] = True
    use_directory_urls: Literal[False] = False
    theme: Any = None
    plugins: Any = None
    hooks: Any = None
    watch: Any = None
    extra_css: Any = None
    markdown_extensions: Any = None
    validation: Any = None


def settings(root: Path) -> Settings:
    """Read the settings of the project below `root`.

    Raises:
        DataError: with every problem in them.
    """
    data = load_yaml(root, FILE, remarks=True)
    if isinstance(data, dict) and "nav" in data:
        wrong = "导航由方案和页面的标题生成，不能另写"
        raise DataError([Problem(data.keys_at["nav"], wrong, "删掉 nav 这一段")])  # type: ignore[attr-defined]
    return parse(data, Settings, FILE)
