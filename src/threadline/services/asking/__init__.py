"""Questions: a body and a key in, rows out.

Reading order: `engine` (what answers, put together at start), `queries`, `exports`, `drilldown`, `search` with
`snippets`, `words`, `listing`; and what they share: `scoping` (what a query may see), `finding` (what its searches
find), `narrowing` (queries over a limit), `explaining`, `written` (answers of many rows).
"""
