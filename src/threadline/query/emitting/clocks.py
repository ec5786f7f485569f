"""Write what clocks of a zone show, and when they first show a time, where the changes of the clocks are known.

A row costs some comparisons then, newest change first: most rows are young. What lies outside of the known span is left
to the database's rules of the zone, which cost ten times as much.
"""

from datetime import datetime, timedelta

from threadline.query.forms.clocks import Clock
from threadline.query.forms.statement import Sql, fill

_MARGIN = timedelta(days=2)
"""More than any clocks are ahead or behind."""


def local(time: Sql, clock: Clock, otherwise: Sql) -> Sql:
    """Return what clocks show at a UTC time; `otherwise` outside of the span that is known."""
    cases = [(f">= {_exact(moment)}", after) for moment, _, after in reversed(clock.shifts)]
    first_ahead = timedelta(seconds=clock.ahead_seconds)
    shown = _cases(time, [(claim, _seconds(ahead)) for claim, ahead in cases], _seconds(first_ahead))
    known = f"{{}} >= {_exact(clock.first)} and {{}} < {_exact(clock.end)}"
    return fill(
        f"case when {known} then {{}}::timestamp + to_seconds({{}}) else {{}} end",
        time,
        time,
        time,
        shown,
        otherwise,
    )


def first_shown(start: Sql, clock: Clock, otherwise: Sql) -> Sql:
    """Return the UTC time at which clocks first show `start`, or skip it; `otherwise` outside of what is known."""
    cases: list[tuple[str, str]] = []
    for moment, before, after in reversed(clock.shifts):
        cases.append((f">= {_told(moment + max(before, after))}", _back(after)))
        if after > before:  # what lies between is skipped
            cases.append((f">= {_told(moment + before)}", _told(moment)))
    last = _back(timedelta(seconds=clock.ahead_seconds))
    known = f"{{}} >= {_told(clock.first + _MARGIN)} and {{}} < {_told(clock.end - _MARGIN)}"
    return fill(
        f"case when {known} then {{}} else {{}} end", start, start, _cases(start, cases, last), otherwise
    )


def _cases(value: Sql, cases: list[tuple[str, str]], last: str) -> Sql:
    """Return the result of the first claim that a value fulfils; `$` in a result stands for the value."""
    if not cases:
        return Sql(last.replace("$", value.text), value.parameters * last.count("$"))
    text, parameters = "case", value.parameters * last.count("$")
    for claim, result in cases:
        text += f" when {value.text} {claim} then {result.replace('$', value.text)}"
        parameters += value.parameters * (1 + result.count("$"))
    text += f" else {last.replace('$', value.text)} end"
    return Sql(text, parameters)


def _back(ahead: timedelta) -> str:
    return f"$ - to_seconds({_seconds(ahead)})"


def _seconds(ahead: timedelta) -> str:
    return str(int(ahead.total_seconds()))


def _told(moment: datetime) -> str:
    return f"timestamp '{moment.isoformat(sep=' ')}'"


def _exact(moment: datetime) -> str:
    """Return a time as the tables have times, so that none is converted to be compared."""
    return f"timestamp_ms '{moment.isoformat(sep=' ')}'"
