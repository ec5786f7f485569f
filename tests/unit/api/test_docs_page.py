import re
from copy import deepcopy
from html.parser import HTMLParser

import pytest

from threadline.api.docs_page.curl import command
from threadline.api.docs_page.page import page, render
from threadline.api.openapi import examples
from threadline.api.openapi.document import described

VOID = {"meta", "br", "hr", "img", "input", "link"}


class Reader(HTMLParser):
    """Reads a page: whether its tags are balanced, its ids, its links, and everything that it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and tag == "a":
                self.links.append(value or "")
            elif name in {"src", "href", "action", "srcset"}:
                self.loads.append(value or "")
            assert not name.startswith("on")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def read() -> Reader:
    return Reader(page())


def test_every_tag_is_closed(read: Reader) -> None:
    assert read.open == []


def test_the_page_loads_nothing_and_runs_nothing(read: Reader) -> None:
    assert read.loads == []
    assert read.tags & {"script", "link", "img", "iframe", "object", "svg"} == set()
    assert not re.search(r"@import|url\(|expression\(", page())


def test_every_operation_has_a_place_of_its_own(read: Reader) -> None:
    expected = {each["operationId"] for methods in described()["paths"].values() for each in methods.values()}
    assert expected <= set(read.ids)


def test_no_place_is_named_twice(read: Reader) -> None:
    assert len(read.ids) == len(set(read.ids))


def test_every_link_inside_the_page_leads_somewhere(read: Reader) -> None:
    inside = {link.removeprefix("#") for link in read.links if link.startswith("#")}
    assert inside - set(read.ids) == set()


def test_the_only_other_link_is_the_document(read: Reader) -> None:
    assert {link for link in read.links if not link.startswith("#")} == {"openapi.json"}


def test_what_the_document_says_is_escaped() -> None:
    document = deepcopy(described())
    hostile = '<script>alert("1")</script>'
    operation = document["paths"]["/conversations"]["post"]
    operation["summary"] = operation["description"] = document["info"]["title"] = hostile
    operation["requestBody"]["content"]["application/json"]["examples"]["chat"]["value"] = {hostile: hostile}
    text = render(document)
    assert "<script" not in text
    assert text.count("&lt;script&gt;") >= 5


def test_a_call_quotes_what_the_shell_would_read() -> None:
    shown = command("POST", "/events", body={"type": "it's"})
    assert r"it'\''s" in shown


def test_calls_of_an_operation_name_rows_that_the_other_examples_log() -> None:
    chat = examples.requests_of("logConversation")["chat"]["value"]
    vote = examples.requests_of("logFeedback")["negative"]["value"]
    assert examples.path_value("getConversation", "id") == chat["id"]
    assert examples.path_value("deleteFeedbackById", "id") == vote["id"]
    assert vote["messageId"] in {message["id"] for message in chat["messages"]}


def test_every_example_is_shown() -> None:
    shown = page()
    for methods in described()["paths"].values():
        for operation in methods.values():
            for example in examples.requests_of(operation["operationId"]).values():
                assert example["summary"] in shown


def test_the_page_shows_the_address_that_it_is_read_at() -> None:
    assert "export URL=http://127.0.0.1:8787\n" in page()
    shown = page("https://threadline.example.com")
    assert "export URL=https://threadline.example.com\n" in shown
    assert shown.replace("https://threadline.example.com", "http://127.0.0.1:8787") == page()
