"""`q`: where questions begin, and the words that they are made of."""

from typing import Any, Literal, TypeVar, cast, overload

from threadline.catalog import DURATION, MESSAGES, Aggregation
from threadline.catalog.names import AnyField, JsonField, NumberField, RangeField, TimeField
from threadline.client.questions.filters import Filter, condition
from threadline.client.questions.groups import Aggregate, AnyView, Unit
from threadline.client.questions.names import QuestionError, check_name
from threadline.client.questions.operands import Operand
from threadline.client.questions.views import Questions

N = TypeVar("N", bound=AnyField)
J = TypeVar("J", bound=JsonField)
S = TypeVar("S", bound=NumberField)
R = TypeVar("R", bound=RangeField)


class Language(Questions):
    """The words of questions. Their values are those of the wire: names are camelCase, as rows show them."""

    hour = Unit("hour")
    day = Unit("day")
    week = Unit("week")
    month = Unit("month")
    quarter = Unit("quarter")
    year = Unit("year")

    def field(self, name: N, /) -> Operand[N]:
        """Return a field.

        Raises:
            QuestionError: no view has it.
        """
        check_name(name)
        return Operand(name)

    def path(self, name: J, /, *steps: str) -> Operand[J]:
        """Return the value that a path leads to, in a JSON field.

        Raises:
            QuestionError: no view has the field, or there is no step.
        """
        check_name(name)
        if not steps:
            raise QuestionError(f"A path has at least one step; `q.field('{name}')` is the whole of it.")
        return Operand(name, steps)

    def duration_seconds(self, start: TimeField, end: TimeField, /) -> Operand[Any]:
        """Return the seconds from one time of a row to another (extension); negative when `end` is the earlier one.

        `q.conversations.avg(q.duration_seconds("createdAt", "updatedAt"))` asks for their mean.

        Raises:
            QuestionError: no view has such a time, or both are the same.
        """
        for name in (start, end):
            check_name(name)
        if start == end:
            raise QuestionError(f"From `{start}` to itself is no time at all. Name another one.")
        return Operand(cast("AnyField", f"{DURATION}_{start}_{end}"))

    def matches(self, words: str, /) -> Filter[Literal["firstMessageTime"]]:
        """Return the filter for rows of which one message has all the words (extension).

        `"phrases in quotes"`, `-not` and `prefix*` are understood. Conversations and semantic threads have messages.
        """
        # Of no field; the views with messages are those with a first one, so its type keeps other views away.
        return Filter(condition(MESSAGES, "matches", words))

    @overload
    def count(self, /) -> Aggregate[AnyView]: ...
    @overload
    def count(self, of: N | Operand[N], /) -> Aggregate[N]: ...
    def count(self, of: N | Operand[N] | None = None, /) -> Aggregate[N] | Aggregate[AnyView]:
        """Return how many rows, or how many that have a value."""
        return Aggregate("count", None, "id") if of is None else _aggregate("count", of)

    def count_distinct(self, of: N | Operand[N], /) -> Aggregate[N]:
        """Return how many different values."""
        return _aggregate("countDistinct", of)

    def sum(self, of: S | Operand[S], /) -> Aggregate[S]:
        """Return all values added up."""
        return _aggregate("sum", of)

    def avg(self, of: S | Operand[S], /) -> Aggregate[S]:
        """Return the mean."""
        return _aggregate("avg", of)

    def min(self, of: R | Operand[R], /) -> Aggregate[R]:
        """Return the smallest value."""
        return _aggregate("min", of)

    def max(self, of: R | Operand[R], /) -> Aggregate[R]:
        """Return the largest value."""
        return _aggregate("max", of)

    def median(self, of: S | Operand[S], /) -> Aggregate[S]:
        """Return the value in the middle (extension)."""
        return _aggregate("median", of)

    def p90(self, of: S | Operand[S], /) -> Aggregate[S]:
        """Return the value that nine of ten do not exceed (extension)."""
        return _aggregate("p90", of)

    def p95(self, of: S | Operand[S], /) -> Aggregate[S]:
        """Return the value that nineteen of twenty do not exceed (extension)."""
        return _aggregate("p95", of)


def _aggregate(aggregation: Aggregation, of: N | Operand[N]) -> Aggregate[N]:
    operand: Operand[N] = of if isinstance(of, Operand) else Operand(of)
    check_name(operand.name)
    return Aggregate(aggregation, operand, operand.name)


q = Language()
"""The beginning of every question: `q.conversations.group_by("type").count()`."""
