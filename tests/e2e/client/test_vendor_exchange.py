"""What the vendor's TypeScript client writes our SDK reads identically, and what ours writes the vendor's does."""

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.test_vendor_client import TIMEOUT_SECONDS, VENDOR
from tests.support.node import node
from tests.support.server import Server, running_server
from threadline import Threadline, q, to_document

Json = Any
TIME = "2026-01-02T03:04:05.678Z"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("exchange")) as server:
        yield server


@pytest.fixture
def client(server: Server) -> Iterator[Threadline]:
    with Threadline(server.api_key, base_url=server.url) as client:
        yield client


def vendor(server: Server, **asked: Json) -> dict[str, list[dict[str, Json]]]:
    """Return what the vendor's client gets: for each answer the wire's JSON, and what the client makes of it."""
    finished = subprocess.run(
        [node(), "exchange.mjs", server.url, server.api_key],
        cwd=VENDOR,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    answers: dict[str, list[dict[str, Json]]] = json.loads(finished.stdout)
    return answers


def chat_messages() -> list[Json]:
    """Return messages with everything that one of an AI chat can carry."""
    times = {"createdAt": TIME, "updatedAt": TIME}
    image = {"type": "image_url", "image_url": {"url": "https://example.com/a.png", "detail": "low"}}
    return [
        {**times, "id": "s", "role": "system", "content": "Be brief."},
        {
            **times,
            "id": "u",
            "role": "user",
            "name": "ada",
            "content": [{"type": "text", "text": "What is in the picture?"}, image],
            "properties": {"public": False},
            "userProperties": {"userId": 4711, "role": "admin"},
        },
        {
            **times,
            "id": "a",
            "role": "assistant",
            "content": "A cat.",
            "links": [{"label": "1", "url": "https://docs.example.com", "breadcrumbs": ["Guides"]}],
            "tool_calls": [{"id": "t", "type": "function", "function": {"name": "look", "arguments": "{}"}}],
        },
    ]


def chat(writer: str) -> Json:
    """Return a chat with everything that it can carry."""
    nested = {"list": [1, None, "x"]}
    return {
        "type": "openai",
        "id": f"chat-{writer}",
        "externalId": "case/1 ü",
        "externalUrl": "https://support.example.com/case",
        "createdAt": TIME,
        "updatedAt": TIME,
        "properties": {"source": "docs", "nested": nested, "empty": {}, "count": 7, "text": "7"},
        "userProperties": {
            "id": 42,
            "userId": "u-1",
            "supportAgentName": "Ada",
            "cohorts": ["beta"],
            "age": 0.5,
        },
        "tags": ["first", "second"],
        "visibility": "public",
        "messages": chat_messages(),
    }


def conversations(writer: str) -> list[Json]:
    """Return one conversation of each type."""
    ticket = f"ticket-{writer}"
    messages = [
        {"id": "m0", "role": "customer", "content": "It fails.", "createdAt": TIME, "updatedAt": TIME},
        {"id": "m1", "role": "agent", "content": None, "createdAt": TIME, "updatedAt": TIME},
    ]
    common = {"createdAt": TIME, "updatedAt": TIME, "messages": messages}
    copilot = {"type": "support_copilot", "id": f"copilot-{writer}", "supportTicketConversationId": "ticket"}
    return [chat(writer), {"type": "support_ticket", "id": ticket, **common}, {**copilot, **common}]


def events(writer: str) -> list[Json]:
    common = {"type": "seen", "createdAt": TIME, "properties": {"n": 1}, "userProperties": {"id": "u-1"}}
    return [
        {**common, "id": f"e1-{writer}", "entityType": "message", "messageId": "u"},
        {**common, "id": f"e2-{writer}", "entityType": "conversation", "conversationId": "c"},
        {**common, "id": f"e3-{writer}", "entityType": "search", "searchQuery": "sso"},
    ]


def votes(writer: str) -> list[Json]:
    return [
        {
            "id": f"vote-{writer}",
            "type": "negative",
            "messageId": "a",
            "createdAt": TIME,
            "reasons": [{"label": "other", "details": "No."}],
            "properties": {"n": 1},
            "userProperties": {"id": 42, "email": "ada@example.com"},
        }
    ]


def alike(documents: list[Json], writer: str) -> list[Json]:
    """Return documents as any writer could have written them: without its name, and without the server's own times."""
    text = json.dumps(documents).replace(f"-{writer}", "")
    found: list[Json] = json.loads(
        text, object_hook=lambda each: {k: v for k, v in each.items() if k != "updatedAt"}
    )
    return found


def written_by_us(client: Threadline) -> dict[str, list[Json]]:
    return {
        "conversations": [to_document(client.conversations.log(body)) for body in conversations("ours")],
        "events": [to_document(client.events.log(body)) for body in events("ours")],
        "feedback": [to_document(client.feedback.submit(body)) for body in votes("ours")],
    }


def test_both_clients_read_identically_what_either_writes(server: Server, client: Threadline) -> None:
    theirs = vendor(
        server, conversations=conversations("theirs"), events=events("theirs"), feedback=votes("theirs")
    )
    ours = written_by_us(client)
    for kind, documents in ours.items():
        assert alike(documents, "ours") == alike([each["wire"] for each in theirs[kind]], "theirs")
    written = {
        writer: [f"{kind}-{writer}" for kind in ("chat", "ticket", "copilot")]
        for writer in ("ours", "theirs")
    }
    for ids in written.values():
        read = vendor(server, read=ids)["read"]
        assert [to_document(client.conversations.get(id_)) for id_ in ids] == [each["wire"] for each in read]
    parsed = {
        writer: alike([each["parsed"] for each in vendor(server, read=ids)["read"]], writer)
        for writer, ids in written.items()
    }
    assert parsed["ours"] == parsed["theirs"]
    assert parsed["ours"][0]["messages"][2]["toolCalls"][0]["function"]["name"] == "look"
    for writer in written:
        (vote,) = vendor(server, readFeedback=[f"vote-{writer}"])["readFeedback"]
        assert to_document(client.feedback.get(f"vote-{writer}")) == vote["wire"]


def test_both_clients_get_the_same_answer_to_a_question(server: Server, client: Threadline) -> None:
    written_by_us(client)
    question = (
        q.conversations.where(q.field("type").is_in(["openai", "support_ticket"]))
        .group_by("type", q.path("userProperties", "userId"))
        .count()
    )
    (answer,) = vendor(server, queries=[question.to_dict()])["queries"]
    assert client.query.conversations(question) == answer["wire"]["data"]["result"]
    assert [each["count"] for each in answer["parsed"]["data"]["result"]] == [
        each["count"] for each in client.query.conversations(question)
    ]
