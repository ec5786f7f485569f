"""Write the values of a plan: as shown, as group keys, as arguments of aggregates, and to sort by."""

from threadline.catalog import Aggregation, FieldType, TimeFormat
from threadline.query.emitting.paths import Spot, text_of_key
from threadline.query.emitting.times import bucket, bucket_key, bucket_of_key
from threadline.query.forms.plan import Aggregate, Bucket, Output, Place, Stored, Value
from threadline.query.forms.statement import Column, Kind, Purpose, Sql, fill

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

_STEADY_DIGITS = 12
_COUNTS: tuple[Aggregation, ...] = ("count", "countDistinct")
_AGGREGATES: dict[Aggregation, str] = {
    "count": "count({})",
    "countDistinct": "count(distinct {})",
    "sum": "sum({})",
    "avg": "avg({})",
    "min": "min({})",
    "max": "max({})",
    "median": "quantile_cont({}, 0.5)",
    "p90": "quantile_cont({}, 0.9)",
    "p95": "quantile_cont({}, 0.95)",
}


def stored(value: Stored | Bucket) -> Sql:
    """Return the value as the tables have it."""
    place = value.place
    if isinstance(value, Bucket):
        return bucket(value)
    if value.is_each:
        return Sql(EACH)
    if place.is_text_key:
        return Spot.of(place).text
    return Spot.of(place).literal if place.field.is_json else Sql(place.field.column)


def group_key(value: Stored | Bucket) -> Sql:
    """Return what rows of one group share.

    JSON groups by its text, so the order of keys in stored objects counts. Null and missing are one group, and so are
    `7` and `7.0`.
    """
    if isinstance(value, Bucket):
        return bucket_key(value)
    if is_json(value):
        return Spot.of(value.place).key
    return Spot.of(value.place).text_key if value.place.is_text_key else stored(value)


def group_value(value: Stored | Bucket, key: Sql) -> Sql:
    """Return the value that the rows of one group have, given what they share."""
    if isinstance(value, Bucket):
        return bucket_of_key(value, key)
    return text_of_key(Spot.of(value.place), key) if value.place.is_text_key else key


def shown(value: Stored | Bucket, sql: Sql) -> Sql:
    """Return a stored value or that of a group as a row shows it.

    Without the cast the database would format a time in nanoseconds, which end in the year 2262.
    """
    return _written(sql) if isinstance(value, Bucket) or value.place.field.type == "timestamp" else sql


def is_extreme_time(value: Value) -> bool:
    """Say whether a value is the least or the greatest of times."""
    is_extreme = isinstance(value, Aggregate) and value.aggregation in {"min", "max"}
    return is_extreme and value.place is not None and value.place.field.type == "timestamp"


def extreme_time(value: Aggregate, sql: Sql) -> Sql:
    """Return the least or the greatest of times as rows show times."""
    return _written(fill(_AGGREGATES[value.aggregation], sql))


def _written(time: Sql) -> Sql:
    return fill("strftime({}::timestamp, '%Y-%m-%dT%H:%M:%S.%gZ')", time)


def _milliseconds(time: Sql) -> Sql:
    """Return a time in milliseconds since 1970; releases of the database differ on `epoch_ms` of their coarser type."""
    return fill("epoch_ms({}::timestamp)", time)


def row_terms(value: Value) -> list[Sql]:
    """Return what rows are sorted by to sort them by a value."""
    if isinstance(value, Aggregate):
        return [_of_row(value)]
    if not is_json(value):
        return [stored(value)]
    spot = Spot.of(value.place)
    return [spot.number, spot.text] if value.place.path else [spot.key]


def group_terms(value: Stored | Bucket, sql: Sql) -> list[Sql]:
    """Return what groups are sorted by to sort them by a key, given its value.

    JSON groups by its literal, so that `true` and the text "true" are two groups of one text.
    """
    if not is_json(value) or not value.place.path:
        return [sql]
    spot = Spot(sql.text)
    return [spot.number, spot.text, fill("starts_with({}, '\"')", sql)]


def _of_row(value: Aggregate) -> Sql:
    """Return an aggregate of one row alone: what is there is counted once, and a number is its own sum."""
    sql = argument(value)
    if sql is None or value.place is None:
        return Sql("1")
    if value.aggregation in _COUNTS:
        return fill("({} is not null)::integer", sql)
    return _milliseconds(sql) if value.place.field.type == "timestamp" else sql


def is_json(value: Stored | Bucket) -> bool:
    """Say whether the value is JSON text."""
    return value.place.field.is_json and not value.place.is_text_key


def argument(value: Value) -> Sql | None:
    """Return what an aggregate is computed from in each row; None if from the rows themselves."""
    place = value.place
    if place is None:
        return None
    if not isinstance(value, Aggregate):
        return stored(value) if isinstance(value, Bucket) else group_key(value)
    if not place.field.is_json:
        return Sql(place.field.column)
    return _json_argument(Spot.of(place), value.aggregation)


def _json_argument(spot: Spot, aggregation: Aggregation) -> Sql:
    if aggregation == "count":
        return fill("nullif({}, 'null')", spot.literal)
    if aggregation == "countDistinct":
        return spot.text_key
    return fill("case when isfinite({}) then {} end", spot.number, spot.number)


def aggregate(value: Value, sql: Sql | None) -> Sql:
    """Return the aggregate of an argument; a value that groups do not share stands for the least one of a group."""
    if sql is None:
        return Sql("count(*)")
    if not isinstance(value, Aggregate):
        return fill("min({})", sql)
    result = fill(_AGGREGATES[value.aggregation], sql)
    if value.aggregation in _COUNTS or value.place is None:
        return result
    return _numeric(value.place, value.aggregation, result)


def steady(value: Value, sql: Sql) -> Sql:
    """Return an aggregate to sort groups by, with the digits that are the same whenever it is computed.

    Doubles are added in the order in which threads finish, so that the last digits of a sum differ from run to run, and
    with them the place of a group among its equals and behind a cursor.
    """
    is_added = isinstance(value, Aggregate) and value.aggregation in {"sum", "avg"}
    if (
        not is_added
        or value.place is None
        or not (value.place.field.is_json or value.place.field.type == "number")
    ):
        return sql
    places = fill(f"{_STEADY_DIGITS} - ceil(log10(abs(nullif({{}}, 0))))::integer", sql)
    return fill("coalesce(round({}, {}), {})", sql, places, sql)


def _numeric(place: Place, aggregation: Aggregation, result: Sql) -> Sql:
    """Return a sum, mean or extreme as a number for JSON: times in milliseconds, nothing infinite."""
    if place.field.type == "timestamp":
        return _milliseconds(result)
    if aggregation in {"min", "max"}:
        return result
    if place.field.is_json:
        return fill("case when isfinite({}) then {} end", result, result)
    return fill("{}::bigint", result) if aggregation == "sum" and place.field.type == "integer" else result


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
