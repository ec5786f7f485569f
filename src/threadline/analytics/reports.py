"""The two search reports. Contract: section 5.10.

A search is an event with `entityType` `search` that is neither a response nor a click. Texts are compared trimmed and
without case; the commonest spelling is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadline.analytics.projection import Projection

TOP_QUERIES = 100
"""How many search texts the report has at most."""

_SEARCHES = """
WITH searches AS (
  SELECT rid, created_at, trim(search_query) AS query, lower(trim(search_query)) AS folded,
    coalesce(
      nullif(json_extract_string(user_properties, '/id'), ''), json_extract_string(user_properties, '/userId')
    ) AS person
  FROM events
  WHERE project_id = $project AND event_type = 'search' AND created_at >= make_timestamp_ms($after)
    AND type NOT IN ('search_query_response_received', 'search_result_clicked')
), typed AS (
  SELECT *, lead(folded) OVER each_person AS next_folded, lead(created_at) OVER each_person AS next_at
  FROM searches WINDOW each_person AS (PARTITION BY person ORDER BY created_at, rid)
), counted AS (
  SELECT * FROM typed
  WHERE $fold = 0 OR person IS NULL OR next_folded IS NULL OR NOT starts_with(next_folded, folded)
    OR epoch_ms(next_at) - epoch_ms(created_at) > $fold
)
"""

_TOP = (
    _SEARCHES
    + """, spelled AS (SELECT folded, query, count(*) AS times FROM counted WHERE folded <> '' GROUP BY folded, query)
SELECT arg_max(query, (times, query)), sum(times)::BIGINT AS total, count(*) OVER () FROM spelled
GROUP BY folded ORDER BY total DESC, folded LIMIT $limit
"""
)

_WEEKLY = (
    _SEARCHES
    + """SELECT strftime(date_trunc('week', created_at)::TIMESTAMP, '%Y-%m-%dT00:00:00.000Z') AS week,
  count(DISTINCT person) + CASE WHEN $anonymous = 'count' THEN count(*) FILTER (person IS NULL) ELSE 0 END
FROM counted GROUP BY week ORDER BY week
"""
)


@dataclass(frozen=True, slots=True)
class Searches:
    """Which searches count."""

    project_id: str
    after: int
    """Inclusive lower bound, in milliseconds since 1970 UTC."""

    fold_milliseconds: int = 0
    """A search that the same person continues typing within this time does not count; 0 counts all."""

    anonymous: str = "count"
    """`count` or `ignore` searches of nobody known, in the count of people."""

    def parameters(self) -> dict[str, object]:
        """Return what the statements of this module bind."""
        return {"project": self.project_id, "after": self.after, "fold": self.fold_milliseconds}


def top_search_queries(projection: Projection, searches: Searches) -> tuple[list[tuple[str, int]], int]:
    """Return the most frequent search texts with their counts, and how many different ones there are."""
    parameters = searches.parameters() | {"limit": TOP_QUERIES}
    rows = projection.run(_TOP, parameters)
    return [(str(query), int(str(times))) for query, times, _ in rows], int(str(rows[0][2])) if rows else 0


def weekly_search_users(projection: Projection, searches: Searches) -> list[tuple[str, int]]:
    """Return each week's Monday with the number of different people who searched, in order."""
    parameters = searches.parameters() | {"anonymous": searches.anonymous}
    return [(str(week), int(str(people))) for week, people in projection.run(_WEEKLY, parameters)]
