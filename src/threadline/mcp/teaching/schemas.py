"""The query language as JSON Schema for a model: names are enums of the catalog, and sentences are short.

Schemas guide a model; they check nothing. What a body may say in the end is the compiler's to judge, and it tells every
fault with its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from threadline.catalog import AGGREGATIONS, DURATION, MESSAGES, TIME_UNITS, WEEK_STARTS, Operator
from threadline.mcp.sizing import CELL_CHARACTERS, MOST_CELL_CHARACTERS

if TYPE_CHECKING:
    from threadline.catalog import View

Schema = dict[str, Any]

ROWS, MOST_ROWS = 50, 500
"""Rows of an answer unless the body says otherwise, and at most."""

CELLS = "cellCharacters"
"""The one argument of a query tool that is not part of the body."""


def body_schema(view: View) -> Schema:
    """Return the schema of the arguments that ask a view: the members of a query body."""
    return {
        "type": "object",
        "properties": _members(view),
        "additionalProperties": False,
        "$defs": _definitions(view),
    }


def where_schema(view: View, sentence: str) -> tuple[Schema, Schema]:
    """Return a member that is a filter over a view, and the definitions that it needs."""
    return {"$ref": "#/$defs/filter", "description": sentence}, _definitions(view)


def _members(view: View) -> Schema:
    members: Schema = {
        "select": _list_of(_SELECTION, "What each row shows. Nothing: all fields."),
        "groupBy": _list_of(_GROUPING, "Keys to group by; they are shown."),
        "where": {"$ref": "#/$defs/filter", "description": "Which rows count."},
        "orderBy": _list_of(_ORDERING, "Keys of the row, such as `count`, a field, or `FIELD_day`."),
        "having": {
            "type": "object",
            "description": "Which groups count: a filter whose fields are aggregates, such as `count`.",
        },
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": ROWS},
        "offset": {"type": "integer", "minimum": 0, "description": "Rows to skip."},
        "weekStart": {
            "type": "string",
            "enum": list(WEEK_STARTS),
            "description": "The day that weeks begin on.",
        },
        "timeZone": {"type": "string", "description": "IANA name; where days of time buckets begin."},
        CELLS: {
            "type": "integer",
            "minimum": 20,
            "maximum": MOST_CELL_CHARACTERS,
            "default": CELL_CHARACTERS,
            "description": "Longer texts are cut to that many characters and end in `…`.",
        },
    }
    if view.has_text_search:
        members["query"] = {"type": "string", "description": "Free text: the threads nearest to it first."}
    return members


def _list_of(schema: Schema, sentence: str) -> Schema:
    return {"type": "array", "items": schema, "description": sentence}


def _definitions(view: View) -> Schema:
    return {
        "field": {"type": "string", "enum": [*view.names, *(field.name for field in view.durations)]},
        "filter": _filter(view),
    }


_FIELD: Schema = {"$ref": "#/$defs/field"}
_PATH: Schema = {
    "type": "array",
    "items": {"type": "string"},
    "description": 'Into an object field: `properties` with `["plan"]`.',
}


_SELECTION: Schema = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "enum": ["field", "time", "aggregation", DURATION]},
        "field": _FIELD,
        "path": _PATH,
        "timeUnit": {"type": "string", "enum": list(TIME_UNITS), "description": "With type `time`."},
        "aggregation": {
            "type": "string",
            "enum": list(AGGREGATIONS),
            "description": f"With type `aggregation`; with `{DURATION}` where there are groups.",
        },
        "from": _FIELD | {"description": f"With type `{DURATION}`: the time that seconds are counted from."},
        "to": _FIELD | {"description": "And the time that they are counted to."},
    },
    "required": ["type"],
}


_GROUPING: Schema = {
    "type": "object",
    "properties": {"field": _FIELD, "path": _PATH},
    "required": ["field"],
}


_ORDERING: Schema = {
    "type": "object",
    "properties": {"field": {"type": "string"}, "direction": {"type": "string", "enum": ["asc", "desc"]}},
    "required": ["field", "direction"],
}


def _filter(view: View) -> Schema:
    field = _FIELD if view.messages == "none" else {"anyOf": [_FIELD, {"type": "string", "const": MESSAGES}]}
    return {
        "type": "object",
        "description": "Exactly one of the three.",
        "properties": {
            "condition": {
                "type": "object",
                "properties": {
                    "field": field,
                    "operator": {"type": "string", "enum": list(get_args(Operator))},
                    "value": {
                        "type": ["string", "number", "boolean", "array", "object", "null"],
                        "items": {"type": ["string", "number", "boolean", "null"]},
                        "description": 'At a path: {"path": ["plan"], "value": "pro"}.',
                    },
                },
                "required": ["field", "operator"],
            },
            "and": {"type": "array", "items": {"$ref": "#/$defs/filter"}},
            "or": {"type": "array", "items": {"$ref": "#/$defs/filter"}},
        },
    }
