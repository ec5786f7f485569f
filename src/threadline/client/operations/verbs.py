"""Methods made of calls: `get = Verb(calls.get_conversation)` takes what the function takes, and returns the answer.

One declaration gives the name, the types and the text of `help()` to both shells. What a method returns depends on who
sends: the answer, or something to await.
"""

import inspect
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from functools import wraps
from types import GenericAlias
from typing import Any, Generic, ParamSpec, Protocol, Self, TypeVar, get_args, overload

from threadline.client.call import Call
from threadline.client.operations.paging import Walk
from threadline.client.tables.downloads import AsyncDownload, Download

P = ParamSpec("P")
Q = ParamSpec("Q")
T = TypeVar("T")


class Sender(Protocol):
    """A shell that waits for the answer."""

    def send(self, call: Call[T], /) -> T:
        """Return the answer."""
        ...

    def download(self, call: Call[bytes], /) -> Download:
        """Return the answer as a file that comes in pieces."""
        ...

    def walk(self, walk: Walk[T], /) -> Generator[T]:
        """Yield the items of all answers."""
        ...


class AsyncSender(Protocol):
    """A shell whose answers are awaited."""

    def send(self, call: Call[T], /) -> Coroutine[Any, Any, T]:
        """Return the answer."""
        ...

    def download(self, call: Call[bytes], /) -> AsyncDownload:
        """Return the answer as a file that comes in pieces."""
        ...

    def walk(self, walk: Walk[T], /) -> AsyncGenerator[T]:
        """Yield the items of all answers."""
        ...


S_co = TypeVar("S_co", bound=Sender | AsyncSender, covariant=True)


class Noun(Generic[S_co]):
    """What the API has verbs for, together with the shell that sends them."""

    def __init__(self, client: S_co) -> None:
        """Keep the shell that sends."""
        self._client = client

    @property
    def client(self) -> S_co:
        """The shell that sends."""
        return self._client


class Method(Generic[P]):
    """A function that builds calls, to be a method of a noun."""

    def __init__(self, build: Callable[P, object], answer: object) -> None:
        """Take the function with its text, and what the method returns."""
        self._build = build
        self._signature = inspect.signature(build).replace(return_annotation=answer)
        self.__doc__ = build.__doc__

    def sent_by(self, send: Callable[[Any], object]) -> Callable[P, object]:
        """Return the method. Its signature is for `help()`."""

        @wraps(self._build)
        def method(*args: P.args, **kwargs: P.kwargs) -> object:
            return send(self._build(*args, **kwargs))

        method.__dict__["__signature__"] = self._signature
        return method


class Verb(Method[P], Generic[P, T]):
    """A method that returns the answer."""

    def __init__(self, build: Callable[P, Call[T]]) -> None:
        """Take the function that builds the call."""
        super().__init__(build, get_args(inspect.signature(build).return_annotation)[0])

    @overload
    def __get__(self, noun: None, owner: type) -> Self: ...
    @overload
    def __get__(self, noun: Noun[Sender], owner: type) -> Callable[P, T]: ...
    @overload
    def __get__(self, noun: Noun[AsyncSender], owner: type) -> Callable[P, Coroutine[Any, Any, T]]: ...
    def __get__(self, noun: Noun[Any] | None, owner: type) -> object:
        """Return the method of a noun."""
        return self if noun is None else self.sent_by(noun.client.send)


class Export(Method[P]):
    """A method that returns the answer as a download."""

    def __init__(self, build: Callable[P, Call[bytes]]) -> None:
        """Take the function that builds the call."""
        super().__init__(build, Download)

    @overload
    def __get__(self, noun: None, owner: type) -> Self: ...
    @overload
    def __get__(self, noun: Noun[Sender], owner: type) -> Callable[P, Download]: ...
    @overload
    def __get__(self, noun: Noun[AsyncSender], owner: type) -> Callable[P, AsyncDownload]: ...
    def __get__(self, noun: Noun[Any] | None, owner: type) -> object:
        """Return the method of a noun."""
        return self if noun is None else self.sent_by(noun.client.download)


class Iteration(Method[P], Generic[P, T]):
    """A method that yields items, call by call, as they are wanted."""

    def __init__(self, build: Callable[P, Walk[T]]) -> None:
        """Take the function that builds the walk."""
        item = get_args(inspect.signature(build).return_annotation)[0]
        super().__init__(build, GenericAlias(Generator, (item,)))

    @overload
    def __get__(self, noun: None, owner: type) -> Self: ...
    @overload
    def __get__(self, noun: Noun[Sender], owner: type) -> Callable[P, Generator[T]]: ...
    @overload
    def __get__(self, noun: Noun[AsyncSender], owner: type) -> Callable[P, AsyncGenerator[T]]: ...
    def __get__(self, noun: Noun[Any] | None, owner: type) -> object:
        """Return the method of a noun."""
        return self if noun is None else self.sent_by(noun.client.walk)


class Intake(Generic[P, Q, T]):
    """A method that takes many things and yields items; the asynchronous shell also takes what is awaited."""

    def __init__(self, build: Callable[P, Walk[T]], build_awaited: Callable[Q, Walk[T]]) -> None:
        """Take the functions that build the walk, for either shell."""
        self._plain = Iteration(build)
        self._awaited = Iteration(build_awaited)
        self.__doc__ = build.__doc__

    @overload
    def __get__(self, noun: None, owner: type) -> Self: ...
    @overload
    def __get__(self, noun: Noun[Sender], owner: type) -> Callable[P, Generator[T]]: ...
    @overload
    def __get__(self, noun: Noun[AsyncSender], owner: type) -> Callable[Q, AsyncGenerator[T]]: ...
    def __get__(self, noun: Noun[Any] | None, owner: type) -> object:
        """Return the method of a noun."""
        if noun is None:
            return self
        is_awaited = inspect.isasyncgenfunction(noun.client.walk)
        return (self._awaited if is_awaited else self._plain).__get__(noun, owner)
