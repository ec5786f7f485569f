"""A whole question: a view, and what is asked of it. Every method returns a new question; their order is free."""

from dataclasses import dataclass, replace
from typing import Any, Generic, Self, TypeVar

import msgspec

from threadline.catalog import Aggregation
from threadline.catalog.names import AnyField, ViewName
from threadline.catalog.names_by_type import TIMES
from threadline.client.questions.filters import Filter, check_filter
from threadline.client.questions.groups import Aggregate, Bucket, Having
from threadline.client.questions.names import QuestionError, check_name
from threadline.client.questions.operands import Operand, Orderable, Ordered
from threadline.wire.base import UNSET
from threadline.wire.queries import Filter as WireFilter
from threadline.wire.queries import GroupFilter, OrderBy, Query, SelectAggregation, SelectField, Selection

K = TypeVar("K", bound=AnyField)


@dataclass(frozen=True, slots=True)
class _Asked(Generic[K]):
    """A view, and the body of a query to it."""

    view: ViewName
    wire: Query = Query()  # noqa: RUF009  # a frozen value

    def to_dict(self) -> dict[str, Any]:
        """Return the body of the query, in wire names."""
        body: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self.wire))
        return body

    def _with(self, **members: Any) -> Self:
        return replace(self, wire=msgspec.structs.replace(self.wire, **members))

    def _selecting(self, *selections: Selection) -> Self:
        members: dict[str, Any] = {"select": [*(self.wire.select or ()), *selections]}
        if any(isinstance(each, SelectAggregation) and _is_extreme_time(each) for each in selections):
            members["time_format"] = "rfc3339"
        return self._with(**members)


class _Counted(_Asked[K]):
    """The numbers that a question can ask for. Each adds one to the rows."""

    __slots__ = ()

    def count(self, of: K | Operand[K] | None = None) -> Self:
        """Ask how many rows, or how many that have a value."""
        return self._aggregated("count", of)

    def count_distinct(self, of: K | Operand[K]) -> Self:
        """Ask how many different values."""
        return self._aggregated("countDistinct", of)

    def sum(self, of: K | Operand[K]) -> Self:
        """Ask for all values added up."""
        return self._aggregated("sum", of)

    def avg(self, of: K | Operand[K]) -> Self:
        """Ask for the mean."""
        return self._aggregated("avg", of)

    def min(self, of: K | Operand[K]) -> Self:
        """Ask for the smallest value; of a time, the time itself."""
        return self._aggregated("min", of)

    def max(self, of: K | Operand[K]) -> Self:
        """Ask for the largest value; of a time, the time itself."""
        return self._aggregated("max", of)

    def median(self, of: K | Operand[K]) -> Self:
        """Ask for the value in the middle (extension)."""
        return self._aggregated("median", of)

    def p90(self, of: K | Operand[K]) -> Self:
        """Ask for the value that nine of ten do not exceed (extension)."""
        return self._aggregated("p90", of)

    def p95(self, of: K | Operand[K]) -> Self:
        """Ask for the value that nineteen of twenty do not exceed (extension)."""
        return self._aggregated("p95", of)

    def _aggregated(self, aggregation: Aggregation, of: AnyField | Operand[Any] | None) -> Self:
        operand: Operand[Any] | None = of if of is None or isinstance(of, Operand) else Operand(of)
        name = "id" if operand is None else operand.name
        check_name(name, self.view)
        return self._selecting(Aggregate(aggregation, operand, name).selection)


def _is_extreme_time(selection: SelectAggregation) -> bool:
    return selection.aggregation in {"min", "max"} and selection.field in TIMES


class Question(_Counted[K]):
    """A question to a view, to be given to `client.query` or turned into a body with `to_dict`."""

    __slots__ = ()

    def select(self, *columns: K | Operand[K] | Bucket[K] | Aggregate[K]) -> Self:
        """Show fields, values at paths, units of time and numbers; in groups the first three are keys."""
        selections: list[Selection] = []
        for column in columns:
            check_name(column if isinstance(column, str) else column.name, self.view)
            selections.append(SelectField(field=column) if isinstance(column, str) else column.selection)
        return self._selecting(*selections) if selections else self

    def where(self, *filters: Filter[K]) -> Self:
        """Keep the rows for which all filters hold, these and those given before."""
        for each in filters:
            check_filter(each.wire, self.view)
        parts = [each.wire for each in filters]
        if isinstance(self.wire.where, WireFilter):
            parts = [self.wire.where, *parts]
        return self._with(where=_joined(parts)) if parts else self

    def group_by(self, *keys: K | Operand[K] | Bucket[K]) -> Self:
        """Make a row of all rows that share these."""
        buckets = [key for key in keys if isinstance(key, Bucket)]
        places = [
            key if isinstance(key, Operand) else Operand(key) for key in keys if not isinstance(key, Bucket)
        ]
        for part in (*places, *buckets):
            check_name(part.name, self.view)
        selections = [*(self.wire.select or ()), *(bucket.selection for bucket in buckets)]
        groupings = [*(self.wire.group_by or ()), *(place.grouping for place in places)]
        return self._with(select=selections or UNSET, group_by=groupings or UNSET)

    def having(self, groups: Having[K]) -> Self:
        """Keep the groups for which it holds, and what was given before (extension)."""
        if isinstance(self.wire.having, GroupFilter):
            return self._with(having=GroupFilter(and_=[self.wire.having, groups.wire]))
        return self._with(having=groups.wire)

    def order_by(self, *keys: K | Orderable[K] | Ordered[K]) -> Self:
        """Sort the rows, by the first key and then by the others; one without a direction sorts upwards."""
        added: list[OrderBy] = []
        for key in keys:
            check_name(key if isinstance(key, str) else key.name, self.view)
            if isinstance(key, str):
                added.append(OrderBy(field=key, direction="asc"))
            else:
                added.append((key.asc() if isinstance(key, Orderable) else key).wire)
        return self._with(order_by=[*(self.wire.order_by or ()), *added])

    def limit(self, rows: int) -> Self:
        """Answer at most so many rows; in pages, so many on each (extension)."""
        return self._with(limit=rows)

    def offset(self, rows: int) -> Self:
        """Leave out so many rows before the first (extension)."""
        return self._with(offset=rows)

    def cursor(self, cursor: str | None = None) -> Self:
        """Ask for pages: the first, or the one behind `next_cursor` of an answer (extension)."""
        return self._with(cursor=cursor)

    def time_zone(self, name: str) -> Self:
        """Begin days and other units by the clocks of a zone, such as `Europe/Berlin` (extension)."""
        return self._with(time_zone=name)

    def notes(self, text: str) -> Self:
        """Add a note of at most 80 characters, for your own debugging."""
        return self._with(notes=text)

    def explain(self) -> Self:
        """Ask how the answer was found (extension)."""
        return self._with(explain=True)


def check_view(question: Question[Any], view: ViewName) -> None:
    """Do nothing if a question is put to that view.

    Raises:
        QuestionError: it is put to another one.
    """
    if question.view != view:
        raise QuestionError(f"The question is put to {question.view}, and sent to {view}.")


def _joined(parts: list[WireFilter]) -> WireFilter:
    if len(parts) == 1:
        return parts[0]
    flat = [inner for part in parts for inner in (part.and_ if isinstance(part.and_, list) else [part])]
    return WireFilter(and_=flat)
