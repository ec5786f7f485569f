"""Queries over a limit: refused, with what to narrow.

Time and memory are limits while a statement runs. Groups are counted with it, or estimated before where the rows that
are left do not tell how many were made. See `Limits`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from threadline.analytics.interrupts import MemoryLimitError, TimeLimitError
from threadline.errors import InvalidRequestError, Violation
from threadline.query import conditions

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from threadline.catalog import View
    from threadline.query import CompiledQuery, Expression
    from threadline.services.asking.engine import Engine

_TOLERANCE = 1.1
"""Groups are counted within a few per cent, so a query a little over the limit still runs."""

_DEAR = {"countDistinct", "median", "p90", "p95"}
"""The aggregations that keep every value."""

_WHOLE = ("json", "arrayContains")
"""How operators begin that compare with several values."""

_MOST_HINTS = 2


@contextmanager
def narrowing(engine: Engine, asked: Expression | None, view: View | None = None) -> Generator[None]:
    """Refuse what goes over a limit.

    Args:
        engine: whose limits they are.
        asked: what was asked; None for a report, which has no body.
        view: what it asks; None for several.

    Raises:
        InvalidRequestError: the statements inside took too long, or too much memory.
    """
    try:
        yield
    except TimeLimitError as error:
        seconds = engine.limits.seconds
        what = f"This takes longer than {seconds:g} second{'' if seconds == 1 else 's'} and was stopped."
        raise _refusal(what, asked, view) from error
    except MemoryLimitError as error:
        raise _refusal("This needs more memory than there is for queries.", asked, view) from error


def require_few_groups(engine: Engine, compiled: CompiledQuery, view: View) -> None:
    """Refuse a query that would make too many groups, if its own answer does not tell how many.

    Raises:
        InvalidRequestError: it makes more than `Limits.groups`.
    """
    most = engine.limits.groups
    if compiled.groups is None or engine.projection.count(view.table) <= most:
        return
    found = engine.number(compiled.groups)
    if found > most * _TOLERANCE:
        raise _many_groups(f"about {found:,}", most)


def refuse_many_groups(engine: Engine, compiled: CompiledQuery, total: int) -> None:
    """Refuse a query that has made too many groups, given how many rows its answer has in all.

    Raises:
        InvalidRequestError: they are more than `Limits.groups`.
    """
    if compiled.tells_total and total > engine.limits.groups:
        raise _many_groups(f"{total:,}", engine.limits.groups)


def _many_groups(found: str, most: int) -> InvalidRequestError:
    sentence = (
        f"This makes {found} groups, and {most:,} are the most. Group by fewer or coarser keys,"
        " or choose fewer rows with `where`. Exports have no such limit."
    )
    return InvalidRequestError(Violation("/groupBy", sentence))


def _refusal(what: str, asked: Expression | None, view: View | None) -> InvalidRequestError:
    if asked is None:
        return InvalidRequestError(Violation("/after", f"{what} Ask with a later `after`."))
    hints = list(_hints(asked, view))[:_MOST_HINTS]
    return InvalidRequestError(Violation("/where", " ".join([what, *hints])))


def _hints(asked: Expression, view: View | None) -> Iterator[str]:
    """Yield what would help, the likeliest first."""
    claims = [] if asked.where is None else list(conditions(asked.where))
    named = {claim.field for claim in claims}
    if view and not any(field.name in named for field in view.times):
        name = view.main_time.name
        yield f'Ask about less time: {{"field": "{name}", "operator": "gte", "value": "30d"}} in `where`.'
    else:
        yield "Choose fewer rows with `where`."
    if any(claim.operator.startswith(_WHOLE) for claim in claims):
        yield "Compare with fewer values, or with a path instead of a whole object."
    if _DEAR & set(asked.aggregations):
        yield "`countDistinct`, `median`, `p90` and `p95` keep every value: leave them out, or group more coarsely."
    if asked.group_by:
        yield "Group by fewer or coarser keys."
