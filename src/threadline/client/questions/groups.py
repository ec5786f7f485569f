"""Numbers about groups, units of time, and which groups count."""

from typing import Generic, Literal, NoReturn, TypeVar, cast, overload

from threadline.catalog import Aggregation, GroupOperator, TimeUnit
from threadline.catalog.names import AnyField, TimeField
from threadline.client.given import Several, listed
from threadline.client.questions.filters import Filter, condition
from threadline.client.questions.names import QuestionError, check_name
from threadline.client.questions.operands import Operand, Orderable
from threadline.wire import queries as shapes
from threadline.wire.base import UNSET

N_co = TypeVar("N_co", bound=AnyField, covariant=True)
M = TypeVar("M", bound=AnyField)
T = TypeVar("T", bound=TimeField)

AnyView = Literal["id"]
"""A field that every view has: what is about no field in particular fits every view."""

_OPPOSITE: dict[GroupOperator, GroupOperator] = {
    "eq": "neq",
    "neq": "eq",
    "in": "notIn",
    "notIn": "in",
    "isNull": "isNotNull",
    "isNotNull": "isNull",
}


class Bucket(Orderable[N_co]):
    """The unit of time, such as the day, that a row lies in."""

    __slots__ = ("field", "unit")

    def __init__(self, unit: TimeUnit, field: str | None, name: N_co) -> None:
        """Take the unit and the time field; without one the main time of the view."""
        super().__init__(name)
        self.unit: TimeUnit = unit
        self.field = field

    @property
    def key(self) -> str:
        """Its key in the rows of the answer."""
        return f"{self._named()}_{self.unit}"

    @property
    def selection(self) -> shapes.SelectTime:
        """The bucket as something to show."""
        return shapes.SelectTime(time_unit=self.unit, field=self.field or UNSET)

    def is_(self, start: object, *, time_zone: str = "UTC") -> Filter[N_co]:
        """Return the filter for the rows of the bucket that begins at `start` (extension)."""
        value = {"timeUnit": self.unit, "timeZone": time_zone, "value": start}
        return Filter(condition(self._named(), "is", value))

    def _named(self) -> str:
        if self.field is None:
            raise QuestionError(
                f"Name the time, as in `q.{self.unit}('createdAt')`: without one there is no key."
            )
        return self.field


class Unit:
    """A unit of time: called with a time field, or without one for the main time of the view."""

    def __init__(self, unit: TimeUnit) -> None:
        """Take its name."""
        self._unit: TimeUnit = unit

    @overload
    def __call__(self) -> Bucket[AnyView]: ...
    @overload
    def __call__(self, name: T) -> Bucket[T]: ...
    def __call__(self, name: T | None = None) -> Bucket[T] | Bucket[AnyView]:
        """Return the unit of that time."""
        if name is None:
            return Bucket(self._unit, None, "id")
        check_name(name)
        return Bucket(self._unit, name, name)


class Having(Generic[N_co]):
    """Says which groups count."""

    __slots__ = ("wire",)

    def __init__(self, wire: shapes.GroupFilter) -> None:
        """Take the filter as it goes over the wire."""
        self.wire = wire

    def __and__(self, other: "Having[M]") -> "Having[N_co | M]":
        """Return the filter that holds where both do."""
        return Having(shapes.GroupFilter(and_=[self.wire, other.wire]))

    def __or__(self, other: "Having[M]") -> "Having[N_co | M]":
        """Return the filter that holds where one of them does."""
        return Having(shapes.GroupFilter(or_=[self.wire, other.wire]))

    def __invert__(self) -> "Having[N_co]":
        """Return the filter that holds exactly where this one does not.

        Raises:
            QuestionError: the query language has no words for that.
        """
        return Having(_turned(self.wire))

    def __bool__(self) -> NoReturn:
        """Refuse to be taken for true or false, which `and`, `or` and `not` would do."""
        raise TypeError(
            "A filter is neither true nor false. Join filters with `&` and `|`, turn one with `~`."
        )


class Aggregate(Orderable[N_co]):
    """A number about the rows of a group."""

    __slots__ = ("aggregation", "operand")

    def __init__(self, aggregation: Aggregation, operand: Operand[N_co] | None, name: N_co) -> None:
        """Take what is computed, and of what; without an operand, of the rows themselves."""
        super().__init__(name)
        self.aggregation: Aggregation = aggregation
        self.operand = operand

    @property
    def key(self) -> str:
        """Its key in the rows of the answer."""
        return self.aggregation if self.operand is None else f"{self.aggregation}_{self.operand.key}"

    @property
    def selection(self) -> shapes.SelectAggregation:
        """The number as something to show."""
        if self.operand is None:
            return shapes.SelectAggregation(aggregation=self.aggregation)
        return shapes.SelectAggregation(
            aggregation=self.aggregation, field=self.operand.name, path=self.operand.path_or_unset
        )

    def __eq__(self, other: object) -> Having[N_co]:  # type: ignore[override]  # a claim about groups, not about objects
        """Return the filter for groups with that number."""
        return self._having("eq", cast("float", other))

    def __ne__(self, other: object) -> Having[N_co]:  # type: ignore[override]  # a claim about groups, not about objects
        """Return the filter for groups with another number."""
        return self._having("neq", cast("float", other))

    __hash__ = None  # type: ignore[assignment]  # what has no plain equality cannot be a key

    def __gt__(self, other: float) -> Having[N_co]:
        """Return the filter for groups with more."""
        return self._having("gt", other)

    def __ge__(self, other: float) -> Having[N_co]:
        """Return the filter for groups with as much or more."""
        return self._having("gte", other)

    def __lt__(self, other: float) -> Having[N_co]:
        """Return the filter for groups with less."""
        return self._having("lt", other)

    def __le__(self, other: float) -> Having[N_co]:
        """Return the filter for groups with as much or less."""
        return self._having("lte", other)

    def is_in(self, numbers: Several[float]) -> Having[N_co]:
        """Return the filter for groups with one of the numbers."""
        return self._having("in", listed(numbers, "is_in({})"))

    def not_in(self, numbers: Several[float]) -> Having[N_co]:
        """Return the filter for groups with none of the numbers."""
        return self._having("notIn", listed(numbers, "not_in({})"))

    def is_null(self) -> Having[N_co]:
        """Return the filter for groups without a number."""
        return self._having("isNull")

    def is_not_null(self) -> Having[N_co]:
        """Return the filter for groups with a number."""
        return self._having("isNotNull")

    def _having(self, operator: GroupOperator, value: float | list[float] | None = None) -> Having[N_co]:
        given = UNSET if operator in {"isNull", "isNotNull"} else value
        one = shapes.GroupCondition(field=self.key, operator=operator, value=given)
        return Having(shapes.GroupFilter(condition=one))


def _turned(part: shapes.GroupFilter) -> shapes.GroupFilter:
    if isinstance(part.and_, list):
        return shapes.GroupFilter(or_=[_turned(each) for each in part.and_])
    if isinstance(part.or_, list):
        return shapes.GroupFilter(and_=[_turned(each) for each in part.or_])
    one = cast("shapes.GroupCondition", part.condition)
    if one.operator not in _OPPOSITE:
        raise QuestionError(
            f"The query language has no words for the opposite of `{one.operator}` on `{one.field}`."
            " `~` turns `==`, `!=`, `is_in`, `not_in`, `is_null` and `is_not_null`."
        )
    return shapes.GroupFilter(
        condition=shapes.GroupCondition(field=one.field, operator=_OPPOSITE[one.operator], value=one.value)
    )
