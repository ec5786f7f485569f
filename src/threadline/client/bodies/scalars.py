"""Single values of numpy and pandas, as Python has them; neither library is needed to know them."""

from datetime import datetime

_MISSING = frozenset({"NAType", "NaTType"})
_MOMENTS = frozenset("mM")
"""Kinds of numpy's times: they have no zone, and are whole numbers when nothing finer fits."""


def plain(value: object) -> object:
    """Return a value of Python's own, or the same value when it is none of numpy or pandas.

    A missing value is `None`, an array a list, and a time a `datetime`.

    Raises:
        ValueError: it is a time of numpy, which has no zone.
    """
    if type(value).__name__ in _MISSING:
        return None
    if isinstance(value, datetime):
        return datetime.combine(value.date(), value.timetz())
    kind, tolist = getattr(getattr(value, "dtype", None), "kind", None), getattr(value, "tolist", None)
    if kind in _MOMENTS:
        raise ValueError(
            f"`{value}` of numpy has no time zone, so it is no moment."
            " `pandas.Timestamp(value, tz='UTC')` gives it one."
        )
    return tolist() if kind is not None and callable(tolist) else value
