"""Answers in pieces: each goes to the caller as it is and at once, and is noted as it goes by."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Generic, Self, TypeVar

from threadline.client.openai.shield import Shield

T = TypeVar("T")


class Noted(Generic[T]):
    """The pieces of an answer. The turn is logged at the end, at a fault, or when nobody wants the rest."""

    def __init__(self, source: Iterator[T], shield: Shield) -> None:
        """Take the pieces, and whom to tell."""
        self._source = source
        self._shield = shield

    def __iter__(self) -> Self:
        """Return itself."""
        return self

    def __next__(self) -> T:
        """Return the next piece."""
        try:
            piece = next(self._source)
        except BaseException as error:
            self._shield.finish(None if isinstance(error, StopIteration) else error)
            raise
        self._shield.add(piece)
        return piece

    def __del__(self) -> None:
        """Log what went by."""
        self._shield.finish(None)


class AsyncNoted(Generic[T]):
    """As `Noted`, for pieces that are awaited."""

    def __init__(self, source: AsyncIterator[T], shield: Shield) -> None:
        """Take the pieces, and whom to tell."""
        self._source = source
        self._shield = shield

    def __aiter__(self) -> Self:
        """Return itself."""
        return self

    async def __anext__(self) -> T:
        """Return the next piece."""
        try:
            piece = await anext(self._source)
        except BaseException as error:
            self._shield.finish(None if isinstance(error, StopAsyncIteration) else error)
            raise
        self._shield.add(piece)
        return piece

    def __del__(self) -> None:
        """Log what went by."""
        self._shield.finish(None)


def note(stream: Any, shield: Shield) -> bool:
    """Have a stream noted; return whether this is a stream.

    The stream stays the object that it is: only where its pieces come from changes.
    """
    source: Any = getattr(stream, "_iterator", None)
    if hasattr(source, "__anext__"):
        stream._iterator = AsyncNoted(source, shield)  # noqa: SLF001  # callers get the very object of the package
    elif hasattr(source, "__next__"):
        stream._iterator = Noted(source, shield)  # noqa: SLF001  # as above
    else:
        return False
    close = stream.close

    def closed() -> Any:
        """Log what went by, and close: who leaves a stream in the middle closes it, or leaves it to be collected."""
        shield.finish(None)
        return close()

    stream.close = closed
    return True
