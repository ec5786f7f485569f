"""The reference page of refusals: every code with its status, what it means, what to do, and whether to try again."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from threadline.api.connections.bounds import Bounds
from threadline.api.openapi.meanings import meaning
from threadline.api.openapi.responses import REFUSALS
from threadline.api.operations.contract import OPERATIONS
from threadline.client.refusals import problem_error
from threadline.serving.problems import CODES, STATUSES
from threadline.settings import PREFIX, Settings
from threadline.wire.base import MOST_MEMBERS, MOST_MEMBERS_WITHIN
from threadline.wire.bulk import MOST_LINES
from threadline.wire.problems import Problem
from threadline.wire.queries import MOST_KEYS
from tools.query_reference import table

if TYPE_CHECKING:
    from collections.abc import Iterator

INTRODUCTION = """# Errors and limits

How the server refuses, what to do about it, and where its limits are. This page is generated from the code.

A refusal is your client's to mend: the same request gets the same answer again, so clients do not repeat it. Try again
only where the table says so. The server never answers 429, and what is permanent is never a 5xx.

"""

BODY = """
## Body

`application/problem+json` (RFC 9457). Programs look at `code`, which is fixed; `title` and `detail` are prose and may
change.

"""

EXAMPLE = """
```json
{
  "title": "Bad Request",
  "status": 400,
  "detail": "`typ` is not a field of conversations. Did you mean `type`? at `/select/0/field`",
  "instance": "/query/conversations",
  "requestId": "req_…",
  "code": "bad_request",
  "error": {"code": "bad_request", "message": "…"},
  "violations": [
    {"pointer": "/select/0/field", "message": "`typ` is not a field of conversations. Did you mean `type`?"}
  ]
}
```

