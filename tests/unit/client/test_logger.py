"""The logger: what is sent, what is counted, and that nothing of it reaches the program that logs."""

import asyncio
import gc
import logging
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import httpx2
import pytest

from tests.support.log_taker import LogTaker, problem
from tests.support.waiting import until
from threadline import (
    AlteredWarning,
    BadRequestError,
    LogOpenAIConversation,
    LogOpenAIMessage,
    Refused,
    ServerError,
    Threadline,
    UnauthorizedError,
)
from threadline.client.logger.inbox import Inbox
from threadline.client.logger.logger import Logger
from threadline.client.logger.poster import BULK_PATH, MOST_DEFECTS

BULK = ("POST", BULK_PATH)
ONE = ("POST", "/conversations")


def question(**fields: Any) -> dict[str, Any]:
    return {"type": "openai", "messages": [{"role": "user", "content": "How?"}]} | fields


@contextmanager
def held(taker: LogTaker) -> Generator[threading.Event]:
    """Have the server answer nothing until the event is set."""
    came, go = threading.Event(), threading.Event()

    def answer(request: httpx2.Request) -> httpx2.Response:
        came.set()
        assert go.wait(60)
        taker.answer = None
        return taker._take(request)

    taker.answer = answer
    yield came
    go.set()


@pytest.fixture
def taker() -> LogTaker:
    return LogTaker()


@pytest.fixture
def refused() -> list[Refused]:
    return []


@pytest.fixture
def logger(taker: LogTaker, refused: list[Refused]) -> Iterator[Logger]:
    with taker.logger(on_error=refused.append) as logger:
        yield logger


def test_what_a_caller_changes_after_the_call_is_not_sent(taker: LogTaker, logger: Logger) -> None:
    body = question(id="c1", properties={"plan": "pro"})
    logger.log_conversation(body)
    body["properties"]["plan"] = "changed"
    body["messages"].clear()
    assert logger.flush()
    assert taker.bodies[0]["properties"] == {"plan": "pro"}
    assert len(taker.bodies[0]["messages"]) == 1


def test_all_kinds_go_to_their_endpoints(taker: LogTaker, logger: Logger) -> None:
    logger.submit_feedback(id="f1", type="positive", message_id="m1")
    logger.log_event(id="e1", type="copied", entity_type="message", message_id="m1")
    logger.log_conversation(question(id="c1"))
    assert logger.flush()
    assert taker.requests == [ONE, ("POST", "/feedback"), ("POST", "/events")]
    assert taker.ids() == ["c1", "f1", "e1"]


def test_what_has_no_id_gets_one_and_the_time_of_the_call(taker: LogTaker, logger: Logger) -> None:
    ids = [
        logger.log_conversation(question()),
        logger.log_conversation(
            LogOpenAIConversation(id="", messages=[LogOpenAIMessage(role="user", content="How?")])
        ),
        logger.log_event(type="copied", entity_type="conversation", conversation_id="c1"),
        logger.submit_feedback({"id": None, "type": "positive", "messageId": "m1"}),
    ]
    assert logger.flush()
    assert taker.ids() == ids
    assert len(set(ids)) == 4
    assert all(body["createdAt"].endswith("Z") for body in taker.bodies)
    assert [body["messages"][0]["createdAt"] for body in taker.bodies[:2]] == [
        body["createdAt"] for body in taker.bodies[:2]
    ]


def test_what_names_its_row_keeps_the_time_that_the_server_knows(taker: LogTaker, logger: Logger) -> None:
    assert logger.log_conversation(question(id="c1")) == "c1"
    logger.submit_feedback(id="f1", type="positive", message_id="m1")
    logger.log_event(id="e1", type="copied", entity_type="message", message_id="m1")
    assert logger.flush()
    assert ["createdAt" in body for body in taker.bodies] == [False, False, True]
    assert "createdAt" not in taker.bodies[0]["messages"][0]


def test_conversations_go_in_bulk(taker: LogTaker, logger: Logger) -> None:
    for number in range(600):
        logger.log_conversation(question(id=f"c{number}"))
    assert logger.flush()
    assert taker.ids() == [f"c{number}" for number in range(600)]
    assert set(taker.requests) == {BULK}
    assert 3 <= len(taker.requests) <= 4
    assert logger.counts.sent == 600


@pytest.mark.parametrize("status", [403, 404, 405, 501])
def test_that_a_server_has_no_bulk_is_found_out_once(taker: LogTaker, logger: Logger, status: int) -> None:
    taker.bulk_status = status
    for half in (range(3), range(3, 6)):
        for number in half:
            logger.log_conversation(question(id=f"c{number}"))
        assert logger.flush()
    assert taker.requests == [BULK, *[ONE] * 6]
    assert taker.ids() == [f"c{number}" for number in range(6)]


