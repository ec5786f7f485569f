"""Put into a plan what only the scope knows: the moment that relative times are about, and what searches found.

Times and found messages stay out of the plan until here, so that binding needs neither a clock nor an index. What a
plan needs of that is told beforehand.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from threadline.moments import from_milliseconds
from threadline.query.forms.plan import (
    And,
    Bucket,
    Compare,
    Matches,
    Not,
    OneOf,
    Or,
    Orderable,
    Plan,
    Predicate,
    PropertyPlan,
    Scalar,
)
from threadline.query.forms.statement import Flags, Found, Lists, Scope
from threadline.search_text import Search

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What must be known before a plan can be emitted."""

    searches: tuple[Search, ...] = ()
    """What must be searched for: the keys of `Scope.matches`."""

    text: str | None = None
    """The free text whose nearest messages are the `Scope.ranking`."""

    zones: tuple[str, ...] = ()
    """Time zones, UTC aside, that buckets are of: the keys of `Scope.clocks` that would help."""


def needs_of(plan: Plan) -> Needs:
    """Return what must be known before a plan can be emitted."""
    values: list[Orderable] = [output.value for output in plan.outputs]
    values += [order.value for order in plan.order]
    zones = [each.zone for each in values if isinstance(each, Bucket) and each.zone is not None]
    searches = () if plan.where is None else searched(plan.where)
    return Needs(searches=tuple(dict.fromkeys(searches)), text=plan.text, zones=tuple(dict.fromkeys(zones)))


def searched(*predicates: Predicate) -> Iterator[Search]:
    """Yield what predicates search for."""
    for predicate in predicates:
        match predicate:
            case Matches():
                yield predicate.search
            case Not():
                yield from searched(predicate.part)
            case And() | Or():
                yield from searched(*predicate.parts)
            case _:
                pass


def resolve(plan: Plan, scope: Scope) -> Plan:
    """Return the plan with nothing open in its filter, and its buckets with the clocks of their zones.

    Raises:
        ValueError: the filter has a relative time, and the scope no moment.
        KeyError: the filter has a search that nobody has carried out.
    """
    where = None if plan.where is None else resolve_predicate(plan.where, scope)
    behind = None if plan.behind is None else resolve(plan.behind, scope)
    return replace(_with_clocks(plan, scope), where=where, behind=behind)


def resolve_predicate(predicate: Predicate, scope: Scope) -> Predicate:
    """Return the predicate with nothing open, as `resolve` does."""
    resolved: Predicate = predicate
    match predicate:
        case Not(part):
            resolved = Not(resolve_predicate(part, scope))
        case And(parts):
            resolved = And(_resolved(parts, scope))
        case Or(parts):
            resolved = Or(_resolved(parts, scope))
        case OneOf():
            resolved = replace(predicate, operands=tuple(_time(each, scope) for each in predicate.operands))
        case Compare():
            resolved = replace(predicate, operand=_time(predicate.operand, scope))
        case Matches():
            resolved = replace(predicate, found=_found(predicate, scope))
        case _:
            pass
    return resolved


def resolve_sources(plan: PropertyPlan, scope: Scope) -> PropertyPlan:
    """Return a question for properties with nothing open in its filters, as `resolve` does."""
    sources = [
        source
        if source.predicate is None
        else replace(source, predicate=resolve_predicate(source.predicate, scope))
        for source in plan.sources
    ]
    return replace(plan, sources=tuple(sources))


def _resolved(parts: Iterable[Predicate], scope: Scope) -> tuple[Predicate, ...]:
    return tuple(resolve_predicate(part, scope) for part in parts)


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


def _found(search: Matches, scope: Scope) -> Found:
    found = scope.matches[search.search]
    return found if isinstance(found, Flags | Lists) else tuple(found)


def _time(operand: Scalar, scope: Scope) -> Scalar:
    if not isinstance(operand, timedelta):
        return operand
    if scope.now_ms is None:
        message = "a relative time needs the moment that it is about"
        raise ValueError(message)
    return (from_milliseconds(scope.now_ms) - operand).replace(tzinfo=None)
