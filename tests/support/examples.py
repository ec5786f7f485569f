"""How many random examples a property is tried with: few on every day, many times more when somebody asks for that.

Examples are others in every run, so that few a day find in a month what many find at once.
"""

import os

_TIMES = int(os.environ.get("EXAMPLES", "1"))


def examples(daily: int) -> int:
    """Return how many examples to try, given how many there are on an ordinary day."""
    return daily * _TIMES
