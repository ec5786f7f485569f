"""The answers that routes give: JSON that services wrote, files in pieces, pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from starlette.responses import Response, StreamingResponse

from threadline.api.formats import NDJSON
from threadline.wire.conversations import Deleted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from threadline.api.formats import Format

_PIECE_BYTES = 1 << 16


def json(content: bytes) -> Response:
    """Return JSON that is written already. Status 200: to clients of the contract any other success is an error."""
    return Response(content, media_type="application/json")


def deleted(kind: str, id: str) -> Response:
    """Return that something is gone."""
    return json(msgspec.json.encode(Deleted(success=True, message=f"The {kind} {id} is deleted.")))


def file(pieces: Iterator[bytes], format_: Format, name: str) -> Response:
    """Return rows as a file, in pieces."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{format_.ending}"', "Vary": "Accept"}
    return StreamingResponse(pieces, media_type=format_.content_type, headers=headers)


def ndjson(pieces: Iterator[bytes]) -> Response:
    """Return one JSON value a line, in pieces."""
    return StreamingResponse(pieces, media_type=NDJSON.content_type)


def pieces_of(content: IO[bytes]) -> Iterator[bytes]:
    """Yield what an open file holds, from where it stands, and close it."""
    with content:
        while piece := content.read(_PIECE_BYTES):
            yield piece


def html(page: str) -> Response:
    """Return a page that loads nothing from anywhere."""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return Response(page, media_type="text/html", headers={"Content-Security-Policy": policy})
