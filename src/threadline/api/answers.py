"""Answers that more than one route gives: JSON, and files in the format that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec
from starlette.responses import Response, StreamingResponse

from threadline.services.asking.written import IN_MEMORY_BYTES
from threadline.serving.headers import NOTHING_LOADED
from threadline.wire.base import IGNORED_HEADER
from threadline.wire.conversations import Deleted

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Sequence

    from starlette.types import Receive, Scope, Send

    from threadline.services.asking.written import Written


_PLAIN = "/*~!$'()+:@[]"
"""Characters of a place that stand in a header as they are; others are percent-encoded."""


class _Pieces(StreamingResponse):
    """Pieces of a file. Whether all are sent or the client hangs up, what makes them lets go in the end.

    Otherwise a cursor and its memory, or a temporary file, stay until the garbage collector comes by, which on a
    server at rest it does not.
    """

    def __init__(
        self, pieces: Generator[bytes], media_type: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(pieces, media_type=media_type, headers=headers)
        self._pieces = pieces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._pieces.close()


def json(content: bytes) -> Response:
    """Return JSON that is written already. Status 200: to clients of the contract any other success is an error."""
    return Response(content, media_type="application/json")


def logged(content: bytes, ignored: Sequence[str]) -> Response:
    """Return what a log call has stored, and name the members of its body that are not kept."""
    return naming(json(content), ignored)


def naming(answer: Response, ignored: Sequence[str]) -> Response:
    """Return the answer to a log call with the names of the members of its body that are not kept."""
    if ignored:
        answer.headers[IGNORED_HEADER] = ", ".join(quote(place, safe=_PLAIN) for place in ignored)
    return answer


def streamed(pieces: AsyncGenerator[bytes]) -> Response:
    """Return JSON that is too long to be held, in pieces."""
    return StreamingResponse(pieces, media_type="application/json")


def written(answer: Written) -> Response:
    """Return an answer of many rows; a long one in pieces, as the client takes them."""
    if answer.size <= IN_MEMORY_BYTES:
        return json(answer.whole())
    return _Pieces(answer.pieces(), "application/json", {"Content-Length": str(answer.size)})


def deleted(kind: str, id: str) -> Response:
    """Return that something is gone."""
    return json(msgspec.json.encode(Deleted(success=True, message=f"The {kind} {id} is deleted.")))


def file(pieces: Generator[bytes], format_: Format, name: str) -> Response:
    """Return rows as a file, in pieces."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{format_.ending}"', "Vary": "Accept"}
    return _Pieces(pieces, format_.content_type, headers)


def ndjson(pieces: Generator[bytes]) -> Response:
    """Return one JSON value a line, in pieces."""
    return _Pieces(pieces, NDJSON.content_type)


def html(page: str) -> Response:
    """Return a page that loads nothing from anywhere."""
    policy = f"{NOTHING_LOADED}; style-src 'unsafe-inline'"
    return Response(page, media_type="text/html", headers={"Content-Security-Policy": policy})


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file."""

    media_type: str
    content_type: str
    """The media type with its parameters."""

    ending: str


CSV = Format("text/csv", "text/csv; charset=utf-8", "csv")
NDJSON = Format("application/x-ndjson", "application/x-ndjson", "ndjson")
PARQUET = Format("application/vnd.apache.parquet", "application/vnd.apache.parquet", "parquet")
FORMATS = (CSV, NDJSON, PARQUET)
"""The first that a caller likes best is sent."""


def named(ending: str) -> Format:
    """Return the format of files with an ending."""
    return next(each for each in FORMATS if each.ending == ending)


def asked_for(accept: str) -> Format:
    """Return the format that a caller likes best; CSV when none is named, as the contract has it.

    >>> asked_for("application/json, application/x-ndjson;q=0.5").ending
    'ndjson'
    >>> asked_for("application/x-ndjson;q=0.5, */*").ending
    'csv'
    """
    weights: dict[str, float] = {}
    for part in accept.split(","):
        name, weight = _weighed(part)
        weights[name] = max(weight, weights.get(name, 0.0))
    return max(FORMATS, key=lambda each: _liking(each.media_type, weights))


def _liking(media_type: str, weights: dict[str, float]) -> float:
    """Return the weight of the most particular range that a type is in."""
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((weights[each] for each in ranges if each in weights), 0.0)


def _weighed(part: str) -> tuple[str, float]:
    """Return a range and its weight; one that cannot be read weighs nothing."""
    name, *parameters = (each.strip().lower() for each in part.split(";"))
    text = next((each.removeprefix("q=") for each in parameters if each.startswith("q=")), "1")
    try:
        weight = float(text)
    except ValueError:
        weight = 0.0
    return name, weight if 0 <= weight <= 1 else 0.0
