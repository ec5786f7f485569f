"""One request as a value, and how to read its answer. Not here: sending it (`sync`, `asynchronous`, `sending`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import Generic, Literal, TypeVar

import msgspec

from threadline.client.bodies.altered import warn_of_ignored
from threadline.client.errors import AnswerError
from threadline.client.refusals import problem_error

T = TypeVar("T")

Effect = Literal["read", "write", "keyed write"]
"""What a call does. A `write` names its row, so sending it twice stores it once; a `keyed write` makes a row and
needs an idempotency key for that. Hence every call may be sent again when its answer got lost."""

NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[T]):
    """One request, and the type of its answer."""

    method: Literal["GET", "POST", "DELETE"]
    path: str
    """Percent-encoded, below the base URL."""

    decode: Callable[[bytes], T]
    """Reads the body of an answer with success."""

    parameters: tuple[tuple[str, str], ...] = ()
    """Of the query string."""

    body: bytes | None = None
    """JSON, unless `content_type` says otherwise."""

    effect: Effect = "read"
    accept: str = "application/json"
    content_type: str = "application/json"

    def read(self, status: int, content: bytes, headers: Mapping[str, str] = NO_HEADERS) -> T:
        """Return the answer, or raise the problem that it carries.

        Raises:
            ProblemError: the status is not one of success.
            AnswerError: the body is not what the API promises.
        """
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            raise problem_error(status, content, headers)
        warn_of_ignored(headers)
        try:
            return self.decode(content)
        except msgspec.DecodeError as error:
            raise AnswerError(f"The answer to {self.method} {self.path} cannot be read: {error}") from error
