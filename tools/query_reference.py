"""The reference page of the query language, out of the catalogue, the compiler's enumerations and its bounds.

Sentences that the code does not have are in `query_words`; what fits what is asked of the compiler, in `query_fits`.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

import duckdb

from threadline.analytics.zones import zone_names
from threadline.api.answers import FORMATS
from threadline.api.openapi.meanings import meaning
from threadline.catalog import (
    AGGREGATIONS,
    GROUP_OPERATORS,
    MESSAGES,
    OPERATORS,
    TIME_UNITS,
    VIEWS,
    Field,
    View,
)
from threadline.query import Limits, order_names
from threadline.query.binding.conditions import _MOST_LIST_DEPTH
from threadline.query.binding.cost import MOST_COST
from threadline.query.forms.plan import Aggregate, Bucket, Place, Stored
from threadline.query.naming import aggregate_names, bucket_names, duration_names
from threadline.query.parsing.filters import MOST_CONDITIONS, MOST_DEPTH, MOST_VALUES
from threadline.query.parsing.parse import MOST_ENTRIES
from threadline.query.parsing.properties import DEFAULT_VALUES
from threadline.query.parsing.properties import MOST_VALUES as MOST_PROPERTY_VALUES
from threadline.search_text import MOST_PIECES
from threadline.services.asking.exports import _LIST_MEMBERS
from threadline.settings import PREFIX, Settings
from threadline.wire.queries import PropertyKeys, PropertyValues, Query, QueryData
from tools import query_fits as fits
from tools import query_words as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

INTRODUCTION = """# Query language

Everything that a query may say, by name. [The tutorial](../tutorial/query-language.md) builds up to it with real
answers, and [query semantics](query-semantics.md) has the rules behind it: comparing, nulls, ties, refusals. This page
is generated from the code; **ext** marks what the contract does not have.
"""

FILTERS = """
## Filters

A filter is an object with exactly one of these members.

| filter | holds for rows |
|---|---|
| `{"condition": {"field": …, "operator": …, "value": …}}` | of which the condition holds |
| `{"and": [filter, …]}` | for which all of the filters hold; an empty list holds always |
| `{"or": [filter, …]}` | for which one of the filters holds; an empty list holds never |

