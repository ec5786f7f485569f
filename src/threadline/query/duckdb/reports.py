"""Write what the search reports need beyond other questions: runs of typing, spellings, weeks."""

from typing import Literal

from threadline.query.sql import Sql, bound, fill, repeated

_RUNS = """WITH searches AS ({}),
  typed AS (
    SELECT *, coalesce(lower(ltrim(search_query)), '') AS folded,
      CASE WHEN is_web THEN hash(person, integration_id) WHEN {} = 'all' AND person IS NOT NULL
        THEN hash(person) END AS typist
    FROM searches
  ),
  steps AS (
    SELECT *, row_number() OVER each_typist AS nth, lag(folded) OVER each_typist AS before,
      coalesce(epoch_ms(created_at::TIMESTAMP)
        - epoch_ms((lag(created_at) OVER each_typist)::TIMESTAMP) <= {}, false) AS is_soon
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
FROM runs WHERE NOT (goes_on AND is_shorter) GROUP BY typist, run"""
"""Of each run of typing the text that it came to: the last one that no deletion made. A text goes on the one before
when the same typist sends it soon, and it is that one longer, shorter, or with a letter or two put right."""

_TOP = """WITH stored AS (SELECT search_query, count(*) AS times FROM ({}) GROUP BY search_query),
  spelled AS (
    SELECT trim(search_query) AS query, sum(times)::BIGINT AS times FROM stored GROUP BY query HAVING query <> ''
  )
SELECT arg_max(query, (times, query)), sum(times)::BIGINT AS total, count(*) OVER () FROM spelled
GROUP BY lower(query) ORDER BY total DESC, lower(query) LIMIT {}"""

_WEEKLY = """WITH people AS (
  SELECT date_trunc('week', created_at) AS week, person, count(*) AS times FROM ({}) GROUP BY week, person
)
SELECT strftime(week::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%gZ'),
  count(person) + CASE WHEN {} = 'count' THEN coalesce(sum(times) FILTER (person IS NULL), 0) ELSE 0 END
FROM people GROUP BY week ORDER BY week"""


_PERSON = "CASE WHEN starts_with($, '\"') THEN $ WHEN $ <> 'null' THEN to_json($)::VARCHAR END"


def person(literal: Sql) -> Sql:
    """Return the JSON string of an id, given its literal: a text's as it is, of what else the string of its text."""
    return repeated(_PERSON, literal)


def runs(searches: Sql, *, milliseconds: int, folds: Literal["web", "all"]) -> Sql:
    """Return the query for searches of which each run of typing is one, given the query for all."""
    return fill(_RUNS, searches, bound(folds), bound(milliseconds))


def top(searches: Sql, most: int) -> Sql:
    """Return the query for the most frequent texts, their counts, and how many different ones there are.

    Texts are compared trimmed and without case; the commonest spelling is shown. Rows are grouped as they are stored,
    and the few groups are converted.
    """
    return fill(_TOP, searches, bound(most))


def weekly(searches: Sql, anonymous: str) -> Sql:
    """Return the query for weeks and how many people searched in each, given searches with `person`."""
    return fill(_WEEKLY, searches, bound(anonymous))
