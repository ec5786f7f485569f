"""Both shells: headers, addresses, new tries, streams. The transport is handed in, so nothing leaves the process."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx2
import pytest

from tests.support.stopwatch import Stopwatch
from threadline import (
    AsyncDownload,
    AsyncThreadline,
    Conversation,
    NotFoundError,
    Retries,
    Threadline,
    TimedOutError,
    UnavailableError,
    UnreachableError,
)

DELETED = b'{"success":true,"message":"Gone."}'
EVENT = (
    b'{"id":"e1","type":"t","searchQuery":"q","createdAt":"2026-01-05T10:00:00.000Z","projectId":null,'
    b'"integrationId":null,"entityType":"search"}'
)
CONVERSATION = (
    b'{"id":"c1","externalId":null,"externalUrl":null,"type":"openai","supportTicketConversationId":null,'
    b'"createdAt":"2026-01-05T10:00:00.000Z","updatedAt":"2026-01-05T10:00:00.000Z","projectId":null,'
    b'"integrationId":null,"visibility":null,"messages":[]}'
)
SHELLS = ("sync", "asynchronous")
Answer = httpx2.Response | httpx2.RequestError


class Line:
    """A transport that answers in turn, and keeps what was sent."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.requests: list[httpx2.Request] = []
        self.waits: list[dict[str, float]] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        self.waits.append(request.extensions["timeout"])
        answer = self.answers.pop(0)
        if isinstance(answer, httpx2.RequestError):
            raise answer
        return answer

    def sync(
        self, watch: Stopwatch | None = None, *, retries: Retries | None = None, **options: Any
    ) -> Threadline:
        """Return a synchronous client on this line."""
        http = httpx2.Client(transport=httpx2.MockTransport(self))
        retries = retries or Retries(pace=(watch or Stopwatch()).pace())
        return Threadline(http_client=http, retries=retries, **options)

    def asynchronous(self, watch: Stopwatch, *, retries: Retries | None = None) -> AsyncThreadline:
        """Return an asynchronous client on this line."""
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(self))
        return AsyncThreadline("key", http_client=http, retries=retries or Retries(pace=watch.pace()))

    @property
    def request(self) -> httpx2.Request:
        """The last request."""
        return self.requests[-1]


def get(shell: str, line: Line, watch: Stopwatch, retries: Retries | None = None) -> Conversation:
    if shell == "sync":
        return line.sync(watch, retries=retries).conversations.get("c1")
    return asyncio.run(line.asynchronous(watch, retries=retries).conversations.get("c1"))


def export(shell: str, line: Line) -> list[bytes]:
    if shell == "sync":
        return list(line.sync().query.export_events())
    return asyncio.run(collected(line.asynchronous(Stopwatch()).query.export_events()))


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THREADLINE_API_KEY", "key")
    monkeypatch.delenv("THREADLINE_URL", raising=False)


def deleted() -> httpx2.Response:
    return httpx2.Response(200, content=DELETED)


def event() -> httpx2.Response:
    return httpx2.Response(200, content=EVENT)


def test_the_key_goes_into_the_header_and_not_into_what_is_printed() -> None:
    line = Line(deleted())
    client = line.sync(api_key="secret")
    client.conversations.delete("c1")
    assert line.request.headers["authorization"] == "Bearer secret"
    assert "secret" not in repr(client._address)


def test_without_a_key_the_http_client_may_bring_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("THREADLINE_API_KEY")
    line = Line(deleted())
    http = httpx2.Client(transport=httpx2.MockTransport(line), headers={"Authorization": "Bearer own"})
    Threadline(http_client=http).conversations.delete("c1")
    assert line.request.headers["authorization"] == "Bearer own"


def test_key_and_address_come_from_the_environment_when_they_are_not_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("THREADLINE_API_KEY", "from-environment")
    monkeypatch.setenv("THREADLINE_URL", "https://example.com/analytics/")
    line = Line(deleted(), deleted())
    line.sync().conversations.delete("c1")
    assert str(line.request.url) == "https://example.com/analytics/conversations/c1"
    assert line.request.headers["authorization"] == "Bearer from-environment"
    line.sync(api_key="given", base_url="http://127.0.0.1:1").conversations.delete("c1")
    assert str(line.request.url) == "http://127.0.0.1:1/conversations/c1"
    assert line.request.headers["authorization"] == "Bearer given"


