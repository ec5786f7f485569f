"""The answers that routes give: JSON that services wrote, CSV in pieces, pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from starlette.responses import Response, StreamingResponse

from threadline.wire.conversations import Deleted

if TYPE_CHECKING:
    from collections.abc import Iterator


def json(content: bytes) -> Response:
    """Return JSON that is written already. Status 200: to clients of the contract any other success is an error."""
    return Response(content, media_type="application/json")


def deleted(kind: str, id: str) -> Response:
    """Return that something is gone."""
    return json(msgspec.json.encode(Deleted(success=True, message=f"The {kind} {id} is deleted.")))


def csv(pieces: Iterator[bytes], name: str) -> Response:
    """Return a CSV file in pieces."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(pieces, media_type="text/csv; charset=utf-8", headers=headers)


def html(page: str) -> Response:
    """Return a page that loads nothing from anywhere."""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return Response(page, media_type="text/html", headers={"Content-Security-Policy": policy})
