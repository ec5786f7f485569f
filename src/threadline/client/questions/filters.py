"""Which rows count: conditions, joined with `&` and `|` and turned round with `~`."""

from collections.abc import Iterator
from typing import Generic, NoReturn, TypeVar, cast

from threadline.catalog import MESSAGES, VIEWS, Operator
from threadline.catalog.names import AnyField, ViewName
from threadline.catalog.names_by_type import JSON_FIELDS
from threadline.client.given import check_zones
from threadline.client.questions.names import QuestionError, check_name
from threadline.wire import queries as shapes
from threadline.wire.base import UNSET

N_co = TypeVar("N_co", bound=AnyField, covariant=True)
M = TypeVar("M", bound=AnyField)

_OPPOSITE: dict[Operator, Operator] = {
    "eq": "neq",
    "neq": "eq",
    "in": "notIn",
    "notIn": "in",
    "isNull": "isNotNull",
    "isNotNull": "isNull",
}
"""Each finds exactly the rows that the other does not."""

_OTHER_SIDE: dict[Operator, Operator] = {"gt": "lte", "lte": "gt", "lt": "gte", "gte": "lt"}
"""Each finds the rows with a value that the other does not, on fields whose values are of one type."""


class Filter(Generic[N_co]):
    """Says which rows count. Its type knows the fields that it is about, so that it fits only views that have them."""

    __slots__ = ("wire",)

    def __init__(self, wire: shapes.Filter) -> None:
        """Take the filter as it goes over the wire."""
        self.wire = wire

    def __and__(self, other: "Filter[M]") -> "Filter[N_co | M]":
        """Return the filter that holds where both do."""
        return Filter(shapes.Filter(and_=[*_parts(self.wire, "and_"), *_parts(other.wire, "and_")]))

    def __or__(self, other: "Filter[M]") -> "Filter[N_co | M]":
        """Return the filter that holds where one of them does."""
        return Filter(shapes.Filter(or_=[*_parts(self.wire, "or_"), *_parts(other.wire, "or_")]))

    def __invert__(self) -> "Filter[N_co]":
        """Return the filter that holds exactly where this one does not.

        Raises:
            QuestionError: the query language has no words for that.
        """
        return Filter(_turned(self.wire))

    def __bool__(self) -> NoReturn:
        """Refuse to be taken for true or false, which `and`, `or` and `not` would do."""
        raise TypeError(
            "A filter is neither true nor false. Join filters with `&` and `|`, turn one with `~`."
        )

    def __repr__(self) -> str:
        """Return what goes over the wire."""
        return f"Filter({self.wire!r})"


def condition(name: str, operator: Operator, value: object = UNSET) -> shapes.Filter:
    """Return a filter of one condition.

    Raises:
        QuestionError: a time has no zone.
    """
    check_zones(value, QuestionError)
    return shapes.Filter(condition=shapes.Condition(field=name, operator=operator, value=value))


def check_filter(part: shapes.Filter, view: ViewName) -> None:
    """Do nothing if a view has all fields of a filter.

    Raises:
        QuestionError: it lacks one.
    """
    for each in _conditions(part):
        if each.field != MESSAGES:
            check_name(each.field, view)
        elif VIEWS[view].messages == "none":
            have = " and ".join(each.noun for each in VIEWS.values() if each.messages != "none")
            raise QuestionError(f"`matches` finds {have}, not {view}.")


def _conditions(part: shapes.Filter) -> Iterator[shapes.Condition]:
    if part.condition is not UNSET:
        yield part.condition
    for inner in (*(part.and_ or ()), *(part.or_ or ())):
        yield from _conditions(inner)


def _parts(part: shapes.Filter, joint: str) -> list[shapes.Filter]:
    """Return what a filter joins in that way, else the filter alone: chains stay flat."""
    joined = getattr(part, joint)
    return [part] if joined is UNSET else cast("list[shapes.Filter]", joined)


def _turned(part: shapes.Filter) -> shapes.Filter:
    if isinstance(part.and_, list):
        return shapes.Filter(or_=[_turned(each) for each in part.and_])
    if isinstance(part.or_, list):
        return shapes.Filter(and_=[_turned(each) for each in part.or_])
    return _turned_condition(cast("shapes.Condition", part.condition))


def _turned_condition(one: shapes.Condition) -> shapes.Filter:
    if one.operator in _OPPOSITE:
        return condition(one.field, _OPPOSITE[one.operator], one.value)
    if one.operator in _OTHER_SIDE and one.field not in JSON_FIELDS:
        # Rows without a value are on neither side.
        return shapes.Filter(
            or_=[condition(one.field, _OTHER_SIDE[one.operator], one.value), condition(one.field, "isNull")]
        )
    raise QuestionError(
        f"The query language has no words for the opposite of `{one.operator}` on `{one.field}`."
        " `~` turns `==`, `!=`, `is_in`, `not_in`, `is_null` and `is_not_null`, and `<` and its kin on plain fields."
    )
