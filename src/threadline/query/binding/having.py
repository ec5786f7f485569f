"""Bind the filter over groups: the names of aggregates become aggregates, and values numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, cast

from threadline.catalog import Operator
from threadline.moments import to_milliseconds
from threadline.query.binding.operands import time_of
from threadline.query.binding.values import ValueBinder, aggregate_named
from threadline.query.faults import unknown
from threadline.query.forms.expression import JSON, AllOf, Condition, Filter
from threadline.query.forms.plan import (
    Aggregate,
    And,
    GroupPredicate,
    Measured,
    Not,
    Or,
    Ordered,
    Output,
    Place,
)
from threadline.query.literals import is_number
from threadline.query.naming import aggregate_names, duration_names
from threadline.query.parsing.members import describe

_Claimed = Literal["in", "isNull"] | Ordered
_NEGATED: dict[Operator, Operator] = {"neq": "eq", "notIn": "in", "isNotNull": "isNull"}


@dataclass(frozen=True, slots=True)
class HavingBinder:
    """Binds the filter over the groups of one query."""

    values: ValueBinder
    outputs: tuple[Output, ...]

    def bind(self, part: Filter) -> GroupPredicate:
        """Return the predicate of a filter; a condition with faults becomes one that never holds."""
        if not isinstance(part, Condition):
            parts = tuple(map(self.bind, part.parts))
            return And(parts) if isinstance(part, AllOf) else Or(parts)
        aggregate = self._aggregate(part)
        operands = self._operands(_in_milliseconds(part) if _is_of_times(aggregate) else part)
        return Or() if aggregate is None or operands is None else _claim(aggregate, part.operator, operands)

    def _aggregate(self, condition: Condition) -> Aggregate | None:
        name, pointer = condition.field, f"{condition.pointer}/field"
        known = {output.value.key: output.value for output in self.outputs}
        value = known.get(name)
        if isinstance(value, Aggregate):
            return value
        if value is not None or self.values.view.field(name) is not None:
            message = f"`{name}` is no aggregate. Ask for it in `where`."
            self.values.faults.impossible(pointer, message)
            return None
        found = aggregate_named(name, self.values.view)
        if found is None:
            keys = [key for key, value in known.items() if isinstance(value, Aggregate)]
            names = [*keys, *aggregate_names(self.values.view), *duration_names(self.values.view)]
            self.values.faults.malformed(pointer, unknown(name, "an aggregate of the groups", names))
            return None
        aggregation, field = found
        return self.values.aggregate(aggregation, None if field is None else Place(field), pointer=pointer)

    def _operands(self, condition: Condition) -> tuple[int | float, ...] | None:
        """Return the numbers of a condition, or None after keeping what is none."""
        operand, pointer = condition.operand, f"{condition.pointer}/value"
        if condition.operator in {"isNull", "isNotNull"}:
            return ()
        if condition.operator not in {"in", "notIn"}:
            return self._numbers([operand], [pointer])
        if isinstance(operand, list):
            return self._numbers(operand, [f"{pointer}/{index}" for index in range(len(operand))])
        self.values.faults.impossible(pointer, f"A list of numbers belongs here, not {describe(operand)}.")
        return None

    def _numbers(self, operands: Sequence[JSON], pointers: Sequence[str]) -> tuple[int | float, ...] | None:
        found = []
        for operand, pointer in zip(operands, pointers, strict=True):
            if is_number(operand):
                found.append(operand)
            else:
                message = f"An aggregate is a number, which {describe(operand)} is not."
                self.values.faults.impossible(pointer, message)
        return tuple(found) if len(found) == len(operands) else None


def _is_of_times(aggregate: Aggregate | None) -> bool:
    return (
        aggregate is not None
        and aggregate.place is not None
        and aggregate.place.field.type == "timestamp"
        and aggregate.aggregation in {"min", "max"}
    )


def _in_milliseconds(condition: Condition) -> Condition:
    """Return a condition whose times, written as texts, are milliseconds since 1970; what is none stays."""
    operand = condition.operand
    told = list(map(_milliseconds, operand)) if isinstance(operand, list) else _milliseconds(operand)
    return replace(condition, operand=told)


def _milliseconds(operand: JSON) -> JSON:
    time = time_of(operand)
    return to_milliseconds(time.replace(tzinfo=UTC)) if isinstance(time, datetime) else operand


def _claim(aggregate: Aggregate, operator: Operator, operands: tuple[int | float, ...]) -> GroupPredicate:
    positive = _NEGATED.get(operator, operator)
    told = cast("_Claimed", "in" if positive == "eq" else positive)
    claim = Measured(aggregate, told, operands)
    return Not(claim) if operator in _NEGATED else claim