def test_an_answer_to_bulk_that_is_none_is_no_bulk(taker: LogTaker, logger: Logger) -> None:
    taker.answer = lambda _: httpx2.Response(200, content=b"<html>Welcome</html>")
    for number in range(3):
        logger.log_conversation(question(id=f"c{number}"))
    assert logger.flush()
    assert taker.requests == [BULK, ONE, ONE, ONE]


def test_a_refused_entry_is_told_and_stands_in_nobodys_way(
    taker: LogTaker, logger: Logger, refused: list[Refused]
) -> None:
    taker.status_of = {"c1": 400, "e1": 422}
    for number in range(4):
        logger.log_conversation(question(id=f"c{number}"))
    for number in range(3):
        logger.log_event(id=f"e{number}", type="t", entity_type="search", search_query="q")
    assert logger.flush()
    assert taker.ids() == ["c0", "c2", "c3", "e0", "e2"]
    assert [each.entry and each.entry.id for each in refused] == ["c1", "e1"]
    assert isinstance(refused[0].error, BadRequestError)
    assert (logger.counts.sent, logger.counts.refused, logger.counts.waiting) == (5, 2, 0)
    before = len(taker.requests)
    assert logger.flush()
    assert len(taker.requests) == before


def test_an_unknown_key_refuses_all(taker: LogTaker, logger: Logger, refused: list[Refused]) -> None:
    taker.answer = lambda _: problem(401)
    for number in range(3):
        logger.log_conversation(question(id=f"c{number}"))
    assert logger.flush()
    assert [type(each.error) for each in refused] == [UnauthorizedError] * 3
    assert taker.requests == [BULK]


def test_what_meets_a_defect_again_and_again_is_refused_in_the_end(
    taker: LogTaker, logger: Logger, refused: list[Refused]
) -> None:
    taker.status_of = {"e1": 500}
    for number in range(3):
        logger.log_event(id=f"e{number}", type="t", entity_type="search", search_query="q")
    until(lambda: logger.flush(0.05))
    assert sorted(taker.ids()) == ["e0", "e2"]
    assert len(taker.requests) == 2 + MOST_DEFECTS
    assert isinstance(refused[0].error, ServerError)


def test_log_calls_wait_while_the_server_is_down(
    taker: LogTaker, logger: Logger, caplog: pytest.LogCaptureFixture
) -> None:
    taker.is_down = True
    ids = [logger.log_conversation(question()) for _ in range(3)]
    assert not logger.flush(0.2)
    assert logger.counts.waiting == 3
    ids.append(logger.log_conversation(question()))
    taker.is_down = False
    until(lambda: logger.flush(0.2))
    assert taker.ids() == ids
    warned = [record for record in caplog.records if "wait until the server takes them" in record.message]
    assert len(warned) == 1


@pytest.mark.parametrize("status", [408, 429, 502, 503, 504])
def test_a_busy_server_is_tried_again(
    taker: LogTaker, logger: Logger, refused: list[Refused], status: int
) -> None:
    taker.answer = lambda _: problem(status)
    logger.log_conversation(question(id="c1"))
    assert not logger.flush(0.1)
    taker.answer = None
    until(lambda: logger.flush(0.1))
    assert (taker.ids(), refused) == (["c1"], [])


def test_no_state_of_a_conversation_overtakes_an_earlier_one(taker: LogTaker, logger: Logger) -> None:
    taker.status_of = {"c1": 503}
    answers: list[dict[str, Any]] = [
        {"line": 1, "problem": {"status": 503, "code": "", "detail": ""}},
        {"line": 2, "id": "c1"},
        {"line": 3, "id": "c2"},
    ]
    taker.answer = lambda _: httpx2.Response(200, content=b"\n".join(_json(each) for each in answers))
    logger.log_conversation(question(id="c1", tags=["first"]))
    logger.log_conversation(question(id="c1", tags=["second"]))
    logger.log_conversation(question(id="c2"))
    assert not logger.flush(0.1)
    assert logger.counts.sent == 1
    taker.answer, taker.status_of = None, {}
    until(lambda: logger.flush(0.1))
    assert [body["tags"] for body in taker.bodies] == [["first"], ["second"]]


