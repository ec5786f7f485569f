"""Overwriting what deleted rows leave behind, place by place; `records.erasing` has the list of places.

Beside a server it goes in steps: the log and the free room of the records and the lists of the text index soon; the
projection, and a small file of records, as a whole and together with what is deleted in the next minutes. A large file
of records waits for the end of the server, when nobody asks. Each place is done only when it has nothing left of all
that was deleted so far; a stop in between leaves it for the next time.
"""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from threadline.analytics import faults
from threadline.analytics.inspecting import EngineError
from threadline.analytics.opening import rewrite, rewrite_open
from threadline.errors import ServiceError, StoppedError
from threadline.positions import NEVER, Position
from threadline.records import connection
from threadline.records.tables import erasing
from threadline.records.tables.erasing import Place
from threadline.services.catching_up import BY_TABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from threadline.records.connection import Connection
    from threadline.records.store import Records
    from threadline.services.asking.engine import Engine

QUIET_MILLISECONDS = 3_000
"""How long nothing more is deleted before a place is seen to: many deletions are erased together."""

MOST_WAIT_MILLISECONDS = 60_000
"""After so long a place is seen to though deleting goes on."""

REWRITING_QUIET_MILLISECONDS = 60_000
"""How long nothing more is deleted before a file is written anew as a whole."""

REWRITING_MOST_MILLISECONDS = 15 * 60_000
"""After so long it is though deleting goes on."""

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

_OF_FILES = (EngineError, faults.UnusableError, OSError)
"""What goes wrong with a copy: the file stays as it is."""

_log = logging.getLogger("threadline.erasing")


@dataclass(slots=True)
class Pause:
    """Waits for a pause in deleting."""

    quiet_milliseconds: int
    most_milliseconds: int
    """After so long it waits no more."""

    _first_at: int = 0
    """When the oldest deletion that waits was noticed; 0 when none does."""

    _newest: Position = NEVER
    _newest_at: int = 0

    def is_over(self, seqs: Iterable[Position], now: int) -> bool:
        """Tell whether it is time to erase what was deleted by changes of these numbers."""
        newest = max(seqs, default=None)
        if newest is None:
            self.begin()
            return False
        self._first_at = self._first_at or now
        if newest != self._newest:
            self._newest, self._newest_at = newest, now
        return (
            now - self._newest_at >= self.quiet_milliseconds or now - self._first_at >= self.most_milliseconds
        )

    def begin(self) -> None:
        """Wait anew."""
        self._first_at, self._newest = 0, NEVER


@dataclass(slots=True)
class Erasing:
    """What is to be erased in one open data folder. For one thread at a time."""

    records: Records
    engine: Engine
    now: Callable[[], int]
    _soon: Pause = field(default_factory=lambda: Pause(QUIET_MILLISECONDS, MOST_WAIT_MILLISECONDS))
    _later: Pause = field(
        default_factory=lambda: Pause(REWRITING_QUIET_MILLISECONDS, REWRITING_MOST_MILLISECONDS)
    )
    _merging: Iterator[None] | None = None
    _merging_until: Position = NEVER
    _failure: str = ""
    _work: dict[Place, Callable[[Position], bool]] = field(default_factory=dict)
    _whole: dict[Place, Callable[[Position], bool]] = field(default_factory=dict)
    """Places that are written anew as a whole."""

    def __post_init__(self) -> None:
        self._work = {Place.INDEX: self._merge, Place.ROOM: self._give_back}
        self._whole = {Place.PAGES: self._rewrite_small, Place.PROJECTION: self._rewrite_projection}

    def step(self) -> None:
        """Do the next steps of what is due, when deleting pauses."""
        try:
            self._step(erasing.due(self.records.reader))
        except (*connection.OBSTACLES, *_OF_FILES, ServiceError) as error:
            if str(error) != self._failure:
                _log.warning("What was deleted is not erased everywhere yet, and is tried again: %s", error)
            self._failure = str(error)

    def _step(self, due: dict[Place, Position]) -> None:
        now = self.now()
        if self._soon.is_over((seq for place, seq in due.items() if place not in self._whole), now):
            self._do(self._work, due)
            # Last, because the others write to the log.
            if Place.LOG in due and self._begin_log_anew():
                self._done(Place.LOG, due[Place.LOG])
        if self._later.is_over((seq for place, seq in due.items() if place in self._whole), now):
            # What is deleted meanwhile waits as long as this did: a file is not written anew again and again.
            self._later.begin()
            if self._do(self._whole, due):
                self._begin_log_anew()

    def _do(self, work: dict[Place, Callable[[Position], bool]], due: dict[Place, Position]) -> bool:
        """Erase places, and tell whether one is done."""
        done = [place for place, erase in work.items() if place in due and erase(due[place])]
        for place in done:
            self._done(place, due[place])
        return bool(done)

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

    def _finish(self, due: dict[Place, Position]) -> None:
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

    def _done(self, place: Place, seq: Position) -> None:
        self.records.writer.write(lambda writing: erasing.done(writing, place, seq))

    def _merge(self, seq: Position) -> bool:
        if self._merging is None:
            self._merging, self._merging_until = (
                self.engine.search.forget_deleted(self.records.reader),
                seq,
            )
        ended = len(list(islice(self._merging, _STEPS))) < _STEPS
        if ended:
            self._merging = None
        return ended and self._merging_until >= seq

    def _give_back(self, _seq: Position) -> bool:
        for _ in range(_STEPS):
            left = self.records.writer.write(_give_back)
            if left in (0, None):
                return True
        return False

    def _rewrite_small(self, _seq: Position) -> bool:
        return self._rewrite(most_bytes=_REWRITTEN_LIVE_BYTES)

    def _rewrite_projection(self, seq: Position) -> bool:
        catching_up = self.engine.catching_up
        for table in BY_TABLE:
            catching_up.follow(table)
        with self.engine.projection.reshaping:
            is_done = rewrite_open(self.engine.projection, at_least=seq, held=catching_up.held())
        for table in BY_TABLE:
            catching_up.follow(table)
        return is_done

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
