"""Which file of a data folder is damaged, once an exception says that one of them is.

SQLite does not say in which of its files it met wrong bytes, so the text index is looked through: it can be lost, the
records cannot. Not here: looking for damage that nobody has met yet; see `checkup`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadline.analytics import FILE_NAME as PROJECTION
from threadline.analytics import faults, inspecting
from threadline.records.connection import DamageError
from threadline.records.files import soundness
from threadline.records.search import FILE_NAME as SEARCH
from threadline.records.store import FILE_NAME as RECORDS

if TYPE_CHECKING:
    from pathlib import Path

Errors = (*DamageError, inspecting.EngineError)
"""What may say that a file is damaged; `damaged_file` tells whether it does."""

MADE_ANEW = (PROJECTION, SEARCH)
"""Files that hold nothing of their own: deleted, they are made from the records at the next start."""


def damaged_file(folder: Path, error: Exception) -> Path | None:
    """Return the file whose bytes were wrong when all files of a folder were open, or `None` when none was."""
    if isinstance(error, inspecting.EngineError):
        return folder / PROJECTION if faults.is_damage(error) else None
    return folder / (SEARCH if _is_of_search(folder, error) else RECORDS)


def _is_of_search(folder: Path, error: Exception) -> bool:
    if soundness.is_of_header(error):
        return False  # an index that begins so is made anew when it is opened
    state = soundness.index_state(folder / SEARCH)
    return state is not None and bool(state.faults)