def test_what_does_not_fit_is_dropped_counted_and_warned_of_once(
    taker: LogTaker, caplog: pytest.LogCaptureFixture
) -> None:
    with held(taker) as came:
        logger = taker.logger(most_entries=5)
        logger.log_conversation(question(id="first"))
        assert came.wait(60)
        for number in range(20):
            logger.log_conversation(question(id=f"c{number}"))
        assert logger.counts.dropped == 16
    assert logger.close()
    assert taker.ids() == ["first", "c0", "c1", "c2", "c3"]
    assert [record.message for record in caplog.records if "no room" in record.message] == [
        "There is no room for more log calls: some are dropped, and counted."
    ]


def test_memory_is_bounded_in_bytes_too(taker: LogTaker) -> None:
    with taker.logger(most_bytes=1_000) as logger, held(taker):
        for _ in range(3):
            logger.log_conversation(question(id="c", properties={"text": "x" * 600}))
        assert logger.counts.dropped == 2


def test_what_has_no_json_is_told_and_raises_nothing(logger: Logger, refused: list[Refused]) -> None:
    unreadable: Any = {"messages": [object()]}
    unknown: Any = {"tag": "x"}
    assert logger.log_conversation(unreadable) == ""
    assert logger.log_conversation(**unknown) == ""
    until(lambda: len(refused) == 2)
    assert all(isinstance(each.error, TypeError) and each.entry is None for each in refused)
    assert logger.counts.refused == 2


def test_mistakes_of_the_caller_are_told_and_raise_nothing(logger: Logger, refused: list[Refused]) -> None:
    mistaken: Any = logger
    naive = datetime(2026, 1, 5)  # noqa: DTZ001  # what is to be refused
    assert mistaken.log_conversation(typ="openai") == ""
    assert mistaken.log_conversation(question(), type="openai") == ""
    assert logger.log_conversation(question(messages=[{"role": "user", "createdAt": naive}])) == ""
    assert logger.log_event(type="seen", entity_type="message", message_id="m1", created_at=naive) == ""
    assert logger.flush()
    assert [type(each.error) for each in refused] == [TypeError, TypeError, ValueError, ValueError]
    assert [each.entry for each in refused] == [None] * 4


def test_names_in_the_spelling_of_python_count_and_keep_their_time(taker: LogTaker, logger: Logger) -> None:
    asked = {"role": "user", "content": "How?", "created_at": "2020-01-01T00:00:00Z"}
    answered = {"role": "assistant", "content": "So."}
    logger.log_conversation(question(messages=[asked, answered], user_properties={"a": 1}))
    assert logger.flush()
    first, second = taker.bodies[0]["messages"]
    assert (first["createdAt"], second["createdAt"]) == ("2020-01-01T00:00:00Z", taker.bodies[0]["createdAt"])
    assert "created_at" not in first
    assert taker.bodies[0]["userProperties"] == {"a": 1}


def test_a_callback_that_fails_stops_nothing(taker: LogTaker, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: Refused) -> None:
        raise ValueError("mine")

    taker.status_of = {"c0": 400}
    with taker.logger(on_error=fail) as logger:
        logger.log_conversation(question(id="c0"))
        logger.log_conversation(question(id="c1"))
        assert logger.flush()
    assert taker.ids() == ["c1"]
    assert "The caller's `on_error` has failed." in caplog.messages


def test_a_callback_that_waits_for_the_logger_does_not_wait_for_ever(taker: LogTaker) -> None:
    told: list[bool] = []
    made: list[Logger] = []
    taker.status_of = {"c0": 400}
    made.append(taker.logger(on_error=lambda _: told.append(made[0].flush())))
    made[0].log_conversation(question(id="c0"))
    assert made[0].close()
    assert told == [False]


def test_a_closed_logger_drops(taker: LogTaker) -> None:
    logger = taker.logger()
    logger.close()
    assert logger.log_conversation(question(id="c1")) == "c1"
    assert logger.flush()
    assert (logger.counts.dropped, taker.requests) == (1, [])


def test_closing_gives_up_at_its_deadline_and_says_how_much_is_lost(
    taker: LogTaker, caplog: pytest.LogCaptureFixture
) -> None:
    taker.is_down = True
    logger = taker.logger()
    logger.log_conversation(question(id="c1"))
    assert not logger.close(0.2)
    assert "1 log calls were not sent before the end." in caplog.messages


def test_a_surprise_in_sending_is_a_pause_and_not_the_end(
    taker: LogTaker, logger: Logger, caplog: pytest.LogCaptureFixture
) -> None:
    def surprise(_: httpx2.Request) -> httpx2.Response:
        raise RuntimeError("surprise")

    taker.answer = surprise
    logger.log_conversation(question(id="c1"))
    assert not logger.flush(0.2)
    taker.answer = None
    until(lambda: logger.flush(0.1))
    assert taker.ids() == ["c1"]
    assert "Sending log calls has failed." in caplog.messages


