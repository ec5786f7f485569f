"""Where pages begin and end: what rows are sorted by, and the cursors that say where a page ended.

A cursor is a text, for the caller to send back as it is. It carries a digest of the query, the moment of its first
page, and what the last row sorts by. It is not secret and not signed: whoever changes one asks for other rows of the
same query, and every value is checked before it is bound. No SQL here: `emitting.page` writes it.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, assert_never

from threadline.catalog import Direction, FieldType
from threadline.query.faults import Faults
from threadline.query.forms.plan import Aggregate, Bucket, Order, Orderable, Plan, Relevance, Stored
from threadline.query.forms.statement import Page

SortKind = Literal["text", "integer", "double", "boolean", "time", "texts", "rank"]

_KINDS: dict[FieldType, SortKind] = {
    "string": "text",
    "integer": "integer",
    "number": "double",
    "boolean": "boolean",
    "timestamp": "time",
    "string_list": "texts",
}
_WHOLE = {"sum", "min", "max"}
_POINTER = "/cursor"
_UNLIKE = "This is no cursor that an answer gave. Send `nextCursor` as it came, or null to start."
_MOST_MICROSECONDS = 10**18
"""Beyond every time that a row can have, and within what the database can read."""

_MOST_INTEGER = 2**63
_MOST_MILLISECONDS = 250_000_000_000_000
"""Within the years that a date can have."""


@dataclass(frozen=True, slots=True)
class Key:
    """One expression that rows are sorted by."""

    kind: SortKind
    direction: Direction


def sort_keys(plan: Plan) -> tuple[Key, ...]:
    """Return what the rows of a plan are sorted by, in order."""
    return tuple(key for order in plan.order for key in keys_of(order, is_grouped=plan.is_grouped))


def keys_of(order: Order, *, is_grouped: bool) -> list[Key]:
    """Return the expressions of one order: JSON at a path sorts by several, everything else by itself."""
    return [Key(kind, order.direction) for kind in _kinds(order.value, is_grouped=is_grouped)]


def _kinds(value: Orderable, *, is_grouped: bool) -> tuple[SortKind, ...]:
    kinds: tuple[SortKind, ...]
    match value:
        case Relevance():
            kinds = ("rank",)
        case Aggregate():
            kinds = (_aggregate_kind(value),)
        case Bucket():
            kinds = ("time",)
        case Stored():
            kinds = _stored_kinds(value, is_grouped=is_grouped)
        case _:
            assert_never(value)
    return kinds


def _stored_kinds(value: Stored, *, is_grouped: bool) -> tuple[SortKind, ...]:
    if not is_mixed(value):
        return ("text",) if value.place.field.is_json or value.is_each else (_KINDS[value.place.field.type],)
    # Nothing but the kind of value tells the group of `true` from that of the text "true"; rows have ids for that.
    return ("double", "text", "boolean") if is_grouped else ("double", "text")


def is_mixed(value: Stored) -> bool:
    """Say whether values are JSON of any kind: numbers come first in order of size, then everything by its text.

    A whole JSON column holds objects or lists alone, and sorts by their JSON text as it is stored.
    """
    return value.place.field.is_json and bool(value.place.path) and not value.place.is_text_key


def _aggregate_kind(value: Aggregate) -> SortKind:
    if value.place is None or value.aggregation in {"count", "countDistinct"}:
        return "integer"
    is_whole = value.place.field.type in {"integer", "timestamp"} and value.aggregation in _WHOLE
    return "integer" if is_whole else "double"


def read_cursor(text: str, page: Page, faults: Faults) -> Page:
    """Return the page behind a cursor, or the one that was given after its fault is kept."""
    if not text:
        return page
    try:
        digest, now_ms, values = json.loads(base64.b64decode(text.encode("ascii"), b"-_", validate=True))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        faults.malformed(_POINTER, _UNLIKE)
        return page
    if digest != page.digest:
        faults.malformed(_POINTER, "This cursor belongs to another query. Start this one with null.")
    elif not isinstance(values, list) or not _is_moment(now_ms):
        faults.malformed(_POINTER, _UNLIKE)
    else:
        return replace(page, now_ms=now_ms, after=tuple(values))
    return page


def check_values(page: Page, keys: Sequence[Key], faults: Faults) -> None:
    """Keep it if the values are not of the kinds that rows sort by: the database would choke on them."""
    if page.after is None:
        return
    fit = len(page.after) == len(keys) and all(
        value is None or _FITTING[key.kind](value) for value, key in zip(page.after, keys, strict=True)
    )
    if not fit:
        faults.malformed(_POINTER, _UNLIKE)


def write_cursor(page: Page, values: Sequence[object]) -> str:
    """Return the cursor of a page that ends with a row with the values."""
    content = json.dumps([page.digest, page.now_ms, list(values)], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode()


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _MOST_INTEGER


def _is_moment(value: Any) -> bool:
    return value is None or (_is_integer(value) and 0 <= value < _MOST_MILLISECONDS)


def _is_text(value: Any) -> bool:
    """Say whether a value is a text that the database takes: half of a surrogate pair is none."""
    return isinstance(value, str) and not any("\ud800" <= letter <= "\udfff" for letter in value)


_FITTING: dict[SortKind, Callable[[Any], bool]] = {
    "text": _is_text,
    "integer": _is_integer,
    "double": lambda value: isinstance(value, float) or _is_integer(value),
    "boolean": lambda value: isinstance(value, bool),
    "time": lambda value: _is_integer(value) and abs(value) < _MOST_MICROSECONDS,
    "texts": lambda value: isinstance(value, list) and all(map(_is_text, value)),
}
