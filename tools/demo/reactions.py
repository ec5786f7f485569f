"""Derive feedback and events from conversations: only what somebody in them has said or shown.

An asker's thanks are positive feedback on the answer before them; an asker's "that doesn't work" is negative
feedback on it. A link and a piece of code are events of the message that has them; a closed issue is an
event of its conversation. Searches cannot be derived, so there are none.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from tools.demo.irclog import person
from tools.demo.pages import host, is_paste, links, shows_code
from tools.demo.speech import addressee, praises, reports_failure

SOURCES_OF_FEEDBACK = frozenset(("irc", "abcd"))
FEWEST_WORDS = 2
"""Who says no more has not answered: "yep" is not what the asker gives thanks for."""

HELPERS = frozenset(("agent", "assistant"))


def feedback(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the bodies of `POST /feedback` for a conversation: the asker's last word on each answer."""
    verdicts: dict[str, dict[str, Any]] = {}
    if body["properties"]["source"] in SOURCES_OF_FEEDBACK:
        for said, answer in answered(body["messages"]):
            if verdict := _verdict(said["content"]):
                verdicts[answer["id"]] = _feedback(body, said, answer["id"], verdict)
    return list(verdicts.values())


def answered(messages: Sequence[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield what the asker says after an answer, with the latest answer, or that of whom the asker names."""
    last_by: dict[str, dict[str, Any]] = {}
    latest: dict[str, Any] | None = None
    for message in messages:
        if message["role"] in HELPERS and (latest is None or _has_substance(message["content"])):
            latest = last_by[person(message.get("name", ""))] = message
        elif message["role"] == "user" and latest is not None:
            named = addressee(message["content"], last_by)
            yield message, last_by[named] if named else latest


def _has_substance(text: str) -> bool:
    return len(text.split()) > FEWEST_WORDS or bool(links(text))


def _verdict(text: str) -> str | None:
    if reports_failure(text):
        return "negative"
    return "positive" if praises(text) else None


def _feedback(body: dict[str, Any], said: dict[str, Any], answer_id: str, verdict: str) -> dict[str, Any]:
    text = said["content"]
    user = {key: body["userProperties"][key] for key in ("id", "identificationType")}
    return {
        "id": f"{answer_id}-feedback",
        "type": verdict,
        "messageId": answer_id,
        "createdAt": said["createdAt"],
        "updatedAt": said["createdAt"],
        "details": text,
        **({"reasons": [{"label": "did_not_work", "details": text}]} if verdict == "negative" else {}),
        "properties": {"source": body["properties"]["source"], "saidIn": said["id"]},
        "userProperties": user,
    }


def events(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the bodies of `POST /events` for a conversation, in order."""
    shared = [event for message in body["messages"] for event in message_events(body, message)]
    closed_at = body["properties"].get("closedAt")
    return [*shared, *([_closed(body, closed_at)] if closed_at else [])]


def message_events(body: dict[str, Any], message: dict[str, Any]) -> list[dict[str, Any]]:
    """Return an event per link of a message, and one if it shows code, by itself or behind a link."""
    urls = links(message["content"])
    code = next((url for url in urls if is_paste(url)), "")
    shown = [("link_shared", {"url": url, "host": host(url)}) for url in urls]
    if shows_code(message["content"]):
        shown.append(("code_block_shared", {"url": code} if code else {}))
    return [
        {
            "id": f"{message['id']}-event-{place}",
            "type": kind,
            "entityType": "message",
            "messageId": message["id"],
            "createdAt": message["createdAt"],
            "properties": {"source": body["properties"]["source"], "role": message["role"], **details},
            "userProperties": {"id": message["name"]} if "name" in message else None,
        }
        for place, (kind, details) in enumerate(shown)
    ]


def _closed(body: dict[str, Any], closed_at: str) -> dict[str, Any]:
    reason = body["properties"]["stateReason"]
    return {
        "id": f"{body['id']}-event-closed",
        "type": "issue_closed",
        "entityType": "conversation",
        "conversationId": body["id"],
        "createdAt": closed_at,
        "properties": {"source": "github", **({"stateReason": reason} if reason else {})},
    }
