"""The third stage: rules that make a plan complete and simple, each a function from plan to plan.

A rule keeps what the query means, or fills in what the body left open.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, TypeVar

from threadline.query.forms.plan import (
    And,
    GroupPredicate,
    Not,
    Or,
    Order,
    Output,
    Place,
    Plan,
    Predicate,
    Relevance,
    Stored,
)

Claimed = TypeVar("Claimed", Predicate, GroupPredicate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one query may ask for."""

    plain_rows: int = 1_000
    """Most rows of an answer without groups."""

    grouped_rows: int = 10_000
    """Most rows of an answer with groups."""

    groups: int = 1_000_000
    """Most groups that are made to answer a query, shown or not."""

    seconds: float = 10.0
    """Most time that the statements of a query take."""

    def rows(self, plan: Plan) -> int:
        """Return the most rows that an answer to this plan holds."""
        return self.grouped_rows if plan.is_grouped else self.plain_rows


Rule: TypeAlias = Callable[[Plan], Plan]


def rewrite(plan: Plan, limits: Limits | None) -> Plan:
    """Return the plan after every rule; without limits (exports) only a limit of the body counts."""
    for rule in RULES:
        plan = rule(plan)
    return plan if limits is None else _clamp_limit(plan, limits)


def default_outputs(plan: Plan) -> Plan:
    """Show every field of the contract when the body selects and groups by nothing."""
    if plan.outputs:
        return plan
    return replace(
        plan,
        outputs=tuple(Output(value=Stored(Place(field)), pointer="") for field in plan.view.default_fields),
    )


def flatten_filters(plan: Plan) -> Plan:
    """Join nested `and` and `or` of the same kind, and drop joints of one part."""
    where = None if plan.where is None else flatten(plan.where)
    having = None if plan.having is None else flatten(plan.having)
    return replace(plan, where=where, having=having)


def default_order(plan: Plan) -> Plan:
    """Order groups by their keys, and rows by relevance to the text, then newest first."""
    if plan.order or plan.is_grouped:
        return plan
    newest = Order(Stored(Place(plan.view.main_time)), "desc")
    identity = Order(Stored(Place(plan.view.identity)), "desc")
    found = () if plan.text is None else (Order(Relevance(), "asc"),)
    return replace(plan, order=(*found, newest, identity))


def total_order(plan: Plan) -> Plan:
    """Break every tie: by the group keys, or by the id of a row."""
    keys = plan.keys if plan.is_grouped else (Stored(Place(plan.view.identity)),)
    ordered = {order.value for order in plan.order}
    return replace(plan, order=(*plan.order, *(Order(key, "asc") for key in keys if key not in ordered)))


def flatten(predicate: Claimed) -> Claimed:
    """Return the predicate with joints of the same kind joined, and joints of one part dropped."""
    flat: Claimed = _flat(predicate)
    return flat


def _clamp_limit(plan: Plan, limits: Limits) -> Plan:
    most = limits.rows(plan)
    return replace(plan, limit=most if plan.limit is None else min(plan.limit, most))


def _flat(predicate: Any) -> Any:
    """Return what `flatten` does, which is the same for rows and for groups."""
    match predicate:
        case Not(part):
            return Not(_flat(part))
        case And(parts) | Or(parts):
            joint = type(predicate)
            inner = tuple(each for part in map(_flat, parts) for each in _parts(part, joint))
            return inner[0] if len(inner) == 1 else joint(inner)
        case _:
            return predicate


def _parts(predicate: Any, joint: type[Any]) -> tuple[Any, ...]:
    """Return the parts of a joint of the given kind; any other predicate is its own only part."""
    return predicate.parts if isinstance(predicate, joint) else (predicate,)


RULES: tuple[Rule, ...] = (default_outputs, flatten_filters, default_order, total_order)
"""In the order in which they are applied."""
