"""Whether the open file of a projection can be used: what an error says of it, and what is told until it is mended.

A failed save, a damaged block or a disk that does not give back what was written leave an open database useless, though
its file may be well. Whoever meets that first marks it, and nobody asks it any more until it is opened anew.
"""

from __future__ import annotations

import logging
import time
import weakref
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import duckdb

from threadline.analytics import faults
from threadline.analytics.interrupts import MemoryLimitError
from threadline.errors import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

    from threadline.analytics.interrupts import Interrupt

    Parameters = Sequence[object] | Mapping[str, object]
    Cursor = duckdb.DuckDBPyConnection

T = TypeVar("T")

_log = logging.getLogger("threadline.analytics")

RETRY_SECONDS = 2
_OF_STATEMENTS = (duckdb.OutOfMemoryException, duckdb.InterruptException, duckdb.TransactionException)
"""What is raised for a statement, and says nothing of the file."""

_PATIENCE_SECONDS = 2.0
"""How long statements may take to notice that what they read is closed."""

_AGAIN_SECONDS = 0.02


@dataclass(slots=True)
class Standing:
    """The connection to an open file, and whether it is of use."""

    connection: duckdb.DuckDBPyConnection
    trouble: str = ""
    """Why it cannot be used; empty when it can."""

    is_doubted: bool = False
    """Whether the bytes of its file may be wrong: they are all to be read before it is used again."""

    _cursors: weakref.WeakSet[duckdb.DuckDBPyConnection] = field(default_factory=weakref.WeakSet)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a new cursor.

        Raises:
            UnavailableError: the file cannot be used just now.
        """
        self.require()
        cursor = self.connection.cursor()
        self._cursors.add(cursor)
        cursor.execute("USE projection")
        return cursor

    def require(self) -> None:
        """See that the file can be used.

        Raises:
            UnavailableError: it cannot just now.
        """
        if self.trouble:
            raise UnavailableError(
                f"The projection cannot be used just now ({self.trouble}), and is being made good."
                " Logging and reading work. Try again.",
                retry_after_seconds=RETRY_SECONDS,
            )

    @contextmanager
    def watched(self) -> Generator[None]:
        """Watch what is done with the file: an error that says that it is of no use marks it so.

        Raises:
            UnavailableError: the file cannot be used just now, or the disk refuses something.
        """
        before = self.connection
        try:
            yield
        except _OF_STATEMENTS:
            raise
        except duckdb.Error as error:
            if self.connection is before:
                self._judge(error)
            self.require()
            if faults.is_obstacle(error) or self.connection is not before:
                raise UnavailableError(
                    f"The disk refuses what this needs just now ({faults.why(error)}). Try again.",
                    retry_after_seconds=RETRY_SECONDS,
                ) from error
            raise

    def read(
        self,
        text: str,
        parameters: Parameters,
        take: Callable[[Cursor], T],
        *,
        interrupt: Interrupt | None = None,
    ) -> T:
        """Return what `take` makes of the rows of a statement. It may be called twice, and begins anew then.

        Args:
            text: the statement.
            parameters: what it binds.
            take: is given a cursor that has the rows.
            interrupt: what another thread stops it by.

        Raises:
            MemoryLimitError: it needs more memory than there is.
        """
        try:
            return self._taken(text, parameters, take, interrupt)
        except duckdb.OutOfMemoryException:
            _log.debug("A statement is tried again: memory was short, perhaps because of another one")
        try:
            return self._taken(text, parameters, take, interrupt)
        except duckdb.OutOfMemoryException as error:
            raise MemoryLimitError from error

    def _taken(
        self, text: str, parameters: Parameters, take: Callable[[Cursor], T], interrupt: Interrupt | None
    ) -> T:
        cursor = self.cursor()
        with self.watched(), interrupt.holding(cursor) if interrupt else nullcontext():
            return take(cursor.execute(text, parameters))

    def _judge(self, error: duckdb.Error) -> None:
        self.is_doubted = self.is_doubted or faults.is_doubt(error)
        if self.is_doubted or faults.is_beyond_reach(error) or not self._answers():
            self.trouble = self.trouble or faults.why(error)

    def _answers(self) -> bool:
        try:
            self.connection.cursor().execute("SELECT count(*) FROM projection.reached").fetchone()
        except duckdb.Error:
            return False
        return True

    def let_go(self) -> None:
        """Close the connection, and wait a moment until nobody reads through it any more."""
        with suppress(duckdb.Error):
            self.connection.close()
        until = time.monotonic() + _PATIENCE_SECONDS
        while self._interrupted() and time.monotonic() < until:
            time.sleep(_AGAIN_SECONDS)
        self._cursors.clear()

    def _interrupted(self) -> int:
        """Stop what still runs, and return how many cursors are held."""
        held = list(self._cursors)
        for cursor in held:
            with suppress(duckdb.Error):
                cursor.interrupt()
        return len(held)

    def adopt(self, other: Standing) -> None:
        """Go on with another connection."""
        self.connection, self.is_doubted = other.connection, False
        self.trouble = ""
