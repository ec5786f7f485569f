"""Put into a plan what only the scope knows: the moment that relative times are about, and what searches found.

Times and found messages stay out of the plan until here, so that binding needs neither a clock nor an index.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any as Anything
from typing import TypeVar

from threadline.moments import from_milliseconds
from threadline.query.forms.plan import (
    All,
    Any,
    Bucket,
    Compare,
    Matches,
    Not,
    OneOf,
    Plan,
    Predicate,
    Scalar,
)
from threadline.query.forms.statement import Flags, Found, Lists, Scope

T = TypeVar("T")


def settle(plan: Plan, scope: Scope) -> Plan:
    """Return the plan with nothing open in its filter, and its buckets with the clocks of their zones.

    Raises:
        ValueError: the filter has a relative time, and the scope no moment.
        KeyError: the filter has a search that nobody has carried out.
    """
    where = None if plan.where is None else settle_predicate(plan.where, scope)
    behind = None if plan.behind is None else settle(plan.behind, scope)
    return replace(_with_clocks(plan, scope), where=where, behind=behind)


def settle_predicate(predicate: Predicate, scope: Scope) -> Predicate:
    """Return the predicate with nothing open, as `settle` does."""
    return _Settling(scope).settled(predicate)


def _with_clocks(plan: Plan, scope: Scope) -> Plan:
    """Return the plan with the clocks in its buckets, the filter aside."""
    if not scope.clocks:
        return plan
    outputs = tuple(replace(each, value=_with_clock(each.value, scope)) for each in plan.outputs)
    order = tuple(replace(each, value=_with_clock(each.value, scope)) for each in plan.order)
    return replace(plan, outputs=outputs, order=order)


def _with_clock(value: T, scope: Scope) -> T:
    if isinstance(value, Bucket) and value.zone is not None:
        return replace(value, clock=scope.clocks.get(value.zone))
    return value


def searches(predicate: Predicate) -> Iterator[Matches]:
    """Yield every text search of a predicate."""
    if isinstance(predicate, Matches):
        yield predicate
    elif isinstance(predicate, Not):
        yield from searches(predicate.part)
    elif isinstance(predicate, All | Any):
        for part in predicate.parts:
            yield from searches(part)


@dataclass(frozen=True, slots=True)
class _Settling:
    scope: Scope

    def settled(self, predicate: Predicate) -> Predicate:
        kinds: dict[type, Callable[[Anything], Predicate]] = {
            Not: lambda part: Not(self.settled(part.part)),
            All: lambda part: All(tuple(map(self.settled, part.parts))),
            Any: lambda part: Any(tuple(map(self.settled, part.parts))),
            OneOf: lambda part: replace(part, operands=tuple(map(self._time, part.operands))),
            Compare: lambda part: replace(part, operand=self._time(part.operand)),
            Matches: lambda part: replace(part, found=self._found(part)),
        }
        settled = kinds.get(type(predicate))
        return predicate if settled is None else settled(predicate)

    def _found(self, search: Matches) -> Found:
        found = self.scope.matches[search.expression]
        return found if isinstance(found, Flags | Lists) else tuple(found)

    def _time(self, operand: Scalar) -> Scalar:
        if not isinstance(operand, timedelta):
            return operand
        if self.scope.now_ms is None:
            message = "a relative time needs the moment that it is about"
            raise ValueError(message)
        return (from_milliseconds(self.scope.now_ms) - operand).replace(tzinfo=None)
