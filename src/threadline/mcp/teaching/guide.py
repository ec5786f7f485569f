"""The query language told to a model: the language in one page, and a page of fields for each view.

Names come from the catalog and from the wire types, so a page cannot name what is not there. What it is not: the
reference for people, `docs/reference/query-language.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from threadline.catalog import AGGREGATIONS, MESSAGES, TIME_UNITS, VIEWS, WORDS
from threadline.mcp.teaching.examples import EXAMPLES

if TYPE_CHECKING:
    from threadline.catalog import Operator, View

LANGUAGE_URI = "threadline://query-guide"
VIEW_URI = "threadline://views/"

LEGACY_NAMES = {name: view.legacy for name, view in VIEWS.items()}
"""What the property requests call the views."""

OPERATORS: dict[Operator, str] = {
    "eq": "is the value; null: has none",
    "neq": "everything that `eq` does not find",
    "gt": "greater or later",
    "gte": "greater, later or equal",
    "lt": "smaller or earlier",
    "lte": "smaller, earlier or equal",
    "in": "one of a list",
    "notIn": "none of a list",
    "contains": "a text with the value in it, whatever case and accents",
    "startsWith": "a text that begins with the value, whatever case and accents",
    "arrayContains": "a list that holds the value, or all of a list",
    "isNull": "no value; takes none",
    "isNotNull": "any value; takes none",
    "is": "is in the group that has this key",
    "matches": f"one message has all words; field `{MESSAGES}` alone",
    "jsonContains": "an object with at least this",
    "jsonContainedBy": "an object with at most this",
    "jsonHasKey": "an object with this key",
    "jsonHasAnyKey": "an object with one of these keys",
    "jsonHasAllKeys": "an object with all of these keys",
    "jsonArrayContainsObject": "a list of which one object has at least this",
}
"""What each operator finds."""


def language() -> str:
    """Return the query language in one page."""
    operators = "\n".join(f"- `{name}`: {words}" for name, words in OPERATORS.items())
    views = "\n".join(
        f"- `{view.name}`: {len(view.fields)} fields, main time `{view.main_time.name}`"
        for view in VIEWS.values()
    )
    return _LANGUAGE.format(
        views=views,
        operators=operators,
        aggregations=", ".join(f"`{name}`" for name in AGGREGATIONS),
        units=", ".join(f"`{name}`" for name in TIME_UNITS),
    )


def of_view(name: str) -> str:
    """Return the fields of a view, each with its type and its meaning, and examples."""
    view = VIEWS[name]
    fields = "\n".join(
        f"- `{field.name}` ({WORDS[field.type].partition(' ')[2]}): {field.sentence}" for field in view.fields
    )
    return f"# Fields of {view.noun}\n\n{fields}\n{_messages(view)}\n# Examples\n\n{_examples(view)}\n"


def _messages(view: View) -> str:
    if view.messages == "none":
        return ""
    return f"- `{MESSAGES}` (in filters alone, with `matches`): words of one message.\n"


def _examples(view: View) -> str:
    return "\n\n".join(
        f"{question}\n{msgspec.json.encode(body).decode()}" for question, body in EXAMPLES[view.name]
    )


_LANGUAGE = """\
# Query language

A body asks one view. Views:
{views}

Members, all optional:
- `select`: what a row shows. {{"type":"field","field":"id"}}; {{"type":"time","timeUnit":"week"}} (of the main time
  unless `field` names another); {{"type":"aggregation","aggregation":"count"}}.
- `groupBy`: keys to group by, {{"field":"type"}}. With an aggregation or a groupBy, rows are groups, and every
  selected field and time is a key of them. Without either, rows are single rows.
- `where`: one of {{"condition":{{"field":…,"operator":…,"value":…}}}}, {{"and":[…]}}, {{"or":[…]}}.
- `orderBy`: [{{"field":"count","direction":"desc"}}]; the field is a key of the row. Groups come by their keys, rows
  newest first, unless this says otherwise.
- `having`: a filter over groups by their aggregates,
  {{"condition":{{"field":"count","operator":"gte","value":5}}}}.
- `limit`, `offset`, `timeZone` (an IANA name; UTC without it).

Keys of a row: the field's name; `FIELD_UNIT` for times (`firstMessageTime_week`); `count`, `AGGREGATION_FIELD`
(`sum_userMessageCount`); a path joined by dots (`properties.plan`).
Seconds between two times of a row are a field as well, `durationSeconds_FROM_TO`: {{"type":"aggregation",
"aggregation":"avg","field":"durationSeconds_firstMessageTime_lastMessageTime"}} tells who answers slowest.
Properties: a path leads into `properties` and `userProperties`, as in
{{"type":"field","field":"properties","path":["plan"]}}. In a filter:
{{"field":"properties","operator":"eq","value":{{"path":["plan"],"value":"pro"}}}}.
Keys differ from project to project: ask `list_property_keys`.
Times: ISO 8601, or relative to now: `24h`, `30d`, `12w`.

Aggregations: {aggregations}. Units of time: {units}.

Operators:
{operators}

A refused body is answered with every fault, its place as a JSON Pointer, and the nearest name that would work.
"""
