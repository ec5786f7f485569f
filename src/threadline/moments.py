"""Times as the product keeps them: milliseconds since 1970 UTC inside, RFC 3339 in UTC with milliseconds outside."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_milliseconds(moment: datetime) -> int:
    """Return an aware time as milliseconds; finer digits are cut."""
    return (moment - EPOCH) // _MILLISECOND


def from_milliseconds(milliseconds: float) -> datetime:
    """Return milliseconds as an aware time in UTC.

    Raises:
        OverflowError: it lies outside of the years 1 to 9999.
    """
    return EPOCH + timedelta(milliseconds=milliseconds)


@lru_cache(maxsize=256)
def to_text(milliseconds: int) -> str:
    """Return a time as RFC 3339 text. The time of a request is asked for once per message of it.

    >>> to_text(1767225600005)
    '2026-01-01T00:00:00.005Z'
    """
    return text_of(from_milliseconds(milliseconds))


def text_of(moment: datetime) -> str:
    """Return an aware time as RFC 3339 text; finer digits are cut.

    >>> text_of(datetime.fromisoformat("2026-01-01T01:00:00.0059+01:00"))
    '2026-01-01T00:00:00.005Z'
    """
    return f"{moment.astimezone(UTC).isoformat(timespec='milliseconds')[:23]}Z"


def from_text(text: str) -> int:
    """Return a time that `to_text` wrote as milliseconds again.

    Raises:
        ValueError: it is no time.
        TypeError: it has no zone.
    """
    return to_milliseconds(datetime.fromisoformat(text))


def to_datetime(text: str) -> datetime:
    """Return the time that an answer writes, in UTC; one without a zone is in UTC already.

    Raises:
        ValueError: it is no time.

    >>> to_datetime("2026-01-05T10:00:00.500Z").isoformat()
    '2026-01-05T10:00:00.500000+00:00'
    """
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
