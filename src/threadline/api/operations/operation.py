"""What an operation is: the one declaration that routing, rights, OpenAPI and the docs page follow from."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.responses import Response

    from threadline.api.context import RequestContext

STATUS = HTTPStatus
ALWAYS = (
    STATUS.BAD_REQUEST,
    STATUS.UNAUTHORIZED,
    STATUS.FORBIDDEN,
    STATUS.UNPROCESSABLE_ENTITY,
    STATUS.INTERNAL_SERVER_ERROR,
)
FOUND = (*ALWAYS, STATUS.NOT_FOUND)
READS = (
    *ALWAYS,
    STATUS.REQUEST_ENTITY_TOO_LARGE,
    STATUS.UNSUPPORTED_MEDIA_TYPE,
    STATUS.SERVICE_UNAVAILABLE,
)
WRITES = (*READS, STATUS.CONFLICT)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the path or of the query string."""

    name: str
    where: Literal["path", "query"]
    schema: dict[str, object]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation."""

    method: Literal["GET", "POST", "DELETE"]
    path: str
    id: str
    tag: str
    summary: str
    sentence: str
    handle: Callable[[RequestContext], Awaitable[Response]]
    body: object = None
    """The type of the body, or of a line of it; none for operations without one."""

    answer: object = None
    """The type of the answer, or of a line of it; none for files."""

    parameters: tuple[Parameter, ...] = ()
    problems: tuple[HTTPStatus, ...] = ALWAYS
    keys: Literal["api", "any"] = "api"
    """`any` where a write-only key may call."""

    is_legacy: bool = False
    is_extension: bool = False
    """Whether the vendor's contract knows nothing of it."""

    lines: Literal["none", "both"] = "none"
    """`both` where body and answer are NDJSON, one JSON value a line; the handler reads such a body as it comes in."""
