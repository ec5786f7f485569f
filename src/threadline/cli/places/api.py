"""The API as commands ask it, at a server or in this process: answers are documents, as they came."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, cast

import msgspec

from threadline.client.call import Call, Effect
from threadline.client.operations import calls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from threadline.catalog.names import ViewName
    from threadline.client.sync import Threadline

Kind = Literal["conversation", "event", "feedback"]

_PATHS: Mapping[Kind, str] = {"conversation": "/conversations", "event": "/events", "feedback": "/feedback"}
_decode: Callable[[bytes], Any] = msgspec.json.Decoder().decode


@dataclass(frozen=True, slots=True)
class Api:
    """The API of one project."""

    client: Threadline
    nameless: Effect = "keyed write"
    """What it is to write a row without an id; a `write` in this process, where no answer gets lost."""

    def send(self, call: Call[Any]) -> Any:
        """Return the answer to a call, as it came."""
        return self.client.send(replace(call, decode=_decode))

    def ask(self, path: str, body: Mapping[str, Any]) -> Any:
        """Return the answer to a body that asks, as it was typed."""
        return self._post(path, msgspec.json.encode(body))

    def query(self, view: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer to a query body."""
        answer: dict[str, Any] = self.ask(f"/query/{view}", body)
        return answer

    def csv(self, view: str, body: Mapping[str, Any], *, excel: bool) -> Iterator[bytes]:
        """Return all rows of a query body as CSV, in pieces; such that spreadsheets show it with `excel`."""
        call = calls.export_view(cast("ViewName", view), {}, {"excel": excel})
        return self.client.stream(replace(call, body=msgspec.json.encode(body)))

    def log(self, kind: Kind, content: bytes, *, has_id: bool) -> Any:
        """Store one conversation, event or vote, and return it.

        Args:
            kind: what it is.
            content: the body, as it was given.
            has_id: whether the body names its row, so that the same again is the same row.
        """
        return self._post(_PATHS[kind], content, "write" if has_id else self.nameless)

    def _post(self, path: str, content: bytes, effect: Effect = "read") -> Any:
        return self.client.send(Call(method="POST", path=path, body=content, decode=_decode, effect=effect))
