"""What a data folder needs beside requests, in verbs; `jobs.folder` gives each its pace and its thread.

Followers catch up, paths that queries ask for get columns, the projection is saved, old notes are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from threadline.positions import NEVER
from threadline.services.catching_up import BY_TABLE
from threadline.services.keeping.erasing import Erasing

if TYPE_CHECKING:
    from collections.abc import Callable

    from threadline.records.protocol import Writing
    from threadline.records.store import Records
    from threadline.services.asking.engine import Engine

CHECKPOINT_CHANGES = 10_000
CHECKPOINT_MILLISECONDS = 5_000
IDEMPOTENCY_MILLISECONDS = 24 * 3_600_000


@dataclass(slots=True)
class Upkeep:
    """The work of one data folder. Its verbs may run side by side, each in one thread at a time."""

    records: Records
    engine: Engine
    now: Callable[[], int]
    used_keys: dict[int, int]
    """Times of last use by key, taken out when they are written."""

    saved_at: int = 0
    _erasing: Erasing = field(init=False)

    def __post_init__(self) -> None:
        self._erasing = Erasing(self.records, self.engine, self.now)

    def run_once(self) -> None:
        """Do all that is due, one after the other."""
        self.follow()
        self.promote()
        self.save_when_due()
        self.note()
        self.erase()

    def follow(self) -> None:
        """Make followers usable that are not, and bring them up to the newest change: then questions are answered.

        Raises:
            ServiceError: a follower cannot be used yet.
        """
        try:
            self.follow_projection()
        finally:
            self.follow_text_index()

    def follow_projection(self) -> None:
        """Do what `follow` does for the projection alone.

        Raises:
            ServiceError: it cannot be used yet.
        """
        self.engine.catching_up.mend()
        for table in BY_TABLE:
            self.engine.catching_up.follow(table)

    def follow_text_index(self) -> None:
        """Do what `follow` does for the text index alone.

        Raises:
            ServiceError: it cannot be used yet.
        """
        self.engine.search.mend()
        self.engine.search.catch_up(self.records.reader)

    def promote(self) -> None:
        """Give paths that queries ask for columns of their own; answers are as right without."""
        if not self._is_followed():
            return
        for table in BY_TABLE:
            self.engine.projection.promote_wished(table)
            self.engine.projection.promote_frequent(table)

    def save_when_due(self) -> None:
        """Save the projection when much of it is not saved, or some of it has not been for a while."""
        if not self._is_followed():
            return
        unsaved = self.engine.projection.changes_since_checkpoint
        is_late = self.now() - self.saved_at >= CHECKPOINT_MILLISECONDS
        if unsaved >= CHECKPOINT_CHANGES or (unsaved and is_late):
            self.save()

    def save(self) -> None:
        """Save the projection and forget the changes that every follower has."""
        self.saved_at = self.now()
        saved = self.engine.projection.checkpoint()
        if set(saved) >= set(BY_TABLE) and not self.engine.search.trouble:
            reached = (*saved.values(), self.engine.search.reached)
            self.records.writer.write(lambda writing: writing.prune_changes(reached=reached))

    def note(self) -> None:
        """Write when keys were used, and drop answers that nobody asks for again."""
        used = dict(self.used_keys)
        self.used_keys.clear()
        before = self.now() - IDEMPOTENCY_MILLISECONDS

        def job(writing: Writing) -> None:
            writing.note_use(used)
            writing.forget(before=before)

        self.records.writer.write(job)

    def erase(self) -> None:
        """Overwrite some of what deleted rows left behind."""
        self._erasing.step()

    def _is_followed(self) -> bool:
        """Tell whether the projection can be used, and no table of it is being made."""
        projection = self.engine.projection
        return not projection.standing.trouble and all(
            projection.reached(table) != NEVER for table in BY_TABLE
        )
