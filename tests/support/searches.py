"""The search reports of a projection, compiled, run and noted as the services do it."""

from collections.abc import Callable
from dataclasses import dataclass

from threadline.analytics.projection import Projection
from threadline.query import (
    ColumnPath,
    Scope,
    SearchPlan,
    Statement,
    compile_top_searches,
    compile_weekly_searchers,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Searches(SearchPlan):
    """Which searches count, and of which project."""

    project_id: str


def top_search_queries(projection: Projection, searches: Searches) -> tuple[list[tuple[str, int]], int]:
    """Return the most frequent search texts with their counts, and how many different ones there are."""
    rows = _rows(projection, searches, compile_top_searches)
    return [(str(query), int(str(times))) for query, times, _ in rows], int(str(rows[0][2])) if rows else 0


def weekly_search_users(projection: Projection, searches: Searches) -> list[tuple[str, int]]:
    """Return each week's Monday with the number of different people who searched, in order."""
    rows = _rows(projection, searches, compile_weekly_searchers)
    return [(str(week), int(str(people))) for week, people in rows]


def _rows(
    projection: Projection, searches: Searches, compiled: Callable[..., Statement]
) -> list[tuple[object, ...]]:
    names = projection.promoted_columns("events")
    columns = {ColumnPath("events", *place): name for place, name in names.items()}
    statement = compiled(searches, Scope(project_id=searches.project_id), columns=columns)
    places = [(path.column, path.pointer) for path in sorted(statement.paths)]
    projection.promoted["events"].note(
        wanted=[place for place in places if place not in names],
        used=[place for place in places if place in names],
    )
    return projection.run(statement.text, statement.parameters)
