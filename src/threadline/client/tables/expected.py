"""Which columns a question promises, so that a table has them also when no row has a value. Contract: section 5.6."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

import msgspec

from threadline.catalog import DURATION, VIEWS
from threadline.catalog.names import ViewName


def columns_of(view: ViewName, content: bytes) -> tuple[str, ...]:
    """Return the keys that rows can have, in their order: what is selected, then what is grouped by.

    Args:
        view: the view that is asked.
        content: the JSON of the query body.
    """
    body = msgspec.json.decode(content)
    keys = {key: None for part in body.get("select") or () if (key := _selected(view, part))}
    groups = body.get("groupBy") or ()
    keys |= {_place(part): None for part in groups if part.get("includeInSelect", True)}
    if not keys and not groups:
        return tuple(field.name for field in VIEWS[view].default_fields)
    return tuple(keys)


def columns_of_call(path: str, content: bytes | None) -> tuple[str, ...]:
    """Return the columns of the export that is asked for with a POST to `path`; none of another call."""
    for view in get_args(ViewName):
        if content and path == f"/query/{view}/export":
            return columns_of(view, content)
    return ()


def _selected(view: ViewName, part: Mapping[str, Any]) -> str | None:
    """Return the key of a selection; `None` for a kind that this release does not know."""
    make = _KEYS.get(part.get("type", ""))
    return make(view, part) if make else None


def _time(view: ViewName, part: Mapping[str, Any]) -> str:
    return f"{part.get('field') or VIEWS[view].main_time.name}_{part.get('timeUnit')}"


def _aggregation(_view: ViewName, part: Mapping[str, Any]) -> str:
    return f"{part.get('aggregation')}_{_place(part)}" if part.get("field") else str(part.get("aggregation"))


def _duration(_view: ViewName, part: Mapping[str, Any]) -> str:
    parts = (part.get("aggregation"), DURATION, part.get("from"), part.get("to"))
    return "_".join(str(each) for each in parts if each)


def _place(part: Mapping[str, Any]) -> str:
    return ".".join((str(part.get("field")), *map(str, part.get("path") or ())))


_KEYS: Mapping[str, Callable[[ViewName, Mapping[str, Any]], str]] = {
    "field": lambda _view, part: _place(part),
    "time": _time,
    "aggregation": _aggregation,
    DURATION: _duration,
}