def test_the_address_of_an_http_client_is_nearer_than_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("THREADLINE_URL", "https://example.com")
    line = Line(deleted())
    http = httpx2.Client(transport=httpx2.MockTransport(line), base_url="http://own")
    Threadline(http_client=http).conversations.delete("c1")
    assert str(line.request.url) == "http://own/conversations/c1"


def test_this_machine_is_asked_when_nobody_says_otherwise() -> None:
    line = Line(deleted())
    line.sync().conversations.delete("c1")
    assert str(line.request.url) == "http://127.0.0.1:8787/conversations/c1"


def test_a_slash_in_an_id_arrives_encoded() -> None:
    line = Line(deleted(), deleted())
    client = line.sync()
    client.conversations.delete("a/b")
    assert line.request.url.raw_path == b"/conversations/a%2Fb"
    client.conversations.delete("..")
    assert line.request.url.raw_path == b"/conversations/%2E%2E"


def test_a_write_without_an_id_keeps_its_key_through_all_tries() -> None:
    line = Line(httpx2.ReadError("reset"), httpx2.Response(503), event(), event())
    client = line.sync()
    client.events.log(type="t", entity_type="search", search_query="q")
    client.events.log(type="t", entity_type="search", search_query="q")
    first, second, third, other = [request.headers["idempotency-key"] for request in line.requests]
    assert first == second == third
    assert other != first
    assert len({request.content for request in line.requests}) == 1


def test_reads_and_writes_with_an_id_carry_no_key() -> None:
    line = Line(event(), httpx2.Response(200, content=b'{"results":[]}'))
    client = line.sync()
    client.events.log(id="e1", type="t", entity_type="search", search_query="q")
    client.query.property_keys(field="properties")
    assert all("idempotency-key" not in request.headers for request in line.requests)


@pytest.mark.parametrize("shell", SHELLS)
def test_a_call_is_sent_again_until_it_is_answered(shell: str) -> None:
    found = httpx2.Response(200, content=CONVERSATION)
    watch, line = Stopwatch(), Line(httpx2.ConnectError("refused"), httpx2.Response(503), found)
    assert get(shell, line, watch).id == "c1"
    assert watch.pauses == [0.5, 1.0]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_last_refusal_is_raised(shell: str) -> None:
    watch, line = Stopwatch(), Line(*(httpx2.Response(503) for _ in range(5)))
    with pytest.raises(UnavailableError):
        get(shell, line, watch)
    assert line.answers == []


@pytest.mark.parametrize("shell", SHELLS)
def test_no_answer_at_all_is_an_error_of_the_sdk_that_keeps_its_cause(shell: str) -> None:
    watch, line = Stopwatch(), Line(*(httpx2.ConnectError("refused") for _ in range(5)))
    with pytest.raises(UnreachableError, match=r"GET /conversations/c1 .*refused") as caught:
        get(shell, line, watch)
    assert isinstance(caught.value.__cause__, httpx2.ConnectError)


@pytest.mark.parametrize(
    ("base_url", "origin"),
    [
        ("https://ada:password@example.com:8443/analytics", "https://example.com:8443"),
        ("http://[::1]:8787/", "http://[::1]:8787"),
        ("https://example.com", "https://example.com"),
    ],
)
def test_where_no_answer_came_from_is_told_without_a_password(base_url: str, origin: str) -> None:
    line = Line(httpx2.ConnectError("refused"))
    client = line.sync(base_url=base_url, retries=Retries(most_tries=1))
    with pytest.raises(UnreachableError) as caught:
        client.conversations.get("c1")
    assert str(caught.value) == f"No whole answer to GET /conversations/c1 came from {origin}: refused"


def test_a_refusal_that_stays_is_raised_without_a_new_try() -> None:
    watch, line = Stopwatch(), Line(httpx2.Response(404))
    with pytest.raises(NotFoundError):
        line.sync(watch).conversations.get("c1")
    assert watch.pauses == []


async def collected(pieces: AsyncIterator[bytes]) -> list[bytes]:
    return [piece async for piece in pieces]


