"""What the server does beside requests.

Followers catch up, paths that queries ask for get columns, the projection is saved, old notes are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from threadline.records import changes, memory, projects
from threadline.services.catching_up import BY_TABLE
from threadline.services.keeping.erasing import Erasing

if TYPE_CHECKING:
    from collections.abc import Callable

    from threadline.records.connection import Connection
    from threadline.records.store import Records
    from threadline.services.asking.engine import Engine

CHECKPOINT_CHANGES = 10_000
CHECKPOINT_MILLISECONDS = 5_000
IDEMPOTENCY_MILLISECONDS = 24 * 3_600_000
_NOTES_MILLISECONDS = 30_000


@dataclass(slots=True)
class Upkeep:
    """The work of one data folder; called again and again by one thread."""

    records: Records
    engine: Engine
    now: Callable[[], int]
    used_keys: dict[int, int]
    """Times of last use by key, taken out when they are written."""

    saved_at: int = 0
    noted_at: int = 0
    _erasing: Erasing = field(init=False)

    def __post_init__(self) -> None:
        self._erasing = Erasing(self.records, self.engine, self.now)

    def run_once(self) -> None:
        """Do what is due."""
        self.follow()
        self.keep()

    def follow(self) -> None:
        """Make followers usable that are not, and bring them up to the newest change: then questions are answered.

        Raises:
            ServiceError: a follower cannot be used yet.
        """
        try:
            self.engine.catching_up.mend()
            for table in BY_TABLE:
                self.engine.catching_up.follow(table)
        finally:
            self.engine.search.mend()
            self.engine.search.catch_up(self.records.reader)

    def keep(self) -> None:
        """Do what makes questions quick and starts short; answers are as right without."""
        for table in BY_TABLE:
            self.engine.projection.promote_wished(table)
            self.engine.projection.promote_frequent(table)
        now = self.now()
        unsaved = self.engine.projection.changes_since_checkpoint
        if unsaved >= CHECKPOINT_CHANGES or (unsaved and now - self.saved_at >= CHECKPOINT_MILLISECONDS):
            self.save()
        if now - self.noted_at >= _NOTES_MILLISECONDS:
            self.note()
        self._erasing.step()

    def save(self) -> None:
        """Save the projection and forget the changes that every follower has."""
        self.saved_at = self.now()
        saved = self.engine.projection.checkpoint()
        if set(saved) >= set(BY_TABLE):
            reached = (*saved.values(), self.engine.search.reached)
            self.records.writer.write(lambda connection: changes.prune(connection, reached=reached))

    def note(self) -> None:
        """Write when keys were used, and drop answers that nobody asks for again."""
        self.noted_at = now = self.now()
        used = dict(self.used_keys)
        self.used_keys.clear()
        before = now - IDEMPOTENCY_MILLISECONDS

        def job(connection: Connection) -> None:
            projects.note_use(connection, used)
            memory.forget(connection, before=before)

        self.records.writer.write(job)
