"""Numbers that a client is made with: refused when it is made, and not in the middle of a call."""

LONGEST_WAIT_SECONDS = 2_000_000.0
"""A little over 23 days: sockets count milliseconds in 31 bits."""


def wait_seconds(seconds: object, name: str) -> float:
    """Return a time that something may be waited for.

    Raises:
        TypeError: it is no number.
        ValueError: it is not above zero, or longer than a socket can wait.
    """
    number = _number(seconds, name)
    if not 0 < number <= LONGEST_WAIT_SECONDS:
        raise ValueError(f"`{name}` must be above 0 and at most {LONGEST_WAIT_SECONDS:,.0f}, not {number}.")
    return number


def at_least(least: float, number: object, name: str) -> float:
    """Return a number that is not less than `least`.

    Raises:
        TypeError: it is no number.
        ValueError: it is less, or none that can be compared.
    """
    found = _number(number, name)
    if not found >= least:
        raise ValueError(f"`{name}` must be at least {least}, not {found}.")
    return found


def whole(number: object, name: str) -> int:
    """Return a number that counts something, so one at least.

    Raises:
        TypeError: it is no whole number.
        ValueError: it is less than one.
    """
    if isinstance(number, bool) or not isinstance(number, int):
        raise TypeError(f"`{name}` must be a whole number, not {number!r} of type `{type(number).__name__}`.")
    at_least(1, number, name)
    return number


def _number(number: object, name: str) -> float:
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise TypeError(f"`{name}` must be a number, not {number!r} of type `{type(number).__name__}`.")
    return number
