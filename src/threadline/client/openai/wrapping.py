"""`log_openai`: the calls of a client are logged, and nothing else about it changes.

Pieces of an answer go to the caller as they are and at once, and are noted as they go by.
"""

import inspect
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from functools import wraps
from operator import attrgetter
from typing import Any, Generic, Literal, Self, TypeVar

from threadline.client.openai.messages import text
from threadline.client.openai.turn import Log, SafeTurn, Turns

T = TypeVar("T")


class Noted(Generic[T]):
    """The pieces of an answer. The turn is logged at the end, at a fault, or when nobody wants the rest."""

    def __init__(self, source: Iterator[T], turn: SafeTurn) -> None:
        """Take the pieces, and whom to tell."""
        self._source = source
        self._turn = turn

    def __iter__(self) -> Self:
        """Return itself."""
        return self

    def __next__(self) -> T:
        """Return the next piece."""
        try:
            piece = next(self._source)
        except BaseException as error:
            self._turn.finish(None if isinstance(error, StopIteration) else error)
            raise
        self._turn.add(piece)
        return piece

    def __del__(self) -> None:
        """Log what went by."""
        self._turn.finish(None)


class AsyncNoted(Generic[T]):
    """As `Noted`, for pieces that are awaited."""

    def __init__(self, source: AsyncIterator[T], turn: SafeTurn) -> None:
        """Take the pieces, and whom to tell."""
        self._source = source
        self._turn = turn

    def __aiter__(self) -> Self:
        """Return itself."""
        return self

    async def __anext__(self) -> T:
        """Return the next piece."""
        try:
            piece = await anext(self._source)
        except BaseException as error:
            self._turn.finish(None if isinstance(error, StopAsyncIteration) else error)
            raise
        self._turn.add(piece)
        return piece

    def __del__(self) -> None:
        """Log what went by."""
        self._turn.finish(None)


def note(stream: Any, turn: SafeTurn) -> bool:
    """Have a stream noted; return whether this is a stream.

    The stream stays the object that it is: only where its pieces come from changes.
    """
    source: Any = getattr(stream, "_iterator", None)
    if hasattr(source, "__anext__"):
        stream._iterator = AsyncNoted(source, turn)  # noqa: SLF001  # callers get the very object of the package
    elif hasattr(source, "__next__"):
        stream._iterator = Noted(source, turn)  # noqa: SLF001  # as above
    else:
        return False
    close = stream.close

    def closed() -> Any:
        """Log what went by, and close: who leaves a stream in the middle closes it, or leaves it to be collected."""
        turn.finish(None)
        return close()

    stream.close = closed
    return True


C = TypeVar("C")

_Dialect = Literal["completions", "responses"]
_CALLS: tuple[tuple[str, str, _Dialect], ...] = (
    ("chat.completions", "create", "completions"),
    ("chat.completions", "parse", "completions"),
    ("responses", "create", "responses"),
    ("responses", "parse", "responses"),
)
_COPIES = ("copy", "with_options")
_MARK = "_threadline_logs"
_RAW = "x-stainless-raw-response"
"""How the package tells itself that a caller wants the answer of HTTP."""


def log_openai(client: C, log: Log) -> C:
    """Log the chat completions and responses of a client of the `openai` package, and return the same client.

    Args:
        client: an `OpenAI`, `AsyncOpenAI`, or anything of that shape.
        log: a logger, such as `threadline.Threadline().logger()`.
    """
    turns = Turns(log)
    for path, name, dialect in _CALLS:
        try:
            resource = attrgetter(path)(client)
            original = getattr(resource, name)
        except AttributeError:
            continue
        if not hasattr(original, _MARK):
            setattr(resource, name, _logged(original, turns, dialect))
    for name in _COPIES:
        original = getattr(client, name, None)
        if original is not None and not hasattr(original, _MARK):
            setattr(client, name, _copying(original, log))
    return client


def _logged(original: Callable[..., Any], turns: Turns, dialect: _Dialect) -> Callable[..., Any]:
    @wraps(original)
    def create(*args: Any, **kwargs: Any) -> Any:
        raw = _raw(kwargs)
        if raw == "stream":
            # Who reads the answer from the wire has it alone: reading along would take it away.
            return original(*args, **kwargs)
        if "messages" in kwargs and not isinstance(kwargs["messages"], list):
            kwargs["messages"] = list(kwargs["messages"])
        turn = SafeTurn(lambda: turns.begin(dialect, kwargs))
        try:
            answer = original(*args, **kwargs)
        except BaseException as error:
            turn.finish(error)
            raise
        if inspect.isawaitable(answer):
            return _awaited(answer, turn, raw=raw)
        return _noted(answer, turn, raw=raw)

    setattr(create, _MARK, True)
    return create


async def _awaited(coming: Any, turn: SafeTurn, *, raw: str) -> Any:
    try:
        answer = await coming
    except BaseException as error:
        turn.finish(error)
        raise
    return _noted(answer, turn, raw=raw)


def _noted(answer: Any, turn: SafeTurn, *, raw: str) -> Any:
    """Return an answer as it is, after a look at it."""
    # The package keeps what it parses: the caller gets the same object.
    said = answer.parse() if raw else answer
    if not note(said, turn):
        turn.take(said)
    return answer


def _copying(original: Callable[..., Any], log: Log) -> Callable[..., Any]:
    @wraps(original)
    def copy(*args: Any, **kwargs: Any) -> Any:
        return log_openai(original(*args, **kwargs), log)

    setattr(copy, _MARK, True)
    return copy


def _raw(kwargs: Mapping[str, Any]) -> str:
    headers = kwargs.get("extra_headers")
    names = headers if isinstance(headers, Mapping) else {}
    return next((text(value) for name, value in names.items() if str(name).lower() == _RAW), "")
