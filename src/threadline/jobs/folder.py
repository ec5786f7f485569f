"""The jobs of an open data folder: those that followers need to answer questions, and those that keep it in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadline.jobs.runner import Job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.services.keeping.upkeep import Upkeep

FOLLOWERS = ("projection", "text-index")
"""The jobs without which questions are not answered."""

_FOLLOWERS_WAIT_SECONDS = 5.0
"""Questions are refused meanwhile, with a time to come back that is as long."""

_NOTES_SECONDS = 30.0
_BUILDING = "The projection is being built. Logging and reading work already."


def jobs_of(upkeep: Upkeep) -> tuple[Job, ...]:
    """Return the jobs of a folder."""
    return (
        Job("projection", upkeep.follow_projection, longest_wait_seconds=_FOLLOWERS_WAIT_SECONDS),
        Job("text-index", upkeep.follow_text_index, longest_wait_seconds=_FOLLOWERS_WAIT_SECONDS),
        Job("columns", upkeep.promote),
        Job("checkpoints", upkeep.save_when_due),
        Job("notes", upkeep.note, pace_seconds=_NOTES_SECONDS),
        Job("erasing", upkeep.erase),
    )


def hindrance(jobs: Sequence[Job]) -> str:
    """Return why questions are not answered, as far as jobs know; empty when they are."""
    followers = [job for job in jobs if job.name in FOLLOWERS]
    failing = [job.failure for job in followers if job.failure]
    if failing:
        return f"Followers cannot take in what was written: {failing[0]}"
    return "" if all(job.succeeded_at for job in followers) else _BUILDING
