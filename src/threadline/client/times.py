"""Times of answers: texts on the wire, aware times for Python."""

from datetime import UTC, datetime


def to_datetime(text: str) -> datetime:
    """Return the aware time that an answer writes, in UTC.

    Raises:
        ValueError: it is no time.

    >>> to_datetime("2026-01-05T10:00:00.500Z").isoformat()
    '2026-01-05T10:00:00.500000+00:00'
    """
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
