"""Which conversations a filter lets through, as row numbers: what a search in their messages is narrowed by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.analytics.projection import Parameters


_DIGITS = bytes.maketrans(b"01", b"\0\1")


class Answering(Protocol):
    """What runs statements over the projection."""

    def run(self, text: str, parameters: Parameters) -> list[tuple[object, ...]]:
        """Return all rows of a statement."""
        ...


@dataclass(frozen=True, slots=True)
class Membership:
    """The conversations of a project that a filter lets through."""

    projection: Answering
    project_id: str
    where: str
    """A boolean expression over the table of conversations."""

    parameters: Sequence[object]

    def of(self, rids: Sequence[int]) -> list[int]:
        """Return which of some conversations are among them."""
        sql = f"SELECT rid {self._source} AND rid IN (SELECT unnest(?::BIGINT[]))"
        found = self.projection.run(sql, [*self._values, list(rids)])
        return [int(str(each[0])) for each in found]

    def flags(self, newest_rid: int) -> bytes:
        """Return a byte, 1 or 0, for every row number from 0 to the newest; nothing when there are none.

        One text from the database: a million rows would cost a second.
        """
        sql = f"SELECT bitstring_agg(rid, 0, ?)::VARCHAR {self._source} AND rid <= ?"
        found = self.projection.run(sql, [newest_rid, *self._values, newest_rid])
        return str(found[0][0] or "").encode().translate(_DIGITS)

    @property
    def _source(self) -> str:
        return f"FROM conversations WHERE project_id = ? AND ({self.where})"

    @property
    def _values(self) -> list[object]:
        return [self.project_id, *self.parameters]
