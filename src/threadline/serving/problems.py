"""The only table of statuses, and the body of every refusal. Contract: section 2.4; RFC 9457."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

import msgspec
from starlette.responses import Response

from threadline.errors import (
    ConflictError,
    ForbiddenError,
    InvalidRequestError,
    MalformedError,
    NotFoundError,
    ServiceError,
    TooLargeError,
    UnauthenticatedError,
    UnavailableError,
    UnsupportedEncodingError,
    shorten,
)
from threadline.wire.base import UNSET
from threadline.wire.bulk import LineProblem
from threadline.wire.problems import Fault, LegacyError, Problem

MEDIA_TYPE = "application/problem+json"

STATUSES: dict[type[ServiceError], HTTPStatus] = {
    UnauthenticatedError: HTTPStatus.UNAUTHORIZED,
    ForbiddenError: HTTPStatus.FORBIDDEN,
    NotFoundError: HTTPStatus.NOT_FOUND,
    ConflictError: HTTPStatus.CONFLICT,
    MalformedError: HTTPStatus.BAD_REQUEST,
    InvalidRequestError: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    UnsupportedEncodingError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
}

CODES: dict[HTTPStatus, str] = {
    HTTPStatus.BAD_REQUEST: "bad_request",
    HTTPStatus.UNAUTHORIZED: "unauthorized",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.REQUEST_TIMEOUT: "request_timeout",
    HTTPStatus.CONFLICT: "conflict",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "payload_too_large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
    HTTPStatus.UNPROCESSABLE_ENTITY: "unprocessable_entity",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "headers_too_large",
    HTTPStatus.INTERNAL_SERVER_ERROR: "internal_server_error",
    HTTPStatus.SERVICE_UNAVAILABLE: "unavailable",
}

_LEGACY_MESSAGE_CHARACTERS = 100
_RETRY_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a refusal happened."""

    request_id: str
    instance: str
    """The request's path."""


def status_of(error: ServiceError) -> HTTPStatus:
    """Return the status of a refusal: that of the most particular of its kinds that has one.

    A refusal of no such kind lies around the server and not in the request, such as a file that cannot be opened.
    """
    found = (STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    return next(found, HTTPStatus.SERVICE_UNAVAILABLE)


def response_of(error: ServiceError, where: Occurrence) -> Response:
    """Return the answer that tells a refusal."""
    faults = [Fault(pointer=each.pointer, message=each.message) for each in error.violations]
    response = problem(status_of(error), error.detail, where, faults=faults)
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        seconds = error.retry_after_seconds if isinstance(error, UnavailableError) else _RETRY_SECONDS
        response.headers["Retry-After"] = str(seconds)
    if isinstance(error, UnsupportedEncodingError):
        response.headers["Accept-Encoding"] = error.accepted
    if isinstance(error, UnauthenticatedError):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def line_problem(error: ServiceError) -> LineProblem:
    """Return the part of an answer that tells the refusal of one line."""
    status = status_of(error)
    faults = [Fault(pointer=each.pointer, message=each.message) for each in error.violations]
    return LineProblem(
        status=int(status), code=CODES[status], detail=error.detail, violations=faults or UNSET
    )


def problem(
    status: HTTPStatus, detail: str, where: Occurrence, *, faults: list[Fault] | None = None
) -> Response:
    """Return a problem with the code that is fixed for its status."""
    code = CODES[status]
    body = Problem(
        title=status.phrase if status is not HTTPStatus.REQUEST_ENTITY_TOO_LARGE else "Payload Too Large",
        status=int(status),
        detail=detail,
        instance=shorten(where.instance, 2000),
        request_id=where.request_id,
        code=code,
        error=LegacyError(code=code, message=shorten(detail, _LEGACY_MESSAGE_CHARACTERS)),
        violations=faults or UNSET,
    )
    return Response(msgspec.json.encode(body), status_code=int(status), media_type=MEDIA_TYPE)
