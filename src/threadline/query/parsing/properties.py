"""Read the bodies of the two requests behind property pickers: which keys are there, and which values a key has."""

from typing import get_args

from threadline.catalog import VIEWS, View
from threadline.query.faults import Faults, unknown
from threadline.query.forms.expression import PropertyColumn, PropertyRequest
from threadline.query.parsing.filters import read_filter
from threadline.query.parsing.members import Node, describe
from threadline.wire.queries import MOST_KEYS, PropertyField

DEFAULT_VALUES = 100
MOST_VALUES = 1_000
_MOST_OFFSET = 1_000_000_000
_FIELDS: tuple[PropertyField, ...] = get_args(PropertyField)
_COLUMNS: dict[PropertyField, PropertyColumn] = {
    "properties": "properties",
    "userProperties": "user_properties",
}
_LEGACY = {view.legacy: view for view in VIEWS.values()}


def read_keys_request(body: object) -> PropertyRequest:
    """Return as much as could be read of a request for the names of properties, with the faults of the rest.

    Raises:
        MalformedError: the body is no object.
    """
    node = _opened(body)
    node.expect("a request for keys", "field", "views", "where", "search", "limit", "offset")
    return PropertyRequest(
        column=_column(node),
        views=_views(node),
        where=read_filter(node.members["where"], "/where", node.faults) if _has_filter(node) else None,
        search=node.text("search"),
        limit=node.whole("limit", least=1, most=MOST_KEYS) or MOST_KEYS,
        offset=node.whole("offset", least=0, most=_MOST_OFFSET) or 0,
        faults=node.faults,
    )


def read_values_request(body: object) -> PropertyRequest:
    """Return as much as could be read of a request for the values of a property, with the faults of the rest.

    Raises:
        MalformedError: the body is no object.
    """
    node = _opened(body)
    node.expect("a request for values", "field", "key", "views", "where", "search", "limit")
    return PropertyRequest(
        column=_column(node),
        key=node.needed_text("key") or "",
        views=_views(node),
        where=read_filter(node.members["where"], "/where", node.faults) if _has_filter(node) else None,
        search=node.text("search"),
        limit=node.whole("limit", least=1, most=MOST_VALUES) or DEFAULT_VALUES,
        faults=node.faults,
    )


def _opened(body: object) -> Node:
    """Return the body as a node; one that is no object is refused at once."""
    faults = Faults()
    node = Node.of(body, "", faults)
    faults.raise_any()
    return node or Node({}, "", faults)


def _has_filter(node: Node) -> bool:
    return node.members.get("where") is not None


def _column(node: Node) -> PropertyColumn:
    return _COLUMNS[node.choice("field", "a field of properties", names=_FIELDS) or "properties"]


def _views(node: Node) -> tuple[View, ...]:
    """Return the views that the request names, each once; all of them if it names none."""
    names = node.members.get("views")
    if not isinstance(names, list):
        if names is not None:
            node.faults.malformed(node.place("views"), f"`views` is a list, not {describe(names)}.")
        return tuple(VIEWS.values())
    for index, name in enumerate(names):
        if not isinstance(name, str) or name not in _LEGACY:
            message = unknown(name if isinstance(name, str) else describe(name), "a view", _LEGACY)
            node.faults.malformed(f"{node.place('views')}/{index}", message)
    return tuple(view for name, view in _LEGACY.items() if name in names) or tuple(VIEWS.values())