def test_a_caller_may_interrupt_itself_in_the_middle_of_a_call() -> None:
    inbox = Inbox(10, 1_000)
    logger = LogTaker().logger()
    logger._inbox = inbox
    with inbox._lock:
        logger.log_conversation(question(id="c1"))
    assert [entry.id for entry in inbox.take()] == ["c1"]
    logger.close(0)


def test_many_threads_lose_nothing(taker: LogTaker, logger: Logger) -> None:
    def log(name: int) -> None:
        for number in range(200):
            logger.log_event(id=f"{name}-{number}", type="t", entity_type="search", search_query="q")

    threads = [threading.Thread(target=log, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert logger.flush(30)
    assert len(set(taker.ids())) == len(taker.ids()) == 1_600


def test_an_event_loop_is_not_held_up(taker: LogTaker, logger: Logger) -> None:
    async def log() -> list[str]:
        return [logger.log_conversation(question()) for _ in range(5)]

    with held(taker):
        ids = asyncio.run(asyncio.wait_for(log(), 5))
    assert logger.flush()
    assert taker.ids() == ids


def test_a_client_has_one_logger_whose_options_come_first(taker: LogTaker) -> None:
    client = taker.client()
    logger = client.logger(most_entries=1)
    assert client.logger() is logger
    with pytest.raises(ValueError, match="first call"):
        client.logger(most_entries=2)


def test_closing_a_client_sends_what_its_logger_has(taker: LogTaker) -> None:
    with taker.client() as client:
        client.logger().log_conversation(question(id="c1"))
    assert taker.ids() == ["c1"]


def test_a_logger_that_nobody_holds_sends_all_the_same(taker: LogTaker) -> None:
    taker.logger().log_conversation(question(id="c1"))
    gc.collect()
    until(taker.ids)


def test_the_key_is_not_in_what_is_logged_about_trouble(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="threadline.logger")
    with Threadline("secret", base_url="http://127.0.0.1:1") as client:
        logger = client.logger()
        logger.log_conversation(question())
        logger.flush(0.1)
        logger.close(0.1)
    assert caplog.messages
    assert "secret" not in caplog.text


def test_a_pause_grows_and_is_never_shorter_than_what_the_server_asks_for(
    taker: LogTaker, logger: Logger
) -> None:
    taker.answer = lambda _: problem(503, **{"retry-after": "60"})
    logger.log_conversation(question())
    assert not logger.flush(0.1)
    worker = logger._worker
    until(lambda: worker._failures > 0)
    assert worker._next_at - worker.pace.clock() > 55
    taker.answer = None


def _json(value: object) -> bytes:
    return httpx2.Response(200, json=value).content


def test_half_a_character_is_mended_sent_and_told(
    taker: LogTaker, logger: Logger, refused: list[Refused], caplog: pytest.LogCaptureFixture
) -> None:
    logger.log_conversation(question(id="c\ud83d", properties={"cut": "a\ud83d", "pair": "\ud83d\ude00"}))
    assert logger.flush()
    assert (taker.bodies[0]["id"], taker.bodies[0]["properties"]) == (
        "c\ufffd",
        {"cut": "a\ufffd", "pair": "\U0001f600"},
    )
    (told,) = refused
    assert (told.is_sent, isinstance(told.error, AlteredWarning)) == (True, True)
    assert "`/properties/cut`" in str(told.error)
    assert (logger.counts.sent, logger.counts.refused) == (1, 0)
    assert "not kept whole" in caplog.text


def test_two_halves_that_belong_together_are_a_character_and_nothing_to_tell(
    taker: LogTaker, logger: Logger, refused: list[Refused]
) -> None:
    logger.log_conversation(question(id="c", properties={"pair": "\ud83d\ude00"}))
    assert logger.flush()
    assert (taker.bodies[0]["properties"], refused) == ({"pair": "\U0001f600"}, [])


def test_what_the_server_does_not_keep_is_told(
    taker: LogTaker, logger: Logger, refused: list[Refused]
) -> None:
    taker.answer = lambda _: httpx2.Response(200, json={}, headers={"Threadline-Ignored": "/sources"})
    logger.log_conversation(question(id="c", sources=["s"]))
    assert logger.flush()
    assert [(told.is_sent, str(told.error)) for told in refused] == [
        (True, "There is no place for `/sources`: it is not kept.")
    ]


def test_a_new_conversation_that_says_when_it_began_times_its_own_messages(
    taker: LogTaker, logger: Logger
) -> None:
    logger.log_conversation(question(createdAt="2024-02-15T10:00:00Z"))
    assert logger.flush()
    assert "createdAt" not in taker.bodies[0]["messages"][0]
