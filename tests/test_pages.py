"""Issued text passes through Jinja and Markdown character for character."""

from __future__ import annotations

import lxml.html
import markdown
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Environment

from macros.issued.pages import escape

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1)


@given(TEXT)
@example("1.甲")
@example("12)甲")
@example("+甲")
@example("-甲")
@example(">甲")
@example("    甲".strip())
@example(":甲")
@example("{{ 7 * 7 }}{% raw %}{# #}".replace(" ", ""))
@example("<script>&amp;*_`[甲](乙)![]{:.x}")
@example("===")
@example("---")
def test_escaped_text_arrives_whole(text: str) -> None:
    rendered = Environment(autoescape=True).from_string(escape(text)).render()
    html = markdown.markdown(rendered, extensions=["attr_list", "md_in_html", "tables", "toc"])
    assert lxml.html.fromstring(f"<div>{html}</div>").text_content().strip("\n") == text
