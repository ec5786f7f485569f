"""What a client does in the background: its logger, made at first use, and chats that go there."""

import asyncio
from pathlib import Path
from typing import TypedDict, Unpack

import httpx2

from threadline.client.chats.chat import Chat, ChatFields
from threadline.client.logger.logger import Logger, LoggerOptions
from threadline.client.logger.worker import OnError
from threadline.client.sending.connections import Connections
from threadline.client.sending.transport import Address, timeout

REQUEST_SECONDS = 30.0
"""The longest silence of the server that the logger bears."""


class LoggerFields(TypedDict, total=False):
    """The keywords of `logger`; none is needed."""

    spool: str | Path | None
    spool_bytes: int
    most_entries: int
    most_bytes: int
    on_error: OnError | None


class Background:
    """The logger of one client."""

    def __init__(
        self,
        address: Address,
        *,
        shared: Connections[httpx2.Client] | None = None,
        headers: httpx2.Headers | None = None,
    ) -> None:
        """Take where the client sends to.

        Args:
            address: where the API is, and the key.
            shared: through what to send; else the logger makes HTTP clients of its own.
            headers: of those.
        """
        self._address = address
        self._shared = shared
        self._headers = headers
        self._logger: Logger | None = None

    def logger(self, **options: Unpack[LoggerFields]) -> Logger:
        """Return the logger.

        Raises:
            ValueError: options come when there is a logger already.
        """
        if self._logger is None:
            self._logger = Logger(self._address, self._open_http, LoggerOptions(**options))
        elif options:
            raise ValueError("The logger of this client is made already: give its options in the first call.")
        return self._logger

    def chat(self, id: str | None, **fields: Unpack[ChatFields]) -> Chat:
        """Return a chat that goes to the logger."""
        return Chat(self.logger(), id, **fields)

    def close(self) -> None:
        """Close the logger, if there is one."""
        if self._logger is not None:
            self._logger.close()

    async def async_close(self) -> None:
        """Close the logger, if there is one, while the event loop goes on."""
        if self._logger is not None:
            await asyncio.to_thread(self._logger.close)

    def _open_http(self) -> tuple[httpx2.Client, bool]:
        """Return the HTTP client of this process that is shared, else a new one; and whether to close it.

        Raises:
            RuntimeError: it was handed in and used before a fork, and this is the child.
        """
        if self._shared is not None:
            return self._shared.here(), False
        return httpx2.Client(timeout=timeout(REQUEST_SECONDS), headers=self._headers), True


class LogsInBackground:
    """What both clients do in the background; nothing of it is awaited."""

    _background: Background

    def logger(self, **options: Unpack[LoggerFields]) -> Logger:
        """Return the logger of this client: it takes log calls without waiting, and sends them in the background.

        Args:
            options: count in the first call. `spool` is a folder that keeps what is not sent yet across restarts, up
                to `spool_bytes`; `most_entries` and `most_bytes` bound the memory; `on_error` is told of each call
                that the server refuses for good.

        Raises:
            ValueError: options come when the logger is made already.
        """
        return self._background.logger(**options)

    def chat(self, id: str | None = None, /, **fields: Unpack[ChatFields]) -> Chat:
        """Return a chat that is logged, in the background, when its `with` ends; or a decorator that does so.

        With an `id`, what is said continues that conversation.
        """
        return self._background.chat(id, **fields)
