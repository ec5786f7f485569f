"""The first stage: a decoded body in, an expression out, or every fault of its shape.

Unknown members are refused, so that a misspelt filter is not passed over. Whether the fields exist is the business of
`bind`.
"""

import hashlib
import json
from collections.abc import Mapping

from threadline.catalog import (
    AGGREGATIONS,
    DIRECTIONS,
    DURATION,
    GROUP_OPERATORS,
    MODES,
    TIME_FORMATS,
    TIME_UNITS,
    WEEK_STARTS,
    View,
)
from threadline.query.faults import Faults
from threadline.query.forms.expression import (
    AggregationSelection,
    DurationSelection,
    Expression,
    FieldSelection,
    Grouping,
    Ordering,
    Selection,
    TimeSelection,
)
from threadline.query.parsing.filters import read_filter
from threadline.query.parsing.members import Node

MOST_ENTRIES = 200
"""The most entries of `select`, `groupBy` and `orderBy` each."""

_SELECTION_TYPES = ("field", "aggregation", "time", DURATION)
_MEMBERS = {
    "field": ("type", "field", "path", "mode"),
    "aggregation": ("type", "aggregation", "field", "path"),
    "time": ("type", "timeUnit", "field"),
    DURATION: ("type", "from", "to", "aggregation"),
}
"""What each kind of selection may have."""

_BODY = (
    *("query", "select", "groupBy", "where", "orderBy", "notes", "limit", "offset", "having", "timeZone"),
    *("weekStart", "timeFormat", "cursor", "explain"),
)


_NOT_IN_DIGEST = frozenset({"cursor", "limit", "explain", "notes"})
"""Members of a body that may change from page to page."""


def parse(body: object, view: View) -> Expression:
    """Return the expression that a decoded body states.

    Raises:
        MalformedError: the shape is wrong somewhere; carries all such faults.
    """
    expression = read_expression(body, view)
    expression.faults.raise_any()
    return expression


def read_expression(body: object, view: View) -> Expression:
    """Return as much of the expression as could be read, with the faults of the rest."""
    faults = Faults()
    node = Node.of(body, "", faults)
    if node is None:
        return Expression(faults=faults)
    node.expect("a query", *_BODY)
    node.text("notes")
    _check_text(node, view)
    where, having = node.members.get("where"), node.members.get("having")
    selections = map(_selection, node.entries("select", most=MOST_ENTRIES))
    groupings = map(_grouping, node.entries("groupBy", most=MOST_ENTRIES))
    orderings = map(_ordering, node.entries("orderBy", most=MOST_ENTRIES))
    return Expression(
        select=tuple(each for each in selections if each is not None),
        group_by=tuple(each for each in groupings if each is not None),
        where=None if where is None else read_filter(where, "/where", faults),
        order_by=tuple(each for each in orderings if each is not None),
        text=(node.text("query") or "").strip() or None if view.has_text_search else None,
        limit=node.whole("limit", least=1),
        offset=node.whole("offset", least=0) or 0,
        having=None if having is None else read_filter(having, "/having", faults, operators=GROUP_OPERATORS),
        time_zone=node.text("timeZone"),
        week_start=node.optional_choice("weekStart", "a day that weeks begin on", names=WEEK_STARTS)
        or "monday",
        time_format=node.optional_choice("timeFormat", "a format of times", names=TIME_FORMATS)
        or "milliseconds",
        cursor=(node.text("cursor") or "") if "cursor" in node.members else None,
        is_explained=node.flag("explain", default="no"),
        digest=digest_of(view, node.members) if "cursor" in node.members else "",
        faults=faults,
    )


def digest_of(view: View, body: Mapping[str, object]) -> str:
    """Return what tells a body that is asked of a view from every other, from page to page."""
    asked = {name: value for name, value in body.items() if name not in _NOT_IN_DIGEST}
    content = json.dumps([view.name, asked], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _check_text(node: Node, view: View) -> None:
    """Keep a free text for a view without one: passed over, the answer would be about all rows."""
    if not view.has_text_search and (node.text("query") or "").strip():
        message = f"`query` searches semantic threads alone, not {view.noun}. Filter with `where`."
        node.faults.impossible("/query", message)


def _selection(node: Node) -> Selection | None:
    kind = node.choice("type", "a kind of selection", names=_SELECTION_TYPES)
    if kind is not None:
        node.expect(f"a selection of type `{kind}`", *_MEMBERS[kind])
    if kind == "field":
        return _field_selection(node)
    if kind == "aggregation":
        return _aggregation_selection(node)
    if kind == DURATION:
        return _duration_selection(node)
    return _time_selection(node) if kind == "time" else None


def _field_selection(node: Node) -> FieldSelection | None:
    field = node.needed_text("field")
    path = node.path("path")
    mode = node.optional_choice("mode", "a mode", names=MODES)
    return None if field is None else FieldSelection(pointer=node.pointer, field=field, path=path, mode=mode)


def _aggregation_selection(node: Node) -> AggregationSelection | None:
    aggregation = node.choice("aggregation", "an aggregation", names=AGGREGATIONS)
    field = node.text("field")
    path = node.path("path")
    if aggregation is None:
        return None
    return AggregationSelection(pointer=node.pointer, aggregation=aggregation, field=field, path=path)


def _time_selection(node: Node) -> TimeSelection | None:
    unit = node.choice("timeUnit", "a unit of time", names=TIME_UNITS)
    field = node.text("field")
    return None if unit is None else TimeSelection(pointer=node.pointer, unit=unit, field=field)


def _duration_selection(node: Node) -> DurationSelection | None:
    start, end = node.needed_text("from"), node.needed_text("to")
    aggregation = node.optional_choice("aggregation", "an aggregation", names=AGGREGATIONS)
    if start is None or end is None:
        return None
    return DurationSelection(pointer=node.pointer, start=start, end=end, aggregation=aggregation)


def _grouping(node: Node) -> Grouping | None:
    # A selection of a field means the same as a key; people copy it with its type.
    is_field = node.members.get("type") == "field"
    node.expect(
        "a key to group by", "field", "path", "includeInSelect", "each", *(["type"] if is_field else [])
    )
    field = node.needed_text("field")
    path = node.path("path")
    is_shown = node.flag("includeInSelect", default="yes")
    is_each = node.flag("each", default="no")
    if field is None:
        return None
    return Grouping(pointer=node.pointer, field=field, path=path, is_shown=is_shown, is_each=is_each)


def _ordering(node: Node) -> Ordering | None:
    node.expect("an order", "field", "direction")
    key = node.needed_text("field")
    direction = node.choice("direction", "a direction", names=DIRECTIONS)
    return (
        None
        if key is None or direction is None
        else Ordering(pointer=node.pointer, key=key, direction=direction)
    )