class Pieces(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body in two pieces that may break off after the first, and knows whether it was closed."""

    def __init__(self, *, breaks: bool = False) -> None:
        self.breaks = breaks
        self.given = 0
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        for piece in (b"id\r\n", b"1\r\n"):
            if self.breaks and self.given:
                raise httpx2.ReadError("reset")
            self.given += 1
            yield piece

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece

    def close(self) -> None:
        self.is_closed = True

    async def aclose(self) -> None:
        self.close()


def test_an_export_comes_in_pieces_as_the_server_sends_them() -> None:
    body = Pieces()
    pieces = Line(httpx2.Response(200, stream=body)).sync().query.export_events()
    assert (next(pieces), body.given) == (b"id\r\n", 1)
    assert (list(pieces), body.is_closed) == ([b"1\r\n"], True)


def test_an_export_comes_in_pieces_to_the_asynchronous_client_too() -> None:
    body = Pieces()
    assert export("asynchronous", Line(httpx2.Response(200, stream=body))) == [b"id\r\n", b"1\r\n"]
    assert body.is_closed


def test_the_rows_of_an_export_come_before_its_end() -> None:
    body = Pieces()
    line = Line(httpx2.Response(200, stream=body))
    rows = line.sync().query.export_events(format="parquet").rows()
    assert line.requests == []
    first = next(rows, None)
    assert (first, body.given) == ({"id": "1"}, 2)
    assert line.request.headers["accept"] == "application/x-ndjson, text/csv;q=0.5"
    rows.close()
    assert body.is_closed


def test_an_export_that_is_left_early_is_closed() -> None:
    body = Pieces()
    pieces = Line(httpx2.Response(200, stream=body)).sync().query.export_events()
    next(pieces)
    pieces.close()
    assert body.is_closed


AGAIN = "This export was read already, and it is not kept."


def test_an_export_is_read_once_and_says_so() -> None:
    whole = Line(httpx2.Response(200, stream=Pieces())).sync().query.export_events()
    broken = Line(httpx2.Response(200, stream=Pieces(breaks=True))).sync().query.export_events()
    left = Line().sync().query.export_events()
    assert b"".join(whole) == b"id\r\n1\r\n"
    with pytest.raises(UnreachableError):
        b"".join(broken)
    left.close()
    for pieces in (whole, broken, left):
        with pytest.raises(RuntimeError, match=AGAIN):
            b"".join(pieces)


async def read_twice(pieces: AsyncDownload) -> None:
    assert await collected(pieces) == [b"id\r\n", b"1\r\n"]
    with pytest.raises(RuntimeError, match=AGAIN):
        await collected(pieces)


async def leave(pieces: AsyncDownload) -> None:
    await pieces.aclose()
    with pytest.raises(RuntimeError, match=AGAIN):
        await collected(pieces)


def test_an_export_is_read_once_by_the_asynchronous_client_too() -> None:
    client = Line(httpx2.Response(200, stream=Pieces())).asynchronous(Stopwatch())
    asyncio.run(read_twice(client.query.export_events()))
    asyncio.run(leave(client.query.export_events()))


def test_the_rows_of_an_export_are_asked_for_anew_each_time() -> None:
    export = Line(*(httpx2.Response(200, stream=Pieces()) for _ in range(3))).sync().query.export_events()
    assert b"".join(export) == b"id\r\n1\r\n"
    assert list(export.rows()) == list(export.rows()) == [{"id": "1"}]


@pytest.mark.parametrize("shell", SHELLS)
def test_an_export_that_breaks_off_is_not_taken_for_whole(shell: str) -> None:
    line = Line(httpx2.Response(200, stream=Pieces(breaks=True)))
    with pytest.raises(UnreachableError, match="/query/events/export"):
        export(shell, line)


@pytest.mark.parametrize("shell", SHELLS)
def test_an_export_that_is_refused_raises_the_problem(shell: str) -> None:
    line = Line(httpx2.Response(503), httpx2.Response(404, content=b'{"detail":"No such view."}'))
    with pytest.raises(NotFoundError, match=r"No such view\."):
        export(shell, line)


def test_a_client_that_was_handed_in_stays_open_and_an_own_one_is_closed() -> None:
    http = httpx2.Client(transport=httpx2.MockTransport(Line()))
    with Threadline(http_client=http):
        pass
    assert not http.is_closed
    with Threadline() as own, Threadline(http_client=httpx2.Client) as made:
        pass
    assert own._connections.first.is_closed
    assert made._connections.first.is_closed


def test_a_closed_client_says_so() -> None:
    with Threadline() as client:
        pass
    with pytest.raises(RuntimeError, match=r"This client is closed\. Make a new one\."):
        client.conversations.list()


def test_the_timeout_is_that_of_a_silence_and_no_longer_for_a_connection() -> None:
    with Threadline(timeout_seconds=300) as patient, Threadline(timeout_seconds=1) as hasty:
        assert patient._connections.here().timeout == httpx2.Timeout(300, connect=5)
        assert hasty._connections.here().timeout == httpx2.Timeout(1)


def test_both_clients_have_the_same_verbs() -> None:
    def verbs(client: Threadline | AsyncThreadline) -> dict[str, list[str]]:
        nouns: dict[str, Any] = {
            name: getattr(client, name) for name in vars(client) if not name.startswith("_")
        }
        return {
            name: [verb for verb in dir(noun) if not verb.startswith("_")] for name, noun in nouns.items()
        }

    with Threadline() as client:
        assert verbs(client) == verbs(Line().asynchronous(Stopwatch()))
    methods = [
        {name for name in vars(each) if not name.startswith("_")} for each in (Threadline, AsyncThreadline)
    ]
    assert methods[0] == methods[1]


def test_a_verb_shows_what_it_takes_and_returns() -> None:
    with Threadline() as client:
        shown: list[tuple[Callable[..., Any], str]] = [
            (client.conversations.get, "(id: str, /) -> threadline.wire.conversations.Conversation"),
            (
                client.feedback.list,
                "(*, limit: int = 10, offset: int = 0) -> threadline.wire.feedback.FeedbackList",
            ),
        ]
        assert all(str(inspect.signature(verb)) == text for verb, text in shown)
        assert client.conversations.get.__doc__ == "Return one conversation."


class Trickle(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that comes byte by byte, a second each."""

    def __init__(self, content: bytes, watch: Stopwatch) -> None:
        self.content = content
        self.watch = watch
        self.given = 0

    def __iter__(self) -> Iterator[bytes]:
        for byte in self.content:
            self.watch.seconds += 1
            self.given += 1
            yield bytes([byte])

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece


@pytest.mark.parametrize("shell", SHELLS)
def test_an_answer_that_trickles_in_ends_at_the_deadline(shell: str) -> None:
    watch = Stopwatch()
    body = Trickle(CONVERSATION, watch)
    line = Line(httpx2.Response(200, stream=body))
    retries = Retries(deadline_seconds=7, pace=watch.pace())
    with pytest.raises(TimedOutError, match="deadline"):
        get(shell, line, watch, retries)
    assert body.given == 7


@pytest.mark.parametrize("shell", SHELLS)
def test_no_wait_is_longer_than_the_time_that_is_left(shell: str) -> None:
    watch = Stopwatch()
    line = Line(httpx2.Response(503), httpx2.Response(200, content=CONVERSATION))
    assert get(shell, line, watch, Retries(deadline_seconds=3, pace=watch.pace())).id == "c1"
    first, second = line.waits
    assert first == {"connect": 3, "read": 3, "write": 3, "pool": 3}
    assert second == dict.fromkeys(first, 2.5)


def test_a_wait_that_is_left_is_never_nothing() -> None:
    watch, line = Stopwatch(), Line(httpx2.Response(503), httpx2.Response(200, content=CONVERSATION))
    assert get("sync", line, watch, Retries(deadline_seconds=0.5, pace=watch.pace())).id == "c1"
    assert set(line.waits[1].values()) == {0.001}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_silence_that_is_too_long_is_told_as_such(shell: str) -> None:
    line = Line(httpx2.ReadTimeout("silent"))
    with pytest.raises(TimedOutError, match=r"GET /conversations/c1 .*silent"):
        get(shell, line, Stopwatch(), Retries(most_tries=1))
