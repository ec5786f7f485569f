"""Functions that answer a question, plain, asynchronous and yielding: each call of one becomes a chat."""

import inspect
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AbstractContextManager
from functools import wraps
from types import TracebackType
from typing import Any, ParamSpec, Protocol, Self, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")


class Said(Protocol):
    """A chat that takes a question and an answer, and is logged when its block ends."""

    def user(self, content: str) -> str:
        """Add the question."""
        ...

    def assistant(self, content: str) -> str:
        """Add the answer."""
        ...

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Log it."""
        ...


def logged(function: Callable[P, T], chat: Callable[[], Said]) -> Callable[P, T]:
    """Return a function that does the same, and is logged."""
    if inspect.iscoroutinefunction(function):
        wrapper = _awaited(function, chat)
    elif inspect.isasyncgenfunction(function):
        wrapper = _async_yielded(function, chat)
    elif inspect.isgeneratorfunction(function):
        wrapper = _yielded(function, chat)
    else:
        wrapper = _returned(function, chat)
    return cast("Callable[P, T]", wraps(function)(wrapper))


def _returned(function: Callable[..., Any], chat: Callable[[], Said]) -> Callable[..., Any]:
    def answer(*args: Any, **kwargs: Any) -> Any:
        with _asked(chat, args, kwargs) as said:
            result = function(*args, **kwargs)
            _answered(said, result)
        return result

    return answer


def _awaited(function: Callable[..., Any], chat: Callable[[], Said]) -> Callable[..., Any]:
    async def answer(*args: Any, **kwargs: Any) -> Any:
        with _asked(chat, args, kwargs) as said:
            result = await function(*args, **kwargs)
            _answered(said, result)
        return result

    return answer


def _yielded(function: Callable[..., Any], chat: Callable[[], Said]) -> Callable[..., Any]:
    def answer(*args: Any, **kwargs: Any) -> Generator[Any]:
        with _asked(chat, args, kwargs) as said, _Pieces(said) as pieces:
            for piece in function(*args, **kwargs):
                pieces.add(piece)
                yield piece

    return answer


def _async_yielded(function: Callable[..., Any], chat: Callable[[], Said]) -> Callable[..., Any]:
    async def answer(*args: Any, **kwargs: Any) -> AsyncGenerator[Any]:
        with _asked(chat, args, kwargs) as said, _Pieces(said) as pieces:
            async for piece in function(*args, **kwargs):
                pieces.add(piece)
                yield piece

    return answer


class _Pieces(AbstractContextManager["_Pieces"]):
    """What a generator has yielded; at the end, however that comes, it is the answer."""

    def __init__(self, said: Said) -> None:
        """Begin without any."""
        self._said = said
        self._pieces: list[str] = []

    def add(self, piece: object) -> None:
        """Take what was yielded."""
        self._pieces.append(_text(piece))

    def __exit__(self, *error: object) -> None:
        """Give the answer."""
        if self._pieces:
            self._said.assistant("".join(self._pieces))


def _asked(chat: Callable[[], Said], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Said:
    said = chat()
    texts = (value for value in (*args, *kwargs.values()) if isinstance(value, str))
    question = next(texts, None)
    if question is not None:
        said.user(question)
    return said


def _answered(said: Said, result: object) -> None:
    if result is not None:
        said.assistant(_text(result))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    try:
        return str(value)
    except Exception:  # noqa: BLE001  # logging never stops the program that logs
        return type(value).__name__
