"""The components of queries: the shapes of the wire structs, once per view, with the fields of the catalogue.

A generated client then knows which fields a view has, and which keys its rows may carry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from threadline.api.openapi.tidy import Schema, nullable, one_of, ref, tidied
from threadline.catalog import AGGREGATIONS, DURATION, MESSAGES, TIME_UNITS, VIEWS, Field, View
from threadline.query import order_names
from threadline.query.naming import duration_names
from threadline.query.parsing.parse import MOST_ENTRIES

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHAPES = {
    "SelectField": "SimpleFieldSelection",
    "SelectAggregation": "AggregationSelection",
    "SelectTime": "TimeBasedGroupBySelection",
    "SelectDuration": "DurationSelection",
    "GroupBy": "GroupBy",
}
QUERY_STRUCTS = frozenset(
    {*_SHAPES, "OrderBy", "Condition", "Filter", "GroupFilter", "Query", "QueryData", "QueryAnswer"}
)
"""Structs that the document has once per view, or in parts, and not as such."""

_TYPES: dict[str, Schema] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "timestamp": {"type": "string", "format": "date-time"},
    "string_list": {"type": "array", "items": {"type": "string"}},
    "object": {"type": "object", "additionalProperties": True},
    "objects": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
}
_TEXT_MAP: Schema = {"type": "object", "additionalProperties": {"type": "string"}}


@dataclass(frozen=True, slots=True)
class Naming:
    """How the components of a view are called."""

    prefix: str
    query: str


NAMING = {name: Naming(view.component or view.title, f"Query{view.title}") for name, view in VIEWS.items()}


def request_body(view: str) -> Schema:
    """Return a reference to the body that queries a view."""
    return ref(f"{NAMING[view].query}RequestBody")


def response_body(view: str) -> Schema:
    """Return a reference to the answer of a view."""
    return ref(f"{NAMING[view].query}ResponseBody")


def any_filter() -> Schema:
    """Return the schema of a filter of any view."""
    return {"anyOf": [ref(f"{naming.prefix}Filter") for naming in NAMING.values()]}


def view_components(structs: Mapping[str, Schema]) -> dict[str, Schema]:
    """Return the components of all views, and what they share: two enums, and the filter over groups."""
    components = {
        "FilterOperator": _enum(structs["Condition"]["properties"]["operator"]),
        "TimeUnit": _enum(structs["SelectTime"]["properties"]["timeUnit"]),
        **_choice_of_filters("GroupFilter", tidied(structs["GroupFilter"], {})),
    }
    for name, view in VIEWS.items():
        components |= _filters(view, NAMING[name], structs)
        components |= _selections(view, NAMING[name], structs)
        components |= _bodies(view, NAMING[name], structs)
    return components


def _filters(view: View, naming: Naming, structs: Mapping[str, Schema]) -> dict[str, Schema]:
    prefix = naming.prefix
    condition = _with_field(structs["Condition"], prefix)
    condition["properties"]["operator"] = _described(
        ref("FilterOperator"), condition["properties"]["operator"]
    )
    if view.messages != "none":
        field = condition["properties"]["field"]
        about = {"description": field.pop("description")}
        condition["properties"]["field"] = {"anyOf": [field, {"type": "string", "const": MESSAGES}], **about}
    whole = tidied(structs["Filter"], {"Filter": f"{prefix}Filter"})
    whole["properties"]["condition"] = condition
    return {
        f"{prefix}Field": {
            "type": "string",
            "enum": [*view.names, *(field.name for field in view.durations)],
            "description": f"A field of {view.noun}.",
        },
        **_choice_of_filters(f"{prefix}Filter", whole),
    }


def _choice_of_filters(name: str, whole: Schema) -> dict[str, Schema]:
    """Return a filter that has exactly one of its members, and the three filters of which it is one."""
    kinds = {"condition": "Condition", "and": "AND", "or": "OR"}
    return {
        name: {
            "description": whole["description"],
            "oneOf": [ref(f"{name}{kind}") for kind in kinds.values()],
        },
        **{f"{name}{kind}": _single(member, whole["properties"][member]) for member, kind in kinds.items()},
    }


def _selections(view: View, naming: Naming, structs: Mapping[str, Schema]) -> dict[str, Schema]:
    prefix = naming.prefix
    names = {struct: name for struct, name in _SHAPES.items() if struct != "SelectDuration" or view.durations}
    shapes = {f"{prefix}{name}": _with_field(structs[struct], prefix) for struct, name in names.items()}
    unit = shapes[f"{prefix}TimeBasedGroupBySelection"]["properties"]
    unit["timeUnit"] = _described(ref("TimeUnit"), unit["timeUnit"])
    kinds = {kind: f"{prefix}{names[struct]}" for kind, struct in _kinds(structs).items() if struct in names}
    if view.durations:
        ends = shapes[f"{prefix}DurationSelection"]["properties"]
        for end in ("from", "to"):
            ends[end]["enum"] = [field.name for field in view.times]
    order = tidied(structs["OrderBy"], {})
    order["properties"]["field"]["enum"] = [*order_names(view), *duration_names(view)]
    return {**shapes, f"{prefix}Selection": one_of("type", kinds), f"{prefix}OrderBy": order}


def _bodies(view: View, naming: Naming, structs: Mapping[str, Schema]) -> dict[str, Schema]:
    prefix, query = naming.prefix, naming.query
    names = {"GroupBy": f"{prefix}GroupBy", "OrderBy": f"{prefix}OrderBy", "Filter": f"{prefix}Filter"}
    body = tidied(structs["Query"], names)
    body["properties"]["select"]["items"] = ref(f"{prefix}Selection")
    for name in ("select", "groupBy", "orderBy"):
        body["properties"][name]["maxItems"] = MOST_ENTRIES
    body["properties"]["timeZone"]["minLength"] = 1
    if not view.has_text_search:
        del body["properties"]["query"]
    data = tidied(structs["QueryData"], {})
    data["properties"]["result"]["items"] = ref(f"{prefix}ResultItem")
    return {
        f"{query}RequestBody": body,
        f"{query}ResponseBody": tidied(structs["QueryAnswer"], {"QueryData": f"{query}ResponseData"}),
        f"{query}ResponseData": data,
        f"{prefix}ResultItem": _row(view),
    }


def _row(view: View) -> Schema:
    """Return the schema of a row: any field of the view, its buckets and its aggregates, and values at paths."""
    names = "|".join(view.names)
    return {
        "description": (
            f"A row of {view.noun}: the keys that were selected, such as `count`, `count_id`,"
            f" `{view.main_time.name}_day` or `properties.plan`. A field without a value may be left out."
        ),
        "type": "object",
        "properties": {field.name: _value(field) for field in view.fields},
        "patternProperties": {
            f"^({'|'.join(AGGREGATIONS)})(_({names})(\\..+)?)?$": {"type": "number"},
            f"^(({'|'.join(AGGREGATIONS)})_)?{DURATION}_": {"type": "number"},
            f"^({names})_({'|'.join(TIME_UNITS)})$": {"type": "string", "format": "date-time"},
        },
        "additionalProperties": True,
    }


def _value(field: Field) -> Schema:
    schema = _TEXT_MAP if field.is_text_map else _TYPES[field.type]
    return {**(nullable(schema) if field.is_nullable_on_wire else schema), "description": field.sentence}


def _with_field(schema: Schema, prefix: str) -> Schema:
    """Return the schema with `field`, if it has that, narrowed to the fields of a view."""
    told = tidied(schema, {})
    if "field" in told["properties"]:
        told["properties"]["field"] = _described(ref(f"{prefix}Field"), told["properties"]["field"])
    return told


def _kinds(structs: Mapping[str, Schema]) -> dict[str, str]:
    """Return the struct of each kind of selection."""
    return {structs[name]["properties"]["type"]["const"]: name for name in _SHAPES if name != "GroupBy"}


def _single(name: str, schema: Schema) -> Schema:
    return {"type": "object", "properties": {name: schema}, "required": [name]}


def _described(schema: Schema, like: Schema) -> Schema:
    return {**schema, "description": like["description"]}


def _enum(schema: Schema) -> Schema:
    return {key: schema[key] for key in ("type", "enum")}
