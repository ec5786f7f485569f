"""The asynchronous shell: as the synchronous one, with answers to await."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import date
from types import TracebackType
from typing import Any, Literal, Never, Self, TypeVar, Unpack

import httpx2

from threadline.client.background import Background, LogsInBackground
from threadline.client.bodies.keywords import SearchFields, WordsFields
from threadline.client.call import Call
from threadline.client.operations import calls, extensions
from threadline.client.operations.nouns import ConversationVerbs, EventVerbs, FeedbackVerbs, QueryVerbs
from threadline.client.operations.paging import Awaited, Walk
from threadline.client.sending.connections import Connections, kept_here
from threadline.client.sending.defaults import READ_SECONDS
from threadline.client.sending.retries import Outcome, Retries, Tries, checked_retries
from threadline.client.sending.transport import address_of, hurried, refuse_others, watched
from threadline.client.tables.downloads import AsyncDownload
from threadline.wire.queries import TopSearchQueriesData, WeeklySearchUsersData
from threadline.wire.search import SearchData
from threadline.wire.words import WordsData

T = TypeVar("T")


class AsyncThreadline(LogsInBackground):
    """A client of a Threadline server, or of any server of the same API, for asyncio.

    It keeps connections open, so use one for many calls. Close it, or use it in an `async with`.
    A child of a fork opens connections of its own.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        timeout_seconds: float = READ_SECONDS,
        retries: Retries | None = None,
        http_client: httpx2.AsyncClient | Callable[[], httpx2.AsyncClient] | None = None,
        **others: Never,
    ) -> None:
        """Make a client. Nothing is sent yet.

        Args:
            api_key: the key; else that in `THREADLINE_API_KEY`.
            base_url: where the API is; else that of `http_client`, in `THREADLINE_URL`, or this machine's.
            timeout_seconds: the longest silence of the server in an answer.
            retries: how often and how long a call is tried.
            http_client: an HTTP client with timeouts of its own, which whoever made it closes; or a function that
                makes one, which is called in each process and whose HTTP client is closed here.

            others: none; names that other clients have are told with ours.

        Raises:
            TypeError: an argument is of a type that it cannot be, or there is none of that name.
            ValueError: there is no key or it cannot be sent, the base URL is not an HTTP address, or the timeout is no
                time to wait.
        """
        refuse_others(others)
        self._retries = checked_retries(retries)
        self._connections = Connections(httpx2.AsyncClient, http_client, timeout_seconds=timeout_seconds)
        self._address = address_of(api_key, base_url, self._connections.first)
        self._background = Background(
            self._address, headers=None if self._connections.is_own else self._connections.first.headers
        )
        self.conversations = ConversationVerbs(self)
        self.events = EventVerbs(self)
        self.feedback = FeedbackVerbs(self)
        self.query = QueryVerbs(self)

    async def top_search_queries(
        self, *, after: date | str | None = None, project_id: str | None = None
    ) -> TopSearchQueriesData:
        """Return the most frequent search texts since `after`, a date or a time; by default of the last 30 days."""
        return await self.send(calls.top_search_queries(after=after, project_id=project_id))

    async def weekly_search_users(
        self, *, after: date | str | None = None, project_id: str | None = None
    ) -> WeeklySearchUsersData:
        """Return how many different people searched each week since `after`; by default of the last 12 weeks."""
        return await self.send(calls.weekly_search_users(after=after, project_id=project_id))

    async def search(self, words: str, /, **fields: Unpack[SearchFields]) -> SearchData:
        """Find messages by their words: all of them, `"phrases in quotes"` and `prefix*`, none of the `-words`.

        An extension of the contract.
        """
        return await self.send(extensions.search(words, **fields))

    async def frequent_words(self, **fields: Unpack[WordsFields]) -> WordsData:
        """Return the words that the conversations of a filter have more often than all, the most telling first.

        An extension of the contract.
        """
        return await self.send(extensions.frequent_words(**fields))

    async def send(self, call: Call[T], /) -> T:
        """Send a call and return its answer.

        Raises:
            ProblemError: the server answered, and not with success.
            UnreachableError: no answer came.
        """
        response = await self._answer(call)
        return call.read(response.status_code, response.content, response.headers)

    async def stream(self, call: Call[bytes], /) -> AsyncGenerator[bytes]:
        """Send a call and yield its answer in pieces, as they come.

        Raises:
            ProblemError: the server answered, and not with success.
            UnreachableError: no answer came, or it broke off.
        """
        response = await self._answer(call, body="open")
        try:
            if not response.is_success:
                call.read(response.status_code, response.content, response.headers)
            async for piece in response.aiter_bytes():
                yield piece
        except httpx2.RequestError as error:
            raise self._address.unreachable(error, call) from error
        finally:
            await response.aclose()

    def download(self, call: Call[bytes], /) -> AsyncDownload:
        """Return the answer to a call as a file; it is sent when its first piece is wanted."""
        return AsyncDownload(self, call)

    async def walk(self, walk: Walk[T], /) -> AsyncGenerator[T]:
        """Yield the items of all answers; each call is sent when its items are wanted."""
        while not await _is_done(walk):
            for item in walk.take(await self.send(walk.call())):
                yield item

    async def close(self) -> None:
        """Close the logger, which sends what is there, and the connections, unless the HTTP client was handed in."""
        await self._background.async_close()
        if (http := self._connections.end()) is not None:
            await http.aclose()

    async def __aenter__(self) -> Self:
        """Return the client."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the client."""
        await self.close()

    async def _answer(self, call: Call[Any], *, body: Literal["whole", "open"] = "whole") -> httpx2.Response:
        """Return an answer of success, or the last one that is none, read already."""
        http = self._connections.here()
        request = self._address.request(http, call)
        tries = Tries(call.effect, self._retries)
        outcome = await self._try(http, hurried(request, tries), body, tries)
        while (pause := tries.pause_after(outcome)) is not None:
            await (self._retries.pace.async_sleep or asyncio.sleep)(pause)
            outcome = await self._try(http, hurried(request, tries), body, tries)
        return self._address.last_word(outcome, call)

    async def _try(
        self, http: httpx2.AsyncClient, request: httpx2.Request, body: Literal["whole", "open"], tries: Tries
    ) -> Outcome:
        try:
            response = await http.send(request, stream=True)
            if body == "open" and response.is_success:
                return kept_here(response)
            await watched(response, tries).aread()
        except httpx2.RequestError as error:
            return error
        return response


async def _is_done(walk: Walk[Any]) -> bool:
    if isinstance(walk, Awaited):
        await walk.fill()
    return walk.is_done
