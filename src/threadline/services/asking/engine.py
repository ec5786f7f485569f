"""What answers questions, put together once at start and handed to every service that asks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from threadline.analytics.clocks import Clocks
from threadline.query import ColumnPath
from threadline.services.asking.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from threadline.analytics.interrupts import Interrupt
    from threadline.analytics.projection import Parameters, Projection
    from threadline.query import Columns, Limits, Statement, Zones
    from threadline.records.search.index import SearchIndex
    from threadline.records.session import Session
    from threadline.services.catching_up import CatchingUp


@dataclass(frozen=True, slots=True)
class Engine:
    """What answers questions: the projection, the bridge that keeps it current, and the text index."""

    projection: Projection
    catching_up: CatchingUp
    search: SearchIndex
    reader: Callable[[], Session]
    limits: Limits
    now: Callable[[], int]
    """The clock, in milliseconds since 1970 UTC."""

    seconds: Callable[[], float]
    """A clock that only goes forward, to measure with."""

    clocks: Clocks = field(default_factory=Clocks)
    """What is known of time zones."""

    kept: Kept = field(default_factory=Kept)
    """What searches found lately."""

    interrupt: Interrupt | None = None
    """What the statements of one request are stopped by; None when nobody waits for them."""

    def on(self, interrupt: Interrupt) -> Engine:
        """Return the engine for one request, whose statements an interrupt can end."""
        return replace(self, interrupt=interrupt)

    def mend(self) -> bool:
        """Open followers anew that cannot be used, where no thread does so; return whether there was need.

        Raises:
            ServiceError: one cannot be opened yet.
        """
        is_needed = bool(self.projection.standing.trouble or self.search.trouble)
        self.catching_up.mend()
        self.search.mend()
        return is_needed

    @property
    def zones(self) -> Zones:
        """The names of time zones that queries may say."""
        return self.projection.zones

    def run(self, text: str, parameters: Parameters) -> list[tuple[object, ...]]:
        """Return all rows of a statement over the projection.

        Raises:
            TimeLimitError: the statements of the request took too long.
            MemoryLimitError: the statement needs more memory than there is.
        """
        return self.projection.run(text, parameters, interrupt=self.interrupt)

    def columns(self, *tables: str) -> Columns:
        """Return the promoted columns of some tables: what queries ask for again and again is read from one."""
        return {
            ColumnPath(table, *place): name
            for table in tables
            for place, name in self.projection.promoted_columns(table).items()
        }

    def note(self, paths: Iterable[ColumnPath], columns: Columns) -> None:
        """Note which paths a statement reads. Upkeep gives columns to those without: no query waits for one."""
        wanted: dict[str, list[tuple[str, str]]] = {}
        used: dict[str, list[tuple[str, str]]] = {}
        for path in sorted(paths):
            (used if path in columns else wanted).setdefault(path.table, []).append(
                (path.column, path.pointer)
            )
        for table in dict.fromkeys((*wanted, *used)):
            self.projection.promoted[table].note(wanted=wanted.get(table, ()), used=used.get(table, ()))

    def number(self, statement: Statement) -> int:
        """Return the one integer of a statement that counts.

        Raises:
            TimeLimitError: as `run`.
            MemoryLimitError: as `run`.
        """
        return int(str(self.run(statement.text, statement.parameters)[0][0]))
