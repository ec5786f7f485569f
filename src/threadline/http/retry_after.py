"""When an answer asks to be called again: the `Retry-After` header, RFC 9110 §10.2.3."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime


def retry_after_seconds(headers: Mapping[str, str]) -> float | None:
    """Return the seconds to wait, or `None` when the answer does not say so in a way that can be read.

    A date counts from the answer's own `Date`, so that a wrong clock on either side does no harm.

    >>> retry_after_seconds({"retry-after": "2"})
    2.0
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return float(text)
    until, since = _moment(text), _moment(headers.get("date", ""))
    if until is None or since is None:
        return None
    return max(0.0, (until - since).total_seconds())


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    # `-0000` reads as a time without zone, and two kinds of time cannot be subtracted.
    return moment if moment.tzinfo else None
