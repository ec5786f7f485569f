"""Arguments that no call can be made of: refused at the call, in words, with the place."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from math import inf, nan
from typing import Any

import msgspec
import pytest

from threadline import (
    AlteredWarning,
    LogOpenAIConversation,
    LogOpenAIMessage,
    LogSearchEvent,
    Threadline,
    q,
)
from threadline.client.bodies.keywords import ConversationFields
from threadline.client.call import Call
from threadline.client.operations import bulk, calls, extensions, paging, views
from threadline.client.operations.contents import content_of

ANY: Any = calls
ANY_VIEW: Any = views
"""The calls, for arguments that the types forbid."""


def refusal(kind: type[Exception], call: Callable[[], object]) -> str:
    with pytest.raises(kind) as caught:
        call()
    # A subclass such as UnicodeEncodeError would be the codec's own.
    assert type(caught.value) is kind
    return str(caught.value)


def chat(**fields: Any) -> dict[str, Any]:
    return {"type": "openai", "messages": [{"role": "user", "content": "?"}], **fields}


@pytest.mark.parametrize(
    "get",
    [ANY.get_conversation, ANY.delete_conversation, ANY.get_conversation_by_external_id, ANY.get_feedback],
)
def test_an_id_that_is_no_text_is_refused(get: Callable[[object], object]) -> None:
    text = refusal(TypeError, lambda: get(5))
    assert text == "An id must be a text, not 5 of type `int`. `str(…)` makes one."


def test_an_id_that_is_not_unicode_is_refused() -> None:
    assert "half of a character" in refusal(ValueError, lambda: calls.get_conversation("\ud800"))


@pytest.mark.parametrize(
    "call",
    [
        lambda: ANY.log_conversation("text"),
        lambda: ANY.log_conversation([chat()]),
        lambda: ANY.log_event(5),
        lambda: ANY.submit_feedback("positive"),
        lambda: ANY.property_keys("properties"),
        lambda: ANY_VIEW.query_events(["id"]),
    ],
)
def test_a_body_that_is_none_is_refused(call: Callable[[], object]) -> None:
    text = refusal(TypeError, call)
    assert text.startswith(
        "A body is a dictionary in wire names, a struct of `threadline`, or keywords; not "
    )


@pytest.mark.parametrize("ask", [ANY_VIEW.query_conversations, ANY_VIEW.export_conversations])
def test_a_query_in_another_language_is_told_what_a_query_is(ask: Callable[[object], object]) -> None:
    text = refusal(TypeError, lambda: ask("select *"))
    assert text.startswith(
        "A query is a question such as `q.conversations.count()`, a dictionary in wire names"
    )
    assert text.endswith("'select *' of type `str`.")


@pytest.mark.parametrize("name", ["xls", "CSV", None, ["csv"]])
def test_a_format_that_there_is_not_is_refused_with_those_that_there_are(name: Any) -> None:
    text = refusal(ValueError, lambda: views.export_conversations(format=name))
    assert text.startswith("`format` must be one of 'csv', 'ndjson', 'parquet', not ")


def test_a_view_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    view: Any = "conversation"
    text = refusal(ValueError, lambda: extensions.drill_down(view, {}))
    assert text.startswith(
        "The view must be one of 'conversations', 'events', 'feedback', 'semantic-threads', not"
    )


def test_a_time_that_is_none_is_refused() -> None:
    text = refusal(TypeError, lambda: ANY.top_search_queries(after=5))
    assert text == "`after` must be a date, a time, or the text of one, not 5 of type `int`."


def test_a_size_of_pages_that_cannot_be_is_refused() -> None:
    pages: Any = paging.conversation_pages
    assert "`page_rows` must be a whole number, not '9'" in refusal(TypeError, lambda: pages(page_rows="9"))
    assert "at least 1, not 0" in refusal(ValueError, lambda: paging.feedback_pages(page_rows=0))
    assert "`batch_rows` must be at least 1" in refusal(ValueError, lambda: bulk.log_many([], batch_rows=0))


@pytest.mark.parametrize("one", [chat(), LogOpenAIConversation(messages=[])])
def test_one_conversation_is_not_taken_for_many(one: Any) -> None:
    with Threadline("key") as client:
        text = refusal(TypeError, lambda: client.conversations.log_many(one))
    assert text.endswith("and this is one: `[conversation]`.")


@pytest.mark.parametrize("many", [5, "text", b"text", None])
def test_many_that_are_none_are_refused(many: Any) -> None:
    text = refusal(TypeError, lambda: bulk.log_many(many))
    assert text.startswith("`log_many` takes a list of conversations, or another iterable of them, not ")


def test_what_must_be_awaited_is_sent_to_the_other_client() -> None:
    async def source() -> AsyncIterator[dict[str, Any]]:
        yield chat()

    many: Any = source()
    assert "`AsyncThreadline` can" in refusal(TypeError, lambda: bulk.log_many(many))


@pytest.mark.parametrize(
    ("bad", "kind", "told"),
    [
        (5, TypeError, "It is 5 of type `int`;"),
        (None, TypeError, "It is None of type `NoneType`;"),
        (
            chat(properties={"score": nan}),
            ValueError,
            "JSON has no number for the nan at `/properties/score`.",
        ),
        (
            chat(properties={"at": object}),
            TypeError,
            "There is no JSON for what is at `/properties/at`: <class",
        ),
    ],
)
def test_of_many_conversations_the_one_that_cannot_be_sent_is_named(
    bad: Any, kind: type[Exception], told: str
) -> None:
    walk = bulk.log_many([chat(), chat(), bad], batch_rows=2)
    assert not walk.is_done
    walk.call()
    assert refusal(kind, lambda: walk.is_done).startswith(f"Conversation 3 cannot be sent. {told}")


@pytest.mark.parametrize("number", [nan, inf, -inf])
@pytest.mark.parametrize(
    ("body", "place"),
    [
        (lambda number: chat(properties={"a/b": [None, {"score": number}]}), "/properties/a~1b/1/score"),
        (lambda number: chat(properties={"score": (1, number)}), "/properties/score/1"),
        (
            lambda number: LogOpenAIConversation(
                messages=[LogOpenAIMessage(role="user", content="?", properties={"score": number})]
            ),
            "/messages/0/properties/score",
        ),
        (
            lambda number: LogSearchEvent(type="t", search_query="q", user_properties={"score": number}),
            "/userProperties/score",
        ),
    ],
)
def test_a_number_that_json_lacks_is_refused_with_its_place(
    number: float, body: Callable[[float], Any], place: str
) -> None:
    text = refusal(ValueError, lambda: content_of(body(number), {}, ConversationFields))
    assert text == f"JSON has no number for the {number} at `{place}`. Give None, or leave it out."


def test_such_a_number_is_found_in_keywords_and_questions() -> None:
    keywords: Any = {"type": "openai", "messages": [], "user_properties": {"score": nan}}
    assert "`/user_properties/score`" in refusal(ValueError, lambda: calls.log_conversation(**keywords))
    is_rich = q.path("properties", "score").is_in([4, nan])
    for ask in (
        lambda: views.query_conversations(where=is_rich),
        lambda: views.query_conversations(q.conversations.where(is_rich)),
    ):
        assert "the nan at `/where/condition/value" in refusal(ValueError, ask)


def test_what_has_no_json_is_refused_with_its_place() -> None:
    text = refusal(TypeError, lambda: calls.log_conversation(chat(properties={"made": [1j]})))
    assert text == "There is no JSON for what is at `/properties/made/0`: 1j of type `complex`."
    where = q.path("properties", "name") == "\ud83d"
    text = refusal(ValueError, lambda: views.query_conversations(where=where))
    assert text.startswith("The text at `/where/condition/value/value` has half of a character")


def test_half_a_character_in_what_is_logged_is_mended_with_a_warning() -> None:
    with pytest.warns(AlteredWarning, match="U\\+FFFD at `/properties/name`"):
        call = calls.log_conversation(
            chat(properties={"name": "\ud83d", "at": datetime(2026, 1, 1, tzinfo=UTC)})
        )
    assert msgspec.json.decode(call.body or b"")["properties"] == {
        "name": "\ufffd",
        "at": "2026-01-01T00:00:00Z",
    }


def test_what_the_server_does_not_keep_is_a_warning() -> None:
    call = Call(method="POST", path="/conversations", decode=bytes, effect="write")
    with pytest.warns(AlteredWarning, match="no place for `/sources`, `/messages/\\*/metadata`"):
        call.read(200, b"", {"Threadline-Ignored": "/sources, /messages/*/metadata"})


def test_a_body_without_an_end_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    text = refusal(ValueError, lambda: calls.log_conversation(chat(properties={"a": endless})))
    assert text == "The body holds itself, or is nested too deeply to be sent."


def test_other_faults_of_a_body_keep_their_own_words() -> None:
    assert "There is no keyword `typ`" in refusal(TypeError, lambda: ANY.log_conversation(typ="openai"))
    assert "not both" in refusal(TypeError, lambda: calls.log_conversation(chat(), id="c1"))


def test_nulls_and_numbers_that_json_has_are_sent_as_they_are() -> None:
    moment = datetime(2026, 1, 5, tzinfo=UTC)
    body = chat(properties={"a": None, "b": 1.5, "c": [True, None, {"d": 0}]}, createdAt=moment)
    assert b'"properties":{"a":null,"b":1.5,"c":[true,null,{"d":0}]}' in content_of(
        body, {}, ConversationFields
    )