A body with several faults is refused once, with all of them in `violations`.
"""


class Advice(NamedTuple):
    """What a caller does about a refusal."""

    do: str
    again: str


NO = "no"
ADVICE: dict[HTTPStatus, Advice] = {
    HTTPStatus.BAD_REQUEST: Advice(
        "Mend what `violations` names. Each has the place in the body, and often the nearest name that would work.",
        NO,
    ),
    HTTPStatus.UNAUTHORIZED: Advice(
        "Send `Authorization: Bearer KEY` with a key of this server. `threadline keys list` shows which there are.",
        NO,
    ),
    HTTPStatus.FORBIDDEN: Advice(
        "Use a key with the right, mostly one of type `api`; leave `projectId` out, or name the key's own project.",
        NO,
    ),
    HTTPStatus.NOT_FOUND: Advice(
        "Check the id, and the project of the key. To a write-only key, private conversations do not exist.",
        NO,
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: Advice("Use a method that the header `Allow` names.", NO),
    HTTPStatus.REQUEST_TIMEOUT: Advice(
        "Send the request in one go. The connection is closed.", "yes, on a new connection"
    ),
    HTTPStatus.CONFLICT: Advice(
        "Send the body that the `Idempotency-Key` was first used for, or a new key.", NO
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Advice(
        "Send less at once: shorter histories, smaller properties, lines of their own in a bulk request.", NO
    ),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: Advice(
        "Pack the body as the header `Accept-Encoding` of the answer says, or send it as it is.", NO
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY: Advice(
        "Mend what `violations` names: the body has the right shape, and asks for what cannot be.", NO
    ),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: Advice(
        "Send fewer or shorter headers, or a shorter address. The connection is closed.", NO
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: Advice(
        "Report it, with the `requestId`; the server's log has the cause under it.",
        "reads, and writes that have an id or an `Idempotency-Key`",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: Advice(
        "Wait for as long as `Retry-After` says. When a query took too long, `detail` says what to narrow.",
        "yes, after `Retry-After` seconds",
    ),
}
"""For every status that has a code."""

_WITHOUT_A_RESPONSE = {
    HTTPStatus.METHOD_NOT_ALLOWED: "The path has operations, and none with this method.",
    HTTPStatus.REQUEST_TIMEOUT: "The headers or the body of the request did not come to their end in time.",
}
_LIMITS = {
    "body_bytes": "Bytes of a body, and of a line of a bulk request; more is 413",
    "bulk_bytes": "Bytes of a bulk request; more is 413",
    "connections": "Connections at once; beyond, the one that waits longest for a request is closed, or 503",
    "address_connections": "Connections at once from one address other than loopback; likewise",
    "plain_rows": "Rows of an answer without groups; `total` tells how many there are",
    "grouped_rows": "Rows of an answer with groups",
    "groups": "Groups that a query may make, shown or not; more is 422",
    "query_seconds": "Seconds of a query; more is 503",
}
"""Settings that bound a request, and what happens beyond."""

_BOUNDS = Bounds(connections=0, address_connections=0)
_FIXED = (
    (
        MOST_MEMBERS,
        "Members of `properties` or `userProperties` that are logged, and characters of a name; more is 400",
    ),
    (MOST_MEMBERS_WITHIN, "Members of such an object with those of all objects inside it; more is 400"),
    (MOST_KEYS, "Keys that `POST /query/property-keys` answers at once; `offset` goes on"),
    (
        MOST_LINES,
        "Lines of a bulk request, blank ones included; those behind are not read, which the last result tells",
    ),
    (_BOUNDS.head_bytes, "Bytes of an address with its headers; more is 431"),
    (_BOUNDS.head_fields, "Headers of a request; more is 431"),
    (_BOUNDS.head_seconds, "Seconds from the first byte of a request to the end of its headers; more is 408"),
    (
        _BOUNDS.body_seconds,
        f"Seconds of a body of which less than {_BOUNDS.body_bytes_a_second:,} bytes a second come; more is 408",
    ),
)
"""Bounds that nobody sets."""


def page() -> str:
    """Return the text of the page."""
    return (
        INTRODUCTION.rstrip("\n")
        + "\n"
        + "".join(_overview())
        + BODY
        + "".join((*_members(), EXAMPLE, *_codes(), *_limits()))
    )


def sentence(status: HTTPStatus) -> str:
    """Return what a refusal with this status means."""
    return REFUSALS[status][1] if status in REFUSALS else _WITHOUT_A_RESPONSE[status]


def _overview() -> Iterator[str]:
    rows = (
        (f"[`{code}`](#{status.value}-{code})", str(status.value), sentence(status), ADVICE[status].again)
        for status, code in CODES.items()
    )
    yield table(("code", "status", "means", "try again?"), rows)


def _members() -> Iterator[str]:
    rows = ((f"`{wire}`", meaning("Problem", wire)) for wire in Problem.__struct_encode_fields__)
    yield table(("member", "means"), rows).removeprefix("\n")


def _codes() -> Iterator[str]:
    yield "\n## Codes\n"
    for status, code in CODES.items():
        kinds = [kind for kind, of in STATUSES.items() if of is status]
        yield f"\n### {status.value} {code}\n\n{sentence(status)}\n\n{ADVICE[status].do}\n\n"
        yield f"* Try again: {ADVICE[status].again}.\n"
        yield f"* In the SDK: [`{problem_error(status, b'', {}).__class__.__name__}`](sdk.md#errors).\n"
        if kinds and (answered := _operations(status)):
            yield f"* Answered by: {answered}.\n"


def _operations(status: HTTPStatus) -> str:
    """Return which operations refuse with a status, or an empty text when nearly all do."""
    named = [f"`{each.method} {each.path}`" for each in OPERATIONS if status in each.problems]
    few = len(OPERATIONS) // 2
    return ", ".join(named) if len(named) <= few else ""


def _limits() -> Iterator[str]:
    settings = Settings()
    yield ("\n## Limits\n\nThere are no rate limits. When many queries come at once, keys take turns.\n")
    rows = (
        (f"{getattr(settings, name):,.0f}", meant, f"[`{PREFIX}{name.upper()}`](settings.md)")
        for name, meant in _LIMITS.items()
    )
    fixed = ((f"{most:,.0f}", meant, "") for most, meant in _FIXED)
    yield table(("at most", "of what", "set by"), (*rows, *fixed))
    yield "\nBounds of a query's body are in [the query language](query-language.md#bounds).\n"
