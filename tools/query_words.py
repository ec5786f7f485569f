"""Sentences of the query language's reference page: what the code's enumerations mean to a reader.

The names themselves come from the code; a name without a sentence stops the page, and a test tells which one. What
fields mean is not here: the catalogue has a sentence for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadline.catalog import Aggregation, FieldType, Operator, TimeUnit


@dataclass(frozen=True, slots=True)
class OperatorWords:
    """What an operator takes and finds."""

    value: str
    """Shape of the value, as an example."""

    finds: str
    """Which rows it keeps, after "rows whose value"."""


@dataclass(frozen=True, slots=True)
class TypeWords:
    """How values of a type look outside."""

    row: str
    """In a row of an answer."""

    csv: str
    """In a cell of a CSV export."""

    parquet: str
    """Type of the column in a Parquet export, as SQL names it."""


CONTRACT = frozenset(
    {
        *("query", "select", "groupBy", "where", "orderBy", "notes"),
        *("result", "total", "pageSize", "count"),
        *("sum", "countDistinct", "avg", "min", "max"),
        *("hour", "day", "week", "month"),
        *("eq", "neq", "gt", "gte", "lt", "lte", "in", "notIn", "arrayContains", "isNull", "isNotNull"),
        *("jsonContains", "jsonContainedBy", "jsonArrayContainsObject"),
        *("jsonHasKey", "jsonHasAnyKey", "jsonHasAllKeys"),
        *("field", "views", "key", "limit of property values", "text/csv"),
    }
)
"""Names that the contract has. Everything else is an extension, whatever is added later."""

OPERATORS: dict[Operator, OperatorWords] = {
    "eq": OperatorWords('`"pro"`', "is the value; with null, rows without a value"),
    "neq": OperatorWords('`"pro"`', "is anything but what `eq` finds, rows without a value included"),
    "gt": OperatorWords("`5`", "is greater, or later"),
    "gte": OperatorWords("`5`", "is greater or equal, or not earlier"),
    "lt": OperatorWords("`5`", "is smaller, or earlier"),
    "lte": OperatorWords("`5`", "is smaller or equal, or not later"),
    "in": OperatorWords('`["pro", "free"]`', "is one of the list"),
    "notIn": OperatorWords('`["pro", "free"]`', "is none of the list, rows without a value included"),
    "arrayContains": OperatorWords(
        '`"en"` or `["en", "de"]`', "is a list that holds the value, or all of the list"
    ),
    "jsonContains": OperatorWords('`{"plan": "pro"}`', "has at least everything that the JSON value has"),
    "jsonContainedBy": OperatorWords(
        '`{"plan": "pro", "seats": 5}`', "has nothing beyond what the JSON value has"
    ),
    "jsonHasKey": OperatorWords('`"plan"`', "is an object with the key, or a list with the text"),
    "jsonArrayContainsObject": OperatorWords(
        '`{"label": "wrong"}`', "is a list of which one element contains the object"
    ),
    "jsonHasAnyKey": OperatorWords('`["plan", "seats"]`', "has at least one of the keys"),
    "jsonHasAllKeys": OperatorWords('`["plan", "seats"]`', "has all of the keys"),
    "isNull": OperatorWords("none", "is null or missing"),
    "isNotNull": OperatorWords("none", "is there and not null"),
    "contains": OperatorWords(
        '`"refund"`', "is a text, or a list with a text, that has the value in it, whatever case and accents"
    ),
    "startsWith": OperatorWords(
        '`"how do"`',
        "is a text, or a list with a text, that begins with the value, whatever case and accents",
    ),
    "is": OperatorWords(
        '`"pro"`, or `{"value": "2026-11-02", "timeUnit": "week"}`',
        "is in the group with that key; unlike `eq`, the text `7` is not the number",
    ),
    "matches": OperatorWords(
        '`"refund -test"`', "has one message with all words and phrases; the field is `messages`"
    ),
}

AGGREGATIONS: dict[Aggregation, str] = {
    "sum": "All values added up.",
    "count": "Rows, or with a field the rows that have a value.",
    "countDistinct": "Different values; at a path they are compared as texts.",
    "avg": "The mean.",
    "min": "The smallest; of a time as `timeFormat` says.",
    "max": "The largest; of a time as `timeFormat` says.",
    "median": "Half of the values are not larger; between two values if need be.",
    "p90": "Nine of ten values are not larger.",
    "p95": "Nineteen of twenty values are not larger.",
}

UNITS: dict[TimeUnit, str] = {
    "hour": "the full hour",
    "day": "midnight",
    "week": "midnight on Monday",
    "month": "midnight on the first of the month",
    "quarter": "midnight on the first of January, April, July or October",
    "year": "midnight on the first of January",
}

TYPES: dict[FieldType, TypeWords] = {
    "string": TypeWords("text", "the text", "`VARCHAR`"),
    "integer": TypeWords("whole number", "the number", "`INTEGER`"),
    "number": TypeWords("number", "the number", "`DOUBLE`"),
    "boolean": TypeWords("`true` or `false`", "`true` or `false`", "`BOOLEAN`"),
    "timestamp": TypeWords(
        "RFC 3339 text in UTC, with milliseconds", "the same text", "`TIMESTAMP WITH TIME ZONE`"
    ),
    "string_list": TypeWords("list of texts", "the list as JSON", "`VARCHAR[]`"),
    "object": TypeWords("object", "a column per key", "`VARCHAR`, JSON text"),
    "objects": TypeWords("list of objects", "a column per member, joined by `; `", "`VARCHAR`, JSON text"),
}

AT_PATH = TypeWords("the JSON value", "the text, else JSON", "`VARCHAR`, JSON text")
"""How values at a path of a JSON field look."""

RELATIVE = {"h": "hours", "d": "days of 24 hours", "w": "weeks"}
"""The units of a relative time."""

FORMATS: dict[str, str] = {
    "csv": "A header, then a line per row; objects are spread over a column per key.",
    "ndjson": 'A JSON object per line, as the rows of a query are; with `"mode": "json"` objects as they are stored.',
    "parquet": "Typed columns; objects are JSON text.",
}

MEMBERS: dict[str, str] = {
    "query": "text",
    "select": "list of [selections](#selections)",
    "groupBy": "list of [groupings](#selections)",
    "where": "[filter](#filters)",
    "orderBy": "list of [orderings](#order)",
    "notes": "text",
    "limit": "whole number, at least 1",
    "offset": "whole number, at least 0",
    "having": "[filter over groups](#filters-over-groups)",
    "timeZone": "text",
    "weekStart": "`monday`, `sunday` or `saturday`",
    "timeFormat": "`milliseconds` or `rfc3339`",
    "cursor": "text or null",
    "explain": "boolean",
    "field": "`properties` or `userProperties`",
    "views": "list of [names](#views)",
    "key": "text",
    "search": "text",
}
"""The shape of each member of a body."""

PROPERTIES = {
    "field": "Which of the two.",
    "views": "Where to look; in all views when absent.",
    "where": "Which rows count; views that lack a field of it are left out.",
    "key": "Whose values.",
    "limit": "How many at most: of keys 10,000 when absent, and of values 100.",
    "offset": "How many of the most frequent keys are left out before the first.",
    "search": "Keeps keys or values with that text in them, whatever case and accents.",
}
"""What the members of a request for property keys or values mean."""

ANSWER: dict[str, str] = {
    "result": "list of rows",
    "total": "whole number",
    "pageSize": "whole number",
    "count": "whole number",
    "nextCursor": "text",
    "explain": "object",
}
"""The shape of each member of `data` in an answer."""
