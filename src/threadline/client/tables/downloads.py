"""An export: the pieces of a file, its rows one by one, or a table. It is sent when the first of it is wanted."""

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, Self

from threadline.client.call import Call
from threadline.client.tables import frames
from threadline.client.tables.expected import columns_of_call
from threadline.client.tables.records import ACCEPT, RecordReader, Row

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]  # it has types, and does not say so
    import polars as pl
    import pyarrow as pa  # type: ignore[import-untyped]  # it has none

_READ = "This export was read already, and it is not kept. Call `client.query.export_…` again for another file of it."


class Streaming(Protocol):
    """A shell that gives an answer in pieces."""

    def stream(self, call: Call[bytes], /) -> Generator[bytes]:
        """Yield the answer in pieces."""
        ...


class AsyncStreaming(Protocol):
    """A shell that gives an answer in pieces, to be awaited."""

    def stream(self, call: Call[bytes], /) -> AsyncGenerator[bytes]:
        """Yield the answer in pieces."""
        ...


class Download(Iterator[bytes]):
    """An export. Iterate it, once, for the bytes of its file, or take its rows or a table; these ask anew each time."""

    def __init__(self, client: Streaming, call: Call[bytes]) -> None:
        """Take the call; nothing is sent yet."""
        self._client = client
        self._call = call
        self._pieces = client.stream(call)
        self._is_over = False

    def __iter__(self) -> Self:
        """Return the export, or what is left of it.

        Raises:
            RuntimeError: nothing is left: it was read to its end, broke off, or was closed.
        """
        if self._is_over:
            raise RuntimeError(_READ)
        return self

    def __next__(self) -> bytes:
        """Return the next piece of the file."""
        try:
            return next(self._pieces)
        except BaseException:
            self._is_over = True
            raise

    def close(self) -> None:
        """Hang up, if the file is not wanted to its end."""
        self._is_over = True
        self._pieces.close()

    def rows(self) -> Generator[dict[str, Any]]:
        """Yield the rows by wire name, one at a time.

        From a server of the contract alone they come as CSV: every value is a text, and objects are spread over keys.
        """
        reader = RecordReader()
        for piece in self._client.stream(replace(self._call, accept=ACCEPT)):
            yield from reader.take(piece)
        yield from reader.end()

    def to_arrow(self) -> "pa.Table":
        """Return all rows as an Arrow table. Needs `threadline[arrow]`."""
        return frames.to_arrow(self.rows(), self._promised())

    def to_pandas(self) -> "pd.DataFrame":
        """Return all rows as a data frame. Needs `threadline[pandas]`."""
        return frames.to_pandas(self.rows(), self._promised())

    def to_polars(self) -> "pl.DataFrame":
        """Return all rows as a data frame. Needs `threadline[polars]`."""
        return frames.to_polars(self.rows(), self._promised())

    def _promised(self) -> tuple[str, ...]:
        return columns_of_call(self._call.path, self._call.body)


class AsyncDownload(AsyncIterator[bytes]):
    """An export, as `Download` is, with everything to await."""

    def __init__(self, client: AsyncStreaming, call: Call[bytes]) -> None:
        """Take the call; nothing is sent yet."""
        self._client = client
        self._call = call
        self._pieces = client.stream(call)
        self._is_over = False

    def __aiter__(self) -> Self:
        """Return the export, or what is left of it.

        Raises:
            RuntimeError: nothing is left: it was read to its end, broke off, or was closed.
        """
        if self._is_over:
            raise RuntimeError(_READ)
        return self

    async def __anext__(self) -> bytes:
        """Return the next piece of the file."""
        try:
            return await anext(self._pieces)
        except BaseException:
            self._is_over = True
            raise

    async def aclose(self) -> None:
        """Hang up, if the file is not wanted to its end."""
        self._is_over = True
        await self._pieces.aclose()

    async def rows(self) -> AsyncGenerator[dict[str, Any]]:
        """Yield the rows by wire name, one at a time; see `Download.rows`."""
        reader = RecordReader()
        async for piece in self._client.stream(replace(self._call, accept=ACCEPT)):
            for row in reader.take(piece):
                yield row
        for row in reader.end():
            yield row

    async def to_arrow(self) -> "pa.Table":
        """Return all rows as an Arrow table. Needs `threadline[arrow]`."""
        return frames.to_arrow(await self._all(), self._promised())

    async def to_pandas(self) -> "pd.DataFrame":
        """Return all rows as a data frame. Needs `threadline[pandas]`."""
        return frames.to_pandas(await self._all(), self._promised())

    async def to_polars(self) -> "pl.DataFrame":
        """Return all rows as a data frame. Needs `threadline[polars]`."""
        return frames.to_polars(await self._all(), self._promised())

    def _promised(self) -> tuple[str, ...]:
        return columns_of_call(self._call.path, self._call.body)

    async def _all(self) -> list[Row]:
        return [row async for row in self.rows()]
