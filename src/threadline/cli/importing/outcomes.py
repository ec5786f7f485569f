"""What became of one imported source: counted while it runs, then told to a person or a program."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from threadline.cli.printing.output import amount, one_line, say
from threadline.errors import shorten
from threadline.services.importing.lines import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.cli.importing.rejects import RejectsFile
    from threadline.services.importing.lines import Reject

SHOWN_REASONS = 3
"""Reasons of rejected lines that are said aloud; the file has them all."""

_REASON_CHARACTERS = 160
_NOUNS = {"conversations": "conversation", "events": "event", "feedback": "vote"}


@dataclass(slots=True)
class Outcome:
    """What became of one source."""

    name: str
    rejects: RejectsFile
    start: Progress = field(default_factory=Progress)
    """How far earlier runs came."""
    reached: Progress = field(default_factory=Progress)
    """How far it has come by now, earlier runs included."""
    seconds: float = 0.0
    reasons: list[Reject] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    """How many stored lines had a member that is not kept, by its place."""

    @property
    def stored(self) -> int:
        """Rows that this run stored."""
        return self.reached.stored - self.start.stored

    @property
    def rejected(self) -> int:
        """Lines that this run rejected."""
        return self.reached.rejected - self.start.rejected

    @property
    def is_failed(self) -> bool:
        """Whether lines of the source are rejected; a run that found nothing new has not failed."""
        return self.reached != self.start and self.reached.rejected > 0

    @property
    def rate(self) -> int:
        """Rows that this run stored a second."""
        return round(self.stored / self.seconds) if self.seconds else 0

    def keep(self, rejects: Sequence[Reject]) -> None:
        """Write rejected lines down, and remember the first of them."""
        self.rejects.add(rejects)
        self.reasons += rejects[: SHOWN_REASONS - len(self.reasons)]

    def note_ignored(self, places: Sequence[str]) -> None:
        """Count members of a stored line that are not kept."""
        self.ignored.update(places)

    def tell(self, kind: str) -> None:
        """Say it to a person."""
        for reject in self.reasons:
            fault = reject.faults[0]
            place = f"{fault.pointer}: " if fault.pointer else ""
            say(
                f"  line {reject.line.number}: {shorten(one_line(place + fault.message), _REASON_CHARACTERS)}"
            )
        if len(self.reasons) < self.rejected:
            say(f"  and {self.rejected - len(self.reasons):,} more")
        for place, count in self.ignored.most_common(SHOWN_REASONS):
            say(f"  no place for `{one_line(place)}`: not kept of {amount(count, 'line')}")
        if len(self.ignored) > SHOWN_REASONS:
            say(f"  nor for {len(self.ignored) - SHOWN_REASONS:,} more")
        say(f"{self.name}: {self._summary(kind)}.")
        if self.start.position:
            say(f"  Lines 1 to {self.start.position:,} were imported before; --restart imports them again.")
        if self.reached.rejected:
            say(f"  Rejected lines, with reasons: {self.rejects.path}")

    def document(self) -> dict[str, object]:
        """Return it for a program."""
        return {
            "file": self.name,
            "stored": self.stored,
            "rejected": self.rejected,
            "ignored": dict(self.ignored),
            "perSecond": self.rate,
            "lines": self.reached.position,
            "storedInAll": self.reached.stored,
            "rejectedInAll": self.reached.rejected,
            "rejects": str(self.rejects.path) if self.reached.rejected else None,
        }

    def _summary(self, kind: str) -> str:
        if self.reached == self.start:
            return "nothing new"
        rate = f", {self.rate:,} a second" if self.stored else ""
        return f"{amount(self.stored, _NOUNS[kind])} stored, {amount(self.rejected, 'line')} rejected{rate}"
