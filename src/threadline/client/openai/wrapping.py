"""`log_openai`: the calls of a client are logged, and nothing else about it changes."""

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from operator import attrgetter
from typing import Any, Literal, TypeVar

from threadline.client.openai.looking import text
from threadline.client.openai.shield import Shield
from threadline.client.openai.streams import note
from threadline.client.openai.turn import Log, Turns

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
        shield = Shield(lambda: turns.begin(dialect, kwargs))
        try:
            answer = original(*args, **kwargs)
        except BaseException as error:
            shield.finish(error)
            raise
        if inspect.isawaitable(answer):
            return _awaited(answer, shield, raw=raw)
        return _noted(answer, shield, raw=raw)

    setattr(create, _MARK, True)
    return create


async def _awaited(coming: Any, shield: Shield, *, raw: str) -> Any:
    try:
        answer = await coming
    except BaseException as error:
        shield.finish(error)
        raise
    return _noted(answer, shield, raw=raw)


def _noted(answer: Any, shield: Shield, *, raw: str) -> Any:
    """Return an answer as it is, after a look at it."""
    # The package keeps what it parses: the caller gets the same object.
    said = answer.parse() if raw else answer
    if not note(said, shield):
        shield.take(said)
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
