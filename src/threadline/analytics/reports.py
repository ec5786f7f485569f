"""The two search reports. Contract: section 5.10.

A search is an event with `entityType` `search` that is neither a response nor a click. Texts are compared trimmed and
without case; the commonest spelling is shown. Blank ones are no text to show, and their people have searched all the
same. Rows are grouped as they are stored, and the few groups are converted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from threadline.analytics.interrupts import Interrupt
    from threadline.analytics.projection import Projection
    from threadline.analytics.promotion import Place

TOP_QUERIES = 100
"""How many search texts the report has at most."""

_TABLE = "events"
_ID: Place = ("user_properties", "/id")
_USER_ID: Place = ("user_properties", "/userId")

_SEARCHES = """
SELECT {columns} FROM events
WHERE project_id = $project AND event_type = 'search' AND created_at >= make_timestamp_ms($after)
  AND type NOT IN ('search_query_response_received', 'search_result_clicked')
"""

_RUNS = """
WITH searches AS ({searches}),
  typed AS (
    SELECT *, coalesce(lower(ltrim(search_query)), '') AS folded,
      CASE WHEN is_web THEN hash(person, integration_id) WHEN $folds = 'all' AND person IS NOT NULL
        THEN hash(person) END AS typist
    FROM searches
  ),
  steps AS (
    SELECT *, row_number() OVER each_typist AS nth, lag(folded) OVER each_typist AS before,
      coalesce(epoch_ms(created_at::TIMESTAMP)
        - epoch_ms((lag(created_at) OVER each_typist)::TIMESTAMP) <= $fold, false) AS is_soon
    FROM typed WHERE typist IS NOT NULL
    WINDOW each_typist AS (PARTITION BY typist ORDER BY created_at, rid)
  ),
  related AS (
    SELECT *, starts_with(before, folded) AND length(folded) < length(before) AS is_shorter,
      is_soon AND before <> '' AND (starts_with(folded, before) OR starts_with(before, folded)
        OR CASE WHEN least(length(folded), length(before)) >= 3 AND greatest(length(folded), length(before)) <= 100
           THEN damerau_levenshtein(folded, before) <= CASE WHEN length(folded) >= 5 THEN 2 ELSE 1 END
           ELSE false END) AS goes_on
    FROM steps
  ),
  runs AS (
    SELECT *, sum(CASE WHEN goes_on THEN 0 ELSE 1 END) OVER (PARTITION BY typist ORDER BY nth) AS run
    FROM related
  )
SELECT search_query, created_at, person FROM typed WHERE typist IS NULL
UNION ALL BY NAME
SELECT arg_max(search_query, nth) AS search_query, max(created_at) AS created_at, any_value(person) AS person
FROM runs WHERE NOT (goes_on AND is_shorter) GROUP BY typist, run
"""
"""Of each run of typing the text that it came to: the last one that no deletion made. A text goes on the one before
when the same typist sends it soon, and it is that one longer, shorter, or with a letter or two put right."""

_TOP = """
WITH stored AS (SELECT search_query, count(*) AS times FROM ({searches}) GROUP BY search_query),
  spelled AS (
    SELECT trim(search_query) AS query, sum(times)::BIGINT AS times FROM stored GROUP BY query HAVING query <> ''
  )
SELECT arg_max(query, (times, query)), sum(times)::BIGINT AS total, count(*) OVER () FROM spelled
GROUP BY lower(query) ORDER BY total DESC, lower(query) LIMIT $limit
"""

_WEEKLY = """
WITH people AS (
  SELECT date_trunc('week', created_at) AS week, person, count(*) AS times FROM ({searches}) GROUP BY week, person
)
SELECT strftime(week::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%gZ'),
  count(person) + CASE WHEN $anonymous = 'count' THEN coalesce(sum(times) FILTER (person IS NULL), 0) ELSE 0 END
FROM people GROUP BY week ORDER BY week
"""


@dataclass(frozen=True, slots=True)
class Searches:
    """Which searches count."""

    project_id: str
    after: int
    """Inclusive lower bound, in milliseconds since 1970 UTC."""

    fold_milliseconds: int = 0
    """Texts that follow each other within this time may be one run of typing, which counts once; 0 counts all."""

    folds: Literal["web", "all"] = "all"
    """Whose typing is folded: that of `web_integrations` alone, or that of everybody who is known, too."""

    web_integrations: tuple[str, ...] = ()
    """Integrations of web keys, whose searches come letter by letter; there nobody known is one typist, too."""

    anonymous: str = "count"
    """`count` or `ignore` searches of nobody known, in the count of people."""


@dataclass(frozen=True, slots=True)
class _Source:
    """What a report is made from, and what it is stopped by."""

    projection: Projection
    interrupt: Interrupt | None


def top_search_queries(
    projection: Projection, searches: Searches, *, interrupt: Interrupt | None = None
) -> tuple[list[tuple[str, int]], int]:
    """Return the most frequent search texts with their counts, and how many different ones there are."""
    rows = _run(_Source(projection, interrupt), searches, _TOP, "search_query", limit=TOP_QUERIES)
    return [(str(query), int(str(times))) for query, times, _ in rows], int(str(rows[0][2])) if rows else 0


def weekly_search_users(
    projection: Projection, searches: Searches, *, interrupt: Interrupt | None = None
) -> list[tuple[str, int]]:
    """Return each week's Monday with the number of different people who searched, in order."""
    columns = f"created_at, {_person(projection)} AS person"
    rows = _run(_Source(projection, interrupt), searches, _WEEKLY, columns, anonymous=searches.anonymous)
    return [(str(week), int(str(people))) for week, people in rows]


def _run(
    source: _Source, searches: Searches, report: str, columns: str, **parameters: object
) -> list[tuple[object, ...]]:
    """Return the rows of a report that reads some columns of the searches that count."""
    parameters |= {"project": searches.project_id, "after": searches.after}
    found = _SEARCHES.format(columns=columns)
    if searches.fold_milliseconds and (searches.folds == "all" or searches.web_integrations):
        parameters |= {"fold": searches.fold_milliseconds, "folds": searches.folds}
        parameters["web"] = list(searches.web_integrations)
        told = f"rid, created_at, search_query, integration_id, {_person(source.projection)} AS person"
        is_web = "coalesce(list_contains($web::VARCHAR[], integration_id), false) AS is_web"
        found = _RUNS.format(searches=_SEARCHES.format(columns=f"{told}, {is_web}"))
    return source.projection.run(report.format(searches=found), parameters, interrupt=source.interrupt)


def _person(projection: Projection) -> str:
    """Return the JSON string that tells who searched: their id, or else their user id; null for nobody known.

    Strings stay literals, which spares a conversion of each row; other values become the string of their text.
    """
    names = projection.promoted_columns(_TABLE)
    wanted = [place for place in (_ID, _USER_ID) if place not in names]
    projection.promoted[_TABLE].note(
        wanted=wanted, used=[place for place in (_ID, _USER_ID) if place in names]
    )
    id_, user_id = (_literal(place, names.get(place)) for place in (_ID, _USER_ID))
    return f"coalesce(nullif({id_}, '\"\"'), {user_id})"


def _literal(place: Place, name: str | None) -> str:
    source, pointer = place
    literal = name or f"json_extract({source}, '{pointer}')::VARCHAR"
    other = f"WHEN {literal} <> 'null' THEN to_json({literal})::VARCHAR"
    return f"CASE WHEN starts_with({literal}, '\"') THEN {literal} {other} END"
