"""Write the values of a plan: as shown, as group keys, as arguments of aggregates, and to sort by."""

from threadline.catalog import Aggregation, FieldType, TimeFormat
from threadline.query.emitting.context import Context, JsonValue, text_of_key
from threadline.query.forms.plan import Aggregate, Bucket, Output, Place, Stored, Value
from threadline.query.forms.statement import Column, Kind, Purpose
from threadline.query.sql import Sql, fill

_KINDS: dict[FieldType, Kind] = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "timestamp": "timestamp",
    "string_list": "string_list",
    "object": "json",
    "objects": "json",
}
EACH = "each_text"
"""The column of each text of the list that a plan takes apart."""

_COUNTS: tuple[Aggregation, ...] = ("count", "countDistinct")


def stored(context: Context, value: Stored | Bucket) -> Sql:
    """Return the value as the tables have it."""
    place = value.place
    if isinstance(value, Bucket):
        return context.dialect.times.bucket(value, context.column(place))
    if value.is_each:
        return Sql(EACH)
    if not place.field.is_json:
        return context.column(place)
    return context.json(place).text if place.is_text_key else context.json(place).literal


def group_key(context: Context, value: Stored | Bucket) -> Sql:
    """Return what rows of one group share.

    JSON groups by its text, so the order of keys in stored objects counts. Null and missing are one group, and so are
    `7` and `7.0`.
    """
    if isinstance(value, Bucket):
        return context.dialect.times.bucket_key(value, context.column(value.place))
    if is_json(value):
        return context.json(value.place).key
    return context.json(value.place).text_key if value.place.is_text_key else stored(context, value)


def group_value(context: Context, value: Stored | Bucket, key: Sql) -> Sql:
    """Return the value that the rows of one group have, given what they share."""
    if isinstance(value, Bucket):
        return context.dialect.times.bucket_of_key(value, key)
    return text_of_key(context.json(value.place), key) if value.place.is_text_key else key


def shown(context: Context, value: Stored | Bucket, sql: Sql) -> Sql:
    """Return a stored value or that of a group as a row shows it."""
    is_time = isinstance(value, Bucket) or value.place.field.type == "timestamp"
    return context.dialect.times.written(sql) if is_time else sql


def is_extreme_time(value: Value) -> bool:
    """Say whether a value is the least or the greatest of times."""
    is_extreme = isinstance(value, Aggregate) and value.aggregation in {"min", "max"}
    return is_extreme and value.place is not None and value.place.field.type == "timestamp"


def extreme_time(context: Context, value: Aggregate, sql: Sql) -> Sql:
    """Return the least or the greatest of times as rows show times."""
    return context.dialect.times.written(context.dialect.numbers.aggregate(value.aggregation, sql))


def row_terms(context: Context, value: Value) -> list[Sql]:
    """Return what rows are sorted by to sort them by a value."""
    if isinstance(value, Aggregate):
        return [_of_row(context, value)]
    if not is_json(value):
        return [stored(context, value)]
    found = context.json(value.place)
    return [found.number, found.text] if value.place.path else [found.key]


def group_terms(context: Context, value: Stored | Bucket, sql: Sql) -> list[Sql]:
    """Return what groups are sorted by to sort them by a key, given its value.

    JSON groups by its literal, so that `true` and the text "true" are two groups of one text.
    """
    if not is_json(value) or not value.place.path:
        return [sql]
    found = JsonValue(context, sql)
    return [found.number, found.text, context.dialect.literals.is_kind(sql, "VARCHAR")]


def _of_row(context: Context, value: Aggregate) -> Sql:
    """Return an aggregate of one row alone: what is there is counted once, and a number is its own sum."""
    sql = argument(context, value)
    if sql is None or value.place is None:
        return Sql("1")
    if value.aggregation in _COUNTS:
        return context.dialect.numbers.flag(fill("{} is not null", sql))
    return context.dialect.times.milliseconds(sql) if value.place.field.type == "timestamp" else sql


def is_json(value: Stored | Bucket) -> bool:
    """Say whether the value is JSON text."""
    return value.place.field.is_json and not value.place.is_text_key


def argument(context: Context, value: Value) -> Sql | None:
    """Return what an aggregate is computed from in each row; None if from the rows themselves."""
    place = value.place
    if place is None:
        return None
    if not isinstance(value, Aggregate):
        return stored(context, value) if isinstance(value, Bucket) else group_key(context, value)
    if not place.field.is_json:
        return context.column(place)
    return _json_argument(context.json(place), value.aggregation)


def _json_argument(value: JsonValue, aggregation: Aggregation) -> Sql:
    if aggregation == "count":
        return fill("nullif({}, 'null')", value.literal)
    if aggregation == "countDistinct":
        return value.text_key
    return value.context.dialect.numbers.finite(value.number)


def aggregate(context: Context, value: Value, sql: Sql | None) -> Sql:
    """Return the aggregate of an argument; of a value that differs within a group, the smallest is shown."""
    if sql is None:
        return Sql("count(*)")
    if not isinstance(value, Aggregate):
        return fill("min({})", sql)
    result = context.dialect.numbers.aggregate(value.aggregation, sql)
    if value.aggregation in _COUNTS or value.place is None:
        return result
    return _numeric(context, value.place, value.aggregation, result)


def steady(context: Context, value: Value, sql: Sql) -> Sql:
    """Return an aggregate to sort groups by, with the digits that are the same whenever it is computed."""
    is_added = isinstance(value, Aggregate) and value.aggregation in {"sum", "avg"}
    if not is_added or value.place is None:
        return sql
    is_double = value.place.field.is_json or value.place.field.type == "number"
    return context.dialect.numbers.steady(sql) if is_double else sql


def _numeric(context: Context, place: Place, aggregation: Aggregation, result: Sql) -> Sql:
    """Return a sum, mean or extreme as a number for JSON: times in milliseconds, nothing infinite."""
    if place.field.type == "timestamp":
        return context.dialect.times.milliseconds(result)
    if aggregation in {"min", "max"}:
        return result
    if place.field.is_json:
        return context.dialect.numbers.finite(result)
    is_whole = aggregation == "sum" and place.field.type == "integer"
    return context.dialect.numbers.whole(result) if is_whole else result


def column(output: Output, *, purpose: Purpose, time_format: TimeFormat = "milliseconds") -> Column:
    """Return how to read an output."""
    value = output.value
    if isinstance(value, Aggregate):
        if is_extreme_time(value) and time_format == "rfc3339":
            return Column(key=value.key, kind="timestamp", omit_null=True)
        return Column(key=value.key, kind=_aggregate_kind(value), omit_null=True)
    if isinstance(value, Bucket):
        return Column(key=value.key, kind="timestamp", omit_null=True)
    place = value.place
    if place.path:
        return Column(key=value.key, kind="string" if place.is_text_key else "json", omit_null=False)
    field = place.field
    is_flat = field.is_text_map and (purpose == "rows" or (purpose == "lines" and output.mode != "json"))
    kind: Kind = "text_map" if is_flat else "string" if value.is_each else _KINDS[field.type]
    mode = (output.mode or "unpack") if purpose == "export" and field.is_json else None
    omit_null = not field.is_nullable_on_wire and not value.is_each
    return Column(key=value.key, kind=kind, omit_null=omit_null, mode=mode)


def _aggregate_kind(value: Aggregate) -> Kind:
    if value.aggregation in _COUNTS:
        return "integer"
    is_whole = value.place is not None and value.place.field.type in {"integer", "timestamp"}
    return "integer" if is_whole and value.aggregation in {"sum", "min", "max"} else "number"
