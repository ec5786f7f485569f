"""Write queries for groups: rows give their keys and what is aggregated, then they are grouped, and groups chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from threadline.catalog import TimeFormat
from threadline.query.emitting.context import Context
from threadline.query.emitting.values import (
    aggregate,
    argument,
    extreme_time,
    group_key,
    group_terms,
    group_value,
    is_extreme_time,
    shown,
    steady,
)
from threadline.query.forms.plan import (
    Aggregate,
    And,
    Bucket,
    GroupPredicate,
    Measured,
    Not,
    Or,
    Orderable,
    Plan,
    Relevance,
    Stored,
    Value,
)
from threadline.query.sql import FALSE, Sql, both, bound, either, fill, is_any_of, join

_SIGNS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


@dataclass(frozen=True, slots=True)
class GroupNames:
    """The names that the inner query of a grouped one gives to keys (`k1`) and arguments (`a1`)."""

    context: Context
    keys: dict[Stored | Bucket, str]
    arguments: dict[Value, str]

    @classmethod
    def of(cls, plan: Plan, context: Context) -> "GroupNames":
        """Name the keys of a plan, and the arguments of what it shows, orders by or chooses groups by."""
        keys = {key: f"k{index}" for index, key in enumerate(plan.keys, 1)}
        values = [
            *(output.value for output in plan.outputs),
            *(order.value for order in plan.order),
            *measured(plan.having),
        ]
        arguments: dict[Value, str] = {}
        for value in values:
            if isinstance(value, Relevance) or value in keys or value in arguments:
                continue
            if argument(context, value) is not None:
                arguments[value] = f"a{len(arguments) + 1}"
        return cls(context, keys, arguments)

    @property
    def definitions(self) -> Sql:
        """Return what the inner query selects."""
        keys = (fill(f"{{}} as {name}", group_key(self.context, key)) for key, name in self.keys.items())
        arguments = (
            fill(f"{{}} as {name}", argument(self.context, value) or Sql("1"))
            for value, name in self.arguments.items()
        )
        return join(", ", (*keys, *arguments) if self.keys or self.arguments else [Sql("1")])

    @property
    def grouping(self) -> Sql:
        """Return the clause that makes the groups; nothing makes one of all rows."""
        return Sql(f"\ngroup by {', '.join(self.keys.values())}" if self.keys else "")

    def shown(self, value: Stored | Bucket | Aggregate, *, time_format: TimeFormat) -> Sql:
        """Return a value of a group as a row shows it."""
        if isinstance(value, Aggregate) and time_format == "rfc3339" and is_extreme_time(value):
            return extreme_time(self.context, value, Sql(self.arguments[value]))
        if isinstance(value, Aggregate):
            return self._aggregate(value)
        return shown(self.context, value, self._value(value))

    def terms(self, value: Orderable) -> list[Sql]:
        """Return what groups are sorted by to sort them by a value."""
        if isinstance(value, Relevance):
            return []
        if isinstance(value, Aggregate) or value not in self.keys:
            return [steady(self.context, value, self._aggregate(value))]
        return group_terms(self.context, value, self._value(value))

    def having(self, predicate: GroupPredicate) -> Sql:
        """Return a boolean expression over groups; where it is unknown, the predicate does not hold."""
        match predicate:
            case Not(part):
                sql = self.context.dialect.rows.fails(self.having(part))
            case And(parts):
                sql = both(map(self.having, parts))
            case Or(parts):
                sql = either(map(self.having, parts))
            case Measured():
                sql = self._claim(predicate)
            case _:
                assert_never(predicate)
        return sql

    def _claim(self, claim: Measured) -> Sql:
        value, operands = self._aggregate(claim.aggregate), claim.operands
        if claim.operator == "isNull":
            return fill("{} is null", value)
        if claim.operator == "in":
            return is_any_of(value, operands) if operands else FALSE
        return fill(f"{{}} {_SIGNS[claim.operator]} {{}}", value, bound(operands[0]))

    def _value(self, key: Stored | Bucket) -> Sql:
        return group_value(self.context, key, Sql(self.keys[key]))

    def _aggregate(self, value: Value) -> Sql:
        name = self.arguments.get(value)
        return aggregate(self.context, value, None if name is None else Sql(name))


def measured(predicate: GroupPredicate | None) -> Iterable[Aggregate]:
    """Yield the aggregates that a filter over groups is about."""
    match predicate:
        case None:
            pass
        case Measured():
            yield predicate.aggregate
        case Not(part):
            yield from measured(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from measured(part)
        case _:
            assert_never(predicate)
