"""Overwriting what deleted rows leave behind, place by place; `records.erasing` has the list of places.

Beside a server it goes in steps: the log and the free room of the records, the lists of the text index, and a small
file of records as a whole. The rest waits for the end of the server, when nobody asks. Each place is done only
when it has nothing left of all that was deleted so far; a stop in between leaves it for the next time.
"""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from threadline.analytics import faults
from threadline.analytics.inspecting import EngineError
from threadline.analytics.opening import rewrite
from threadline.analytics.projection import NEVER
from threadline.errors import ServiceError, StoppedError
from threadline.records import connection, erasing
from threadline.records.erasing import Place
from threadline.services.catching_up import BY_TABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from threadline.records.connection import Connection
    from threadline.records.store import Records
    from threadline.services.asking.engine import Engine

QUIET_MILLISECONDS = 3_000
"""How long nothing more is deleted before a place is seen to: many deletions are erased together."""

MOST_WAIT_MILLISECONDS = 60_000
"""After so long a place is seen to though deleting goes on."""

_STEP_PAGES = 1_000
"""Free pages that are given back in one transaction, some ten milliseconds."""

_STEPS = 8
"""Steps of a place at a time: what waits for it waits for less than a second."""

_PATIENCE_MILLISECONDS = 200
"""How long writes wait for readers of the log to end."""

_REWRITTEN_LIVE_BYTES = 64 << 20
"""Up to so large a file of records is rewritten beside the server: writes wait a second at most."""

_REWRITTEN_BYTES = 4 << 30
"""Up to so large it is rewritten at the end of the server, in about a minute."""

_log = logging.getLogger("threadline.erasing")


@dataclass(slots=True)
class Erasing:
    """What is to be erased in one open data folder. For one thread at a time."""

    records: Records
    engine: Engine
    now: Callable[[], int]
    _first_at: int = 0
    """When the oldest deletion that waits was noticed; 0 when none does."""

    _newest: int = 0
    _newest_at: int = 0
    _merging: Iterator[None] | None = None
    _merging_until: int = 0
    _failure: str = ""
    _work: dict[Place, Callable[[int], bool]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._work = {Place.INDEX: self._merge, Place.ROOM: self._give_back, Place.PAGES: self._rewrite_small}

    def step(self) -> None:
        """Do the next steps of what is due, when deleting pauses."""
        try:
            self._step(erasing.due(self.records.reader))
        except (*connection.OBSTACLES, ServiceError) as error:
            if str(error) != self._failure:
                _log.warning("What was deleted is not erased everywhere yet, and is tried again: %s", error)
            self._failure = str(error)

    def _step(self, due: dict[Place, int]) -> None:
        if not self._is_time(due):
            return
        for place, work in self._work.items():
            if place in due and work(due[place]):
                self._done(place, due[place])
        # Last, because the others write to the log.
        if Place.LOG in due and self._begin_log_anew():
            self._done(Place.LOG, due[Place.LOG])

    def finish(self) -> None:
        """Do all that is due and possible while the folder is open. The projection has then taken in what is committed.

        What cannot be done now is left for the next time, and told in the log.
        """
        due = erasing.due(self.records.reader)
        if not due:
            return
        try:
            for table in BY_TABLE:
                if self.engine.projection.reached(table) != NEVER:
                    self.engine.catching_up.catch_up(table)
            self._finish(due)
        except (*connection.OBSTACLES, *faults.OBSTACLES, ServiceError, StoppedError) as error:
            _log.warning("What was deleted is not erased everywhere yet, and will be next time: %s", error)

    def _finish(self, due: dict[Place, int]) -> None:
        if Place.INDEX in due:
            self._merging = None
            for _ in self.engine.search.forget_deleted(self.records.reader):
                pass
            self.engine.search.rewrite()
            self._done(Place.INDEX, due[Place.INDEX])
        if Place.PAGES in due and self._rewrite(most_bytes=_REWRITTEN_BYTES):
            for place in (Place.ROOM, Place.PAGES):
                self._done(place, due[Place.PAGES])
        if self._begin_log_anew():
            self._done(Place.LOG, due[Place.PAGES] if Place.PAGES in due else max(due.values()))

    def _is_time(self, due: dict[Place, int]) -> bool:
        live = [seq for place, seq in due.items() if place is not Place.PROJECTION]
        if not live:
            self._first_at = 0
            return False
        now = self.now()
        self._first_at = self._first_at or now
        if max(live) != self._newest:
            self._newest, self._newest_at = max(live), now
        return now - self._newest_at >= QUIET_MILLISECONDS or now - self._first_at >= MOST_WAIT_MILLISECONDS

    def _done(self, place: Place, seq: int) -> None:
        self.records.writer.write(lambda writing: erasing.done(writing, place, seq))

    def _merge(self, seq: int) -> bool:
        if self._merging is None:
            self._merging, self._merging_until = (
                self.engine.search.forget_deleted(self.records.reader),
                seq,
            )
        ended = len(list(islice(self._merging, _STEPS))) < _STEPS
        if ended:
            self._merging = None
        return ended and self._merging_until >= seq

    def _give_back(self, _seq: int) -> bool:
        for _ in range(_STEPS):
            left = self.records.writer.write(_give_back)
            if left in (0, None):
                return True
        return False

    def _rewrite_small(self, _seq: int) -> bool:
        return self._rewrite(most_bytes=_REWRITTEN_LIVE_BYTES)

    def _rewrite(self, *, most_bytes: int) -> bool:
        path = self.records.path
        size = path.stat().st_size
        if size > most_bytes or shutil.disk_usage(path.parent).free < 3 * size:
            return False
        self.records.writer.run_alone(lambda writing: erasing.rewrite(writing, str(path.parent)))
        return True

    def _begin_log_anew(self) -> bool:
        return self.records.writer.run_alone(
            lambda writing: erasing.begin_log_anew(writing, patience_milliseconds=_PATIENCE_MILLISECONDS)
        )


def rewrite_projection(records: Records, path: Path) -> None:
    """Rewrite the closed file of the projection when rows were deleted from it."""
    seq = erasing.due(records.reader).get(Place.PROJECTION)
    if seq is None:
        return
    try:
        if rewrite(path, at_least=seq):
            records.writer.write(lambda writing: erasing.done(writing, Place.PROJECTION, seq))
            records.writer.run_alone(
                lambda writing: erasing.begin_log_anew(writing, patience_milliseconds=_PATIENCE_MILLISECONDS)
            )
    except (EngineError, OSError, ServiceError, *connection.OBSTACLES) as error:
        _log.warning("%s keeps bytes of deleted rows until the next stop: %s", path, error)


def _give_back(writing: Connection) -> int | None:
    """Give some free pages back and return how many are left; `None` when the file cannot become smaller so."""
    before = erasing.free_pages(writing)
    erasing.give_back(writing, _STEP_PAGES)
    left = erasing.free_pages(writing)
    return None if left == before else left
