"""Which error of the SDK an answer without success stands for."""

from collections.abc import Mapping
from http import HTTPStatus

import msgspec

from threadline.client.errors import (
    BadRequestError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    ProblemError,
    ServerError,
    UnauthorizedError,
    UnavailableError,
    UnprocessableError,
)
from threadline.client.problems import Problem
from threadline.http.retry_after import retry_after_seconds

_DETAIL_CHARACTERS = 500


_BY_STATUS: dict[int, type[ProblemError]] = {
    HTTPStatus.BAD_REQUEST: BadRequestError,
    HTTPStatus.UNAUTHORIZED: UnauthorizedError,
    HTTPStatus.FORBIDDEN: ForbiddenError,
    HTTPStatus.NOT_FOUND: NotFoundError,
    HTTPStatus.REQUEST_TIMEOUT: UnavailableError,
    HTTPStatus.CONFLICT: ConflictError,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: BadRequestError,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: BadRequestError,
    HTTPStatus.UNPROCESSABLE_ENTITY: UnprocessableError,
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: BadRequestError,
    HTTPStatus.TOO_MANY_REQUESTS: UnavailableError,
    HTTPStatus.BAD_GATEWAY: UnavailableError,
    HTTPStatus.SERVICE_UNAVAILABLE: UnavailableError,
    HTTPStatus.GATEWAY_TIMEOUT: UnavailableError,
}


def problem_error(status: int, content: bytes, headers: Mapping[str, str]) -> ProblemError:
    """Return the error that an answer without success stands for, whatever its body is."""
    otherwise = ServerError if status >= HTTPStatus.INTERNAL_SERVER_ERROR else ProblemError
    kind = _BY_STATUS.get(status, otherwise)
    return kind(_problem(status, content, headers), retry_after_seconds(headers))


def _problem(status: int, content: bytes, headers: Mapping[str, str]) -> Problem:
    """Read a problem document, and fill in what it lacks; proxies answer pages of their own."""
    try:
        problem = msgspec.json.decode(content, type=Problem)
    except msgspec.DecodeError:
        problem = Problem()
    text = content[:_DETAIL_CHARACTERS].decode(errors="replace").strip()
    return msgspec.structs.replace(
        problem,
        status=status,
        title=problem.title or _phrase(status),
        detail=problem.detail or text or "The answer has no body.",
        request_id=problem.request_id or headers.get("x-request-id"),
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown status"
