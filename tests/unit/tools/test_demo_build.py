"""The files of the demo: the same sources give the same bytes, and what is shipped is what the API takes."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import pytest

from threadline.wire import conversations as wire_conversations
from threadline.wire import events as wire_events
from threadline.wire import feedback as wire_feedback
from tools.demo import build
from tools.demo.screen import is_fit

MOST_BYTES = 2_500_000
LogConversation = (
    wire_conversations.LogOpenAIConversation
    | wire_conversations.LogSupportTicketConversation
    | wire_conversations.LogSupportCopilotConversation
)
LogEvent = wire_events.LogMessageEvent | wire_events.LogConversationEvent | wire_events.LogSearchEvent
SHIPPED = {"conversations": LogConversation, "feedback": wire_feedback.SubmitFeedback, "events": LogEvent}

CHANNEL = """\
rust 2018-05-29 [21:00:00] <ann> how do I convert a String to a &str?
rust 2018-05-29 [21:00:40] <bob> ann: borrow it, see https://doc.rust-lang.org/std/string/
rust 2018-05-29 [21:01:30] <ann> bob: thanks!
"""


def shipped(name: str) -> list[str]:
    return files("threadline.demo").joinpath(f"{name}.jsonl").read_text(encoding="utf-8").splitlines()


def bodies(name: str) -> list[dict[str, Any]]:
    return [json.loads(row) for row in shipped(name)]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    for place, text in (
        ("chats/irc-rust/rust.9.ascii.txt", CHANNEL),
        ("chats/irc-rust/rust.9.annotation.txt", ""),
        (build.DIALOGUES.as_posix(), "[]"),
        (build.ISSUES.as_posix(), "[]"),
    ):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, encoding="ascii")
    return folder


def test_the_same_sources_give_the_same_bytes(source: Path, tmp_path: Path) -> None:
    targets = [tmp_path / "first", tmp_path / "second"]
    for target in targets:
        target.mkdir()
        build.build(source, target)
    first, second = ({file.name: file.read_bytes() for file in target.iterdir()} for target in targets)
    assert first == second
    assert sorted(first) == ["conversations.jsonl", "events.jsonl", "feedback.jsonl"]


def test_the_counts_are_those_of_the_files(source: Path, tmp_path: Path) -> None:
    counts = build.build(source, tmp_path)
    assert counts == {"conversation irc openai": 1, "feedback positive": 1, "event link_shared": 1}


def test_an_editors_list_has_comments_ids_and_ranges_of_lines(tmp_path: Path) -> None:
    listing = tmp_path / "left_out.txt"
    listing.write_text("# why\nirc-rust-0-7 rust.0#3\n\nrust.1#8-9\n", encoding="utf-8")
    assert build.read_left_out(listing) == {"irc-rust-0-7", "rust.0#3", "rust.1#8", "rust.1#9"}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_body_is_one_that_the_api_takes(name: str) -> None:
    rows = shipped(name)
    assert rows
    for row in rows:
        msgspec.json.decode(row, type=SHIPPED[name])


def test_ids_are_unique_and_feedback_and_events_know_their_messages() -> None:
    conversations = bodies("conversations")
    messages = [message["id"] for body in conversations for message in body["messages"]]
    assert len(messages) == len(set(messages))
    assert len(conversations) == len({body["id"] for body in conversations})
    assert {one["messageId"] for one in bodies("feedback")} <= set(messages)
    assert {one["messageId"] for one in bodies("events") if one["entityType"] == "message"} <= set(messages)


def test_all_types_and_all_sources_are_shown() -> None:
    shown = {(body["properties"]["source"], body["type"]) for body in bodies("conversations")}
    assert shown == {
        ("abcd", "support_copilot"),
        ("github", "support_ticket"),
        ("irc", "openai"),
        ("irc", "support_ticket"),
    }


def test_messages_are_in_order_and_chats_lie_in_the_demos_weeks() -> None:
    for body in bodies("conversations"):
        times = [message["createdAt"] for message in body["messages"]]
        assert times == sorted(times)
        assert times[0] == body["createdAt"]
        if body["properties"]["source"] != "github":
            assert "2026-08-31T00:00:00" < times[0] <= times[-1] < "2026-11-16T00:00:00"


def test_what_is_shipped_is_fit_for_anybody_and_small() -> None:
    for body in bodies("conversations"):
        assert all(is_fit(message["content"]) for message in body["messages"])
    assert sum(len(row) for name in SHIPPED for row in shipped(name)) < MOST_BYTES
