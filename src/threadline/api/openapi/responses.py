"""The refusals as the document has them: one response per status, each with the code that is fixed for it."""

from __future__ import annotations

from http import HTTPStatus

from threadline.api.openapi.tidy import Schema, ref
from threadline.services.asking.exports import MOST_COLUMNS
from threadline.serving.problems import CODES, MEDIA_TYPE

_HEADERS: dict[HTTPStatus, dict[str, Schema]] = {
    HTTPStatus.UNAUTHORIZED: {
        "WWW-Authenticate": {"description": "`Bearer`.", "schema": {"type": "string"}},
    },
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: {
        "Accept-Encoding": {
            "description": "How a body may be packed.",
            "schema": {"type": "string"},
        },
    },
    HTTPStatus.SERVICE_UNAVAILABLE: {
        "Retry-After": {"description": "Seconds after which to try again.", "schema": {"type": "integer"}},
    },
}
REQUEST_ID: Schema = {"$ref": "#/components/headers/RequestId"}
REQUEST_ID_HEADER: Schema = {
    "description": "Id of the request, as the log of the server has it; your own when you send one.",
    "schema": {"type": "string"},
}
OTHER_KEYS: Schema = {
    "description": (
        "How many keys share the columns `otherProperties` and `otherUserProperties` of a CSV file, because more than"
        f" {MOST_COLUMNS:,} keys were found. Absent when every key has a column."
    ),
    "schema": {"type": "integer"},
}
IGNORED: Schema = {
    "description": (
        "What the body had and is not kept, as JSON Pointers with commas between them; `*` stands for any item of a"
        " list, and characters that a header cannot have are percent-encoded. Absent when all is kept."
    ),
    "schema": {"type": "string"},
}

REFUSALS: dict[HTTPStatus, tuple[str, str]] = {
    HTTPStatus.BAD_REQUEST: (
        "BadRequest",
        "The body or a parameter has the wrong shape, or a value outside its enum.",
    ),
    HTTPStatus.UNAUTHORIZED: ("Unauthorized", "There is no key, or nobody issued it, or it is revoked."),
    HTTPStatus.FORBIDDEN: ("Forbidden", "The key may not do this, or names another project."),
    HTTPStatus.NOT_FOUND: ("NotFound", "There is no such thing in the project of the key."),
    HTTPStatus.CONFLICT: ("Conflict", "The `Idempotency-Key` was used for another body."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "PayloadTooLarge",
        "The body is over the limit, 2 MB unless set otherwise.",
    ),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: (
        "UnsupportedMediaType",
        "The body is packed (`Content-Encoding`) in another way than `gzip` or `zstd`.",
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY: (
        "UnprocessableEntity",
        "The request is well-formed, and cannot be carried out.",
    ),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        "HeadersTooLarge",
        "Address and headers are over the limit.",
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "InternalServerError",
        "A defect of the server; its log has it.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "ServiceUnavailable",
        "The server is busy, or the work took too long. Try again.",
    ),
}
"""Name and sentence of the response of each status."""


def refusal_refs(statuses: tuple[HTTPStatus, ...]) -> dict[str, Schema]:
    """Return the responses of an operation that refuses with these statuses."""
    return {
        str(int(status)): {"$ref": f"#/components/responses/{REFUSALS[status][0]}"}
        for status in sorted(statuses)
    }


def refusal_components() -> dict[str, Schema]:
    """Return the shared response of each status."""
    return {name: _refusal(status, sentence) for status, (name, sentence) in REFUSALS.items()}


def _refusal(status: HTTPStatus, sentence: str) -> Schema:
    # Generators of clients merge an enum with the type beside it, and give up at a bare `const`.
    code = {"type": "string", "enum": [CODES[status]]}
    fixed = {"status": {"type": "integer", "enum": [int(status)]}, "code": code}
    legacy = {"type": "object", "properties": {"code": code}}
    schema = {"allOf": [ref("Problem"), {"type": "object", "properties": {**fixed, "error": legacy}}]}
    return {
        "description": sentence,
        "headers": {"X-Request-ID": REQUEST_ID, **_HEADERS.get(status, {})},
        "content": {MEDIA_TYPE: {"schema": schema}},
    }