In a JSON field, `"value": {"path": ["plan"], "value": "pro"}` holds the value at a path against `"pro"`.
Values for times are ISO 8601 texts, or relative: a number of up to four digits and """

_CODE = re.compile(r"`([^`]+)`")
CSV_NOTE = """
A JSON field is spread over several columns: an object over one for each key in the exported rows, sorted by name, and a
list of objects over the members named here. With `"mode": "json"` in its selection it is one column of JSON text.
"""


def page() -> str:
    """Return the text of the page."""
    parts = (
        _requests(),
        _members(),
        _selections(),
        _types(),
        _filters(),
        _operators(),
        _having(),
        _aggregations(),
    )
    rest = (_units(), _order(), _views(), _answers(), _exports(), _properties(), _bounds())
    return INTRODUCTION + "".join("".join(part) for part in (*parts, *rest))


def _requests() -> Iterator[str]:
    rows = [
        *((f"`POST /query/{view.name}`", f"Rows or groups of {view.noun}.") for view in VIEWS.values()),
        ("`POST /query/{view}/export`", "The same as a [file](#exports), without a cap on rows."),
        ("`POST /query/property-keys`", "Which [keys](#properties) properties have."),
        ("`POST /query/property-values`", "Which values a key has."),
    ]
    yield "\n## Requests\n"
    yield table(("request", "answers"), rows)


def _members() -> Iterator[str]:
    yield "\n## Body\n\nEvery member is optional. `{}` asks for all fields of the newest rows.\n"
    rows = (_member("Query", name, words.MEMBERS[name]) for name in Query.__struct_encode_fields__)
    yield table(("member", "is a", "means", ""), rows)


def _member(struct: str, name: str, shape: str) -> tuple[str, ...]:
    return f"`{name}`", shape, _sentence(struct, name), mark(name)


def _sentence(struct: str, name: str) -> str:
    """Return what a member means, without saying that it is an extension: its row does."""
    said = meaning(struct, name).removeprefix("An extension")
    told = said.removeprefix(": ").removeprefix(", ")
    return told[0].upper() + told[1:]


def _selections() -> Iterator[str]:
    time = VIEWS["conversations"].main_time
    properties = Place(Field(name="properties", column="", type="object", sentence=""), ("plan",))
    rows = (
        ("value of a row, or key of its group", '`{"type": "field", "field": "type"}`', "`type`"),
        (
            "value at a path",
            '`{"type": "field", "field": "properties", "path": ["plan"]}`',
            f"`{Stored(properties).key}`",
        ),
        ("unit of time", '`{"type": "time", "timeUnit": "day"}`', f"`{Bucket(Place(time), 'day').key}`"),
        (
            "seconds from one time to another (**ext**)",
            '`{"type": "durationSeconds", "from": "firstMessageTime", "to": "lastMessageTime"}`',
            "`durationSeconds_firstMessageTime_lastMessageTime`",
        ),
        (
            "number about such seconds (**ext**)",
            '`{"type": "durationSeconds", "from": "createdAt", "to": "updatedAt", "aggregation": "avg"}`',
            "`avg_durationSeconds_createdAt_updatedAt`",
        ),
        (
            "number about a group",
            '`{"type": "aggregation", "aggregation": "count"}`',
            f"`{Aggregate('count').key}`",
        ),
        (
            "the same of a field or path",
            '`{"type": "aggregation", "aggregation": "avg", "field": "properties", "path": ["plan"]}`',
            f"`{Aggregate('avg', properties).key}`",
        ),
        (
            "key to group by",
            '`{"field": "type"}` in `groupBy`; `"includeInSelect": false` hides it;'
            ' `"each": true` (**ext**) makes a group of each text of a list',
            "`type`",
        ),
    )
    yield "\n## Selections\n\nWhat `select` and `groupBy` may hold, and the key that a row shows it under.\n"
    yield table(("asks for a", "written", "key"), rows)
    yield (
        "\nWith an aggregation or a `groupBy` the answer has groups: then fields and units of time are keys of them."
        "\nA `time` without `field` is about the main time of its view.\n"
    )


def _types() -> Iterator[str]:
    examples = fits.example_fields()
    yield "\n## Types\n\nWhat fits a field follows from its type; [views](#views) has the type of each.\n"
    rows = [_type_row(view, field) for view, field in examples.values()]
    view, field = examples["object"]
    yield table(
        ("type", "in a row", "operators", "aggregations", "path", "time unit", "in CSV", "in Parquet"),
        [*rows, _path_row(view, field)],
    )


def _type_row(view: View, field: Field) -> tuple[str, ...]:
    told = words.TYPES[field.type]
    return (
        f"`{field.type}`",
        told.row,
        names(fits.operators(view, field)),
        names(fits.aggregations(view, field)),
        "yes" if fits.takes_path(view, field) else "",
        "yes" if fits.is_bucket(view, field) else "",
        told.csv,
        told.parquet,
    )


def _path_row(view: View, field: Field) -> tuple[str, ...]:
    """Return the row of values at a path, which are alike in all JSON fields."""
    told = words.AT_PATH
    operators = names(fits.operators_at_path(view, field))
    aggregations = names(fits.aggregations(view, field, path=("name",)))
    return "a value at a path", told.row, operators, aggregations, "", "", told.csv, told.parquet


def _filters() -> Iterator[str]:
    units = ", ".join(f"`{unit}` ({meant})" for unit, meant in words.RELATIVE.items())
    yield FILTERS + units + ", before now (**ext**).\n"


def _operators() -> Iterator[str]:
    rows = (
        (f"`{each}`", words.OPERATORS[each].value, words.OPERATORS[each].finds, mark(each))
        for each in OPERATORS
    )
    yield "\n## Operators\n"
    yield table(("operator", "value, for example", "finds rows whose value", ""), rows)
    searched = " and ".join(view.noun for view in VIEWS.values() if fits.searches_messages(view))
    yield f"\n`matches` goes with the field `{MESSAGES}` alone, of {searched}.\n"


def _having() -> Iterator[str]:
    yield (
        "\n## Filters over groups\n\n`having` (**ext**) is a filter whose fields are names of aggregates, such as"
        f" `count` or `sum_userMessageCount`, and whose values are numbers. Its operators: {names(GROUP_OPERATORS)}.\n"
    )


def _aggregations() -> Iterator[str]:
    yield "\n## Aggregations\n"
    rows = ((f"`{each}`", words.AGGREGATIONS[each], mark(each)) for each in AGGREGATIONS)
    yield table(("aggregation", "is", ""), rows)


def _units() -> Iterator[str]:
    rows = ((f"`{each}`", words.UNITS[each], mark(each)) for each in TIME_UNITS)
    zones = zone_names(duckdb.connect())
    yield "\n## Units of time\n"
    yield table(("unit", "begins at", ""), rows)
    yield (
        f"\nIn UTC, or by the clock of `timeZone` (**ext**), one of {len(zones):,} IANA names such as"
        " `Europe/Berlin`.\n"
    )


def _order() -> Iterator[str]:
    rows = (
        (view.noun, f"{len(list(order_names(view.contract)))}", f"{len(_more_names(view))}")
        for view in VIEWS.values()
    )
    yield (
        '\n## Order\n\n`{"field": "count", "direction": "desc"}`; directions are `asc` and `desc`. The field is any'
        " key of the row,\nor the name of a field, unit of time or aggregate of the view, shown or not.\n"
    )
    yield table(("view", "names of the contract", "more names (**ext**)"), rows)


def _more_names(view: View) -> set[str]:
    names = {*order_names(view), *aggregate_names(view), *bucket_names(view), *duration_names(view)}
    return names - {*order_names(view.contract)}


def _views() -> Iterator[str]:
    yield (
        "\n## Views\n\nA field without a value is `null` in a row, or left out, as the column says. A body that selects"
        "\nnothing shows the fields of the contract.\n"
    )
    for view in VIEWS.values():
        yield (
            f"\n### {view.name}\n\nMain time: `{view.main_time.name}`. In `views` of property requests:"
            f" `{view.legacy}`.{_searches(view)}\n"
        )
        yield table(
            ("field", "type", "means", "without a value", "CSV columns", ""), map(_field_row, view.fields)
        )
    yield CSV_NOTE


def _searches(view: View) -> str:
    searched = f" `matches` on `{MESSAGES}` (**ext**)." if fits.searches_messages(view) else ""
    return f"{searched} Takes `query`, a free text." if view.has_text_search else searched


def _field_row(field: Field) -> tuple[str, ...]:
    absent = "`null`" if field.is_nullable_on_wire else "left out"
    shape = f"[`{field.type}`](#types)" + (", shown as a map of texts" if field.is_text_map else "")
    extension = "**ext**" if field.is_extension else ""
    return f"`{field.name}`", shape, field.sentence, absent, _csv_columns(field), extension


def _csv_columns(field: Field) -> str:
    if not field.is_json:
        return f"`{field.name}`"
    members = _LIST_MEMBERS.get(field.name, ("…",))
    return ", ".join(f"`{field.name}.{each}`" for each in members)


def _answers() -> Iterator[str]:
    rows = (_member("QueryData", name, words.ANSWER[name]) for name in QueryData.__struct_encode_fields__)
    yield '\n## Answer\n\n`{"status": "ok", "data": …}`; members of `data`:\n'
    yield table(("member", "is a", "means", ""), rows)


def _exports() -> Iterator[str]:
    rows = ((f"`{each.media_type}`", words.FORMATS[each.ending], mark(each.media_type)) for each in FORMATS)
    yield "\n## Exports\n\nThe header `Accept` names the format; without one it is CSV. Bodies are those of queries.\n"
    yield table(("`Accept`", "file", ""), rows)


def _properties() -> Iterator[str]:
    keys, values = PropertyKeys.__struct_encode_fields__, PropertyValues.__struct_encode_fields__
    rows = [_property(name, "both" if name in values else "keys") for name in keys]
    rows += [_property(name, "values") for name in values if name not in keys]
    rows.append(_property("search", "both"))
    yield '\n## Properties\n\nBodies of `property-keys` and `property-values`; answers are `{"results": [text, …]}`.\n'
    yield table(("member", "of", "is a", "means", ""), rows)


def _property(name: str, request: str) -> tuple[str, ...]:
    known = f"{name} of property values" if name == "limit" else name
    return f"`{name}`", request, words.MEMBERS[name], words.PROPERTIES[name], mark(known)


def _bounds() -> Iterator[str]:
    limits, settings = Limits(), Settings()
    rows: Sequence[tuple[str, int, str]] = (
        ("Rows of an answer without groups", limits.plain_rows, _setting("plain_rows")),
        ("Groups of an answer", limits.grouped_rows, _setting("grouped_rows")),
        ("Bytes of a body", settings.body_bytes, _setting("body_bytes")),
        ("Entries of `select`, `groupBy` and `orderBy`, each", MOST_ENTRIES, ""),
        ("Levels of a filter, and of a value", MOST_DEPTH, ""),
        ("Conditions of a filter", MOST_CONDITIONS, ""),
        ("Values in one condition", MOST_VALUES, ""),
        ("Comparisons of a filter", MOST_COST, "[how they count](query-semantics.md#refusals)"),
        ("Levels of lists in values of `arrayContains` and `json…` operators", _MOST_LIST_DEPTH, ""),
        ("Words and phrases of one search", MOST_PIECES, ""),
        ("Property values of an answer", MOST_PROPERTY_VALUES, f"`limit`; {DEFAULT_VALUES} when absent"),
    )
    yield (
        "\n## Bounds\n\nA body over a bound is refused, with the place. An answer has no more rows than its bound.\n"
    )
    yield table(("at most", "", "set by"), ((what, f"{most:,}", how) for what, most, how in rows))


def _setting(name: str) -> str:
    return f"[`{PREFIX}{name.upper()}`](settings.md)"


def mark(name: str) -> str:
    """Return the mark of a name that the contract does not have."""
    return "" if name in words.CONTRACT else "**ext**"


def names(found: Iterable[str]) -> str:
    """Return names as a list of code words."""
    return ", ".join(f"`{each}`" for each in found)


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table."""
    return "\n" + "".join(map(_line, (headers, ["---"] * len(headers), *rows)))


def cell(text: str) -> str:
    r"""Return a text as a cell, in which a bar is escaped. Readers of Markdown differ on `\|` in code; none on HTML.

    >>> cell("`a | b` or `c`")
    '<code>a &#124; b</code> or `c`'
    """
    return _CODE.sub(_code_with_bars, text).replace("|", "\\|")


def _code_with_bars(found: re.Match[str]) -> str:
    return (
        f"<code>{escape(found[1], quote=False).replace('|', '&#124;')}</code>"
        if "|" in found[1]
        else found[0]
    )


def _line(cells: Sequence[str]) -> str:
    told = map(cell, cells)
    return f"|{''.join(f' {each} |' if each else ' |' for each in told)}\n"
