"""What lies around the server and not in a request: a disk that is full or fails, and descriptors that are used up.

It passes, or the operator makes it pass, so whoever asks may come again.
"""

from __future__ import annotations

import errno
import logging

from threadline.analytics import faults
from threadline.errors import ServiceError, UnavailableError
from threadline.records import connection

_OF_MACHINE = frozenset(
    (
        errno.EDQUOT,
        errno.EFBIG,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
        errno.ENOSPC,
        errno.EROFS,
    )
)
"""Numbers of the system's errors that say so; a connection that broke is none."""

_RETRY_SECONDS = 2
_log = logging.getLogger("threadline")


def refusal_of(error: Exception) -> ServiceError | None:
    """Return the refusal that an exception is or comes to, or `None` when it tells of a defect."""
    if isinstance(error, ServiceError):
        return error
    if isinstance(error, OSError):
        is_passing, reason = error.errno in _OF_MACHINE, error.strerror or str(error)
    else:
        is_passing = isinstance(error, (*connection.OBSTACLES, *faults.OBSTACLES))
        reason = str(error).partition("\n")[0]
    if not is_passing:
        return None
    _log.warning("A request is refused: %s", reason)
    sentence = f"The data folder cannot be read or written just now ({reason.rstrip('.')}). Try again."
    return UnavailableError(sentence, retry_after_seconds=_RETRY_SECONDS)
