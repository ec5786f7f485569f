"""HTML out of text: everything that is not made here is escaped. Knows nothing of OpenAPI."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Iterable

Html = NewType("Html", str)
"""Text that is HTML already. Only the functions of this module make it."""

_CODE = re.compile(r"`([^`]+)`")


def text(value: str) -> Html:
    """Return plain text as HTML.

    >>> text("a < b")
    'a &lt; b'
    """
    return Html(escape(value))


def prose(sentence: str) -> Html:
    """Return a sentence as HTML, with what stands in backticks as code.

    >>> prose("`id` & more")
    '<code>id</code> &amp; more'
    """
    return Html(_CODE.sub(r"<code>\1</code>", escape(sentence)))


def tag(name: str, *parts: Html, **attributes: str) -> Html:
    """Return an element; `class_` loses its underscore, an attribute without text is a bare name.

    >>> tag("a", text("x"), href="#x", class_="name")
    '<a href="#x" class="name">x</a>'
    """
    told = "".join(_attribute(key.removesuffix("_"), value) for key, value in attributes.items())
    return Html(f"<{name}{told}>{''.join(parts)}</{name}>")


def code(value: str) -> Html:
    """Return text as code."""
    return tag("code", text(value))


def joined(parts: Iterable[Html], separator: str = "") -> Html:
    """Return the parts in a row, with a text between them."""
    return Html(escape(separator).join(parts))


def details(summary: Html, *parts: Html, class_: str = "more", is_open: bool = False) -> Html:
    """Return parts that show when the summary is clicked, or from the start."""
    start = {"open": ""} if is_open else {}
    return tag("details", tag("summary", summary), *parts, class_=class_, **start)


def table(head: Iterable[str], rows: Iterable[Iterable[Html]]) -> Html:
    """Return a table; on narrow screens it scrolls by itself."""
    top = tag("tr", *(tag("th", text(each)) for each in head))
    body = joined(tag("tr", *(tag("td", cell) for cell in row)) for row in rows)
    return tag("div", tag("table", tag("thead", top), tag("tbody", body)), class_="scroll")


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"' if value else f" {name}"
