"""The page at /docs: the OpenAPI document for people. One file, no scripts, nothing loaded from anywhere."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from threadline.api.docs_page.card import KEYS, card, method_badge
from threadline.api.docs_page.curl import command
from threadline.api.docs_page.markup import Html, code, joined, prose, table, tag, text
from threadline.api.docs_page.tables import component
from threadline.api.docs_page.walk import operations_of, resolved
from threadline.api.openapi.document import described
from threadline.serving.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threadline.api.openapi.tidy import Schema

ADDRESS = "http://127.0.0.1:8787"
"""Where a server listens that was told nothing."""

_FIRST_CALL = (
    f"# `threadline keys create --project NAME` prints a key\nexport URL={ADDRESS}\nexport KEY=tl_api_…\n"
)


def page(address: str = ADDRESS) -> str:
    """Return the page as it is for somebody who reads it at an address."""
    return _rendered().replace(f"export URL={text(ADDRESS)}\n", f"export URL={text(address)}\n")


@cache
def _rendered() -> str:
    return render(described())


def render(document: dict[str, Any]) -> str:
    """Return the page of a document."""
    info = document["info"]
    style = resources.files("threadline.api.docs_page").joinpath("page.css").read_text()
    head = joined(
        (
            Html(
                '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
            ),
            Html('<meta name="color-scheme" content="light dark">'),
            tag("title", text(info["title"])),
            Html(f"<style>{style}</style>"),
        )
    )
    main = tag(
        "main",
        _opening(document),
        *(_group(document, each) for each in document["tags"]),
        _problems(document),
        _schemas(document),
    )
    body = tag(
        "body", tag("a", text("Skip to the operations"), href="#start", class_="skip"), _index(document), main
    )
    return "<!doctype html>\n" + tag("html", tag("head", head), body, lang="en")


def _opening(document: dict[str, Any]) -> Html:
    info = document["info"]
    version = tag("span", text(info["version"]), class_="version")
    link = tag("a", code("openapi.json"), href="openapi.json")
    first = tag("pre", tag("code", text(_FIRST_CALL + command("GET", "/conversations?limit=1"))))
    return tag(
        "header",
        tag("h1", joined((text(info["title"]), version), " ")),
        tag("p", prose(info["summary"]), class_="lead"),
        tag("p", joined((prose(info["description"]), text("The same for programs: "), link), " ")),
        first,
        tag("ul", *_keys(), class_="keys"),
        id="start",
    )


def _keys() -> Iterator[Html]:
    for name, sentence in KEYS.items():
        yield tag("li", tag("span", text(name), class_="mark"), text(f" {sentence}"))


def _index(document: dict[str, Any]) -> Html:
    def group(name: str) -> Html:
        entries = (_entry(method, each) for method, _, each in operations_of(document, name))
        return tag("li", tag("a", text(name), href=f"#tag-{name}", class_="tag"), tag("ul", *entries))

    rest = (("Problems", "#problems"), ("Schemas", "#schemas"))
    groups = [group(each["name"]) for each in document["tags"]]
    groups += [tag("li", tag("a", text(name), href=place, class_="tag")) for name, place in rest]
    title = tag("a", text("Threadline"), href="#start", class_="brand")
    return tag("nav", title, tag("ul", *groups), **{"aria-label": "Operations"})


def _entry(method: str, operation: Schema) -> Html:
    label = tag("span", text(operation["summary"]))
    return tag("li", tag("a", method_badge(method), label, href=f"#{operation['operationId']}"))


def _group(document: dict[str, Any], about: Schema) -> Html:
    name = about["name"]
    operations = list(operations_of(document, name))
    inside = tag("ul", *(_entry(method, each) for method, _, each in operations), class_="inside")
    top = (tag("h2", text(name)), tag("p", prose(about["description"])), inside)
    cards = (card(document, *each) for each in operations)
    return tag("section", *top, *cards, id=f"tag-{name}", class_="group")


def _problems(document: dict[str, Any]) -> Html:
    responses = {
        status: resolved(document, answer)
        for _, _, operation in _everything(document)
        for status, answer in operation["responses"].items()
        if status != "200"
    }
    rows = (
        (
            tag("span", text(status), id=f"problem-{status}"),
            code(_code(responses[status])),
            prose(responses[status]["description"]),
        )
        for status in sorted(responses)
    )
    sentence = (
        f"Every refusal is `{MEDIA_TYPE}` (RFC 9457). Programs look at `code`, which is fixed per status."
    )
    link = joined((text("Fields: "), tag("a", text("Problem"), href="#schema-Problem")))
    parts = (
        tag("h2", text("Problems")),
        tag("p", prose(sentence)),
        table(("Status", "Code", "When"), rows),
        tag("p", link),
    )
    return tag("section", *parts, id="problems", class_="group statuses")


def _code(response: Schema) -> str:
    fixed = response["content"][MEDIA_TYPE]["schema"]["allOf"][1]["properties"]
    return str(fixed["code"]["enum"][0])


def _everything(document: dict[str, Any]) -> Iterator[tuple[str, str, Schema]]:
    for about in document["tags"]:
        yield from operations_of(document, about["name"])


def _schemas(document: dict[str, Any]) -> Html:
    entries = (
        tag("article", tag("h3", text(name)), component(schema), id=f"schema-{name}", class_="schema")
        for name, schema in document["components"]["schemas"].items()
    )
    return tag("section", tag("h2", text("Schemas")), *entries, id="schemas", class_="group")
