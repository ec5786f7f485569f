"""Bind one condition: what each operator makes of its operand.

`neq`, `notIn` and `isNotNull` are the negations of `eq`, `in` and `isNull`, so a row without a value is in
exactly one of each pair.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from threadline.catalog import TIME_UNITS, WEEK_STARTS, WORDS, Operator
from threadline.query.binding.operands import bind_scalar
from threadline.query.binding.zones import UTC, Zones
from threadline.query.faults import Faults, unknown
from threadline.query.forms.expression import JSON
from threadline.query.forms.plan import (
    Bucket,
    Compare,
    ContainedBy,
    Contains,
    ElementContains,
    GroupedAs,
    HasKeys,
    ListHas,
    Missing,
    Not,
    OneOf,
    Or,
    Ordered,
    Place,
    Predicate,
    Same,
    Stored,
    TextHas,
)
from threadline.query.literals import json_text
from threadline.query.parsing.members import describe

_MOST_LIST_DEPTH = 8
"""How deep lists may nest in an operand of containment: each level multiplies the work on a row."""


@dataclass(frozen=True, slots=True)
class Target:
    """A place, the operand that it is held against, where that stands in the body, and the zones there are."""

    place: Place
    operand: JSON
    pointer: str
    faults: Faults
    zones: Zones

    def refuse(self, message: str) -> None:
        """Keep that the operand does not fit."""
        self.faults.impossible(self.pointer, message)


def bind_condition(target: Target, operator: Operator) -> Predicate | None:
    """Return the predicate of a condition, or None after its fault is kept."""
    positive = _NEGATED.get(operator)
    if positive is None:
        return _BINDERS[operator](target)
    predicate = _BINDERS[positive](target)
    return None if predicate is None else Not(predicate)


def _equal(target: Target) -> Predicate | None:
    return _equals(target, target.operand, target.pointer)


def _member(target: Target) -> Predicate | None:
    if not isinstance(target.operand, list):
        target.refuse(f"A list of values belongs here, not {describe(target.operand)}.")
        return None
    found = [_equals(target, each, f"{target.pointer}/{index}") for index, each in enumerate(target.operand)]
    scalars = tuple(operand for each in found if isinstance(each, OneOf) for operand in each.operands)
    members = tuple(member for each in found if isinstance(each, ListHas) for member in each.members)
    others = tuple(each for each in found if each is not None and not isinstance(each, OneOf | ListHas))
    of_lists = (ListHas(target.place, members, "any"),) if members else ()
    return Or((*((OneOf(target.place, scalars),) if scalars else ()), *of_lists, *others))


def _equals(target: Target, operand: JSON, pointer: str) -> Predicate | None:
    place = target.place
    if operand is None:
        return Missing(place)
    if isinstance(operand, list | dict) and place.field.is_json:
        return Same(place, operand)
    if place.field.type == "string_list" and (isinstance(operand, str) or _are_texts(operand)):
        return ListHas(place, (operand,)) if isinstance(operand, str) else Same(place, operand)
    scalar = bind_scalar(place, operand, pointer, target.faults)
    if scalar is not None and place.field.values and scalar not in place.field.values:
        target.faults.impossible(
            pointer, unknown(str(scalar), f"a value of `{place.field.name}`", place.field.values)
        )
        return None
    return None if scalar is None else OneOf(place, (scalar,))


def _are_texts(operand: object) -> bool:
    return isinstance(operand, list) and all(isinstance(each, str) for each in operand)


def _ordered(operator: Ordered) -> "Callable[[Target], Predicate | None]":
    def bind(target: Target) -> Predicate | None:
        place = target.place
        if place.field.is_json and not place.path:
            _refuse_whole(target)
            return None
        if place.path and (
            isinstance(target.operand, bool) or not isinstance(target.operand, str | int | float)
        ):
            target.refuse(f"A number or a text belongs here, not {describe(target.operand)}.")
            return None
        scalar = bind_scalar(place, target.operand, target.pointer, target.faults)
        return None if scalar is None else Compare(place, operator, scalar)

    return bind


def _text_has(where: Literal["anywhere", "start"]) -> "Callable[[Target], Predicate | None]":
    def bind(target: Target) -> Predicate | None:
        if target.place.field.is_json and not target.place.path:
            _refuse_whole(target)
        elif not isinstance(target.operand, str):
            target.refuse(f"A text belongs here, not {describe(target.operand)}.")
        else:
            return TextHas(target.place, target.operand, where)
        return None

    return bind


def _refuse_whole(target: Target) -> None:
    field = target.place.field
    target.refuse(f"`{field.name}` is {WORDS[field.type]}. Give a `path` to compare in it.")


def _missing(target: Target) -> Predicate:
    return Missing(target.place)


def _list_has(target: Target) -> Predicate | None:
    members = target.operand if isinstance(target.operand, list) else [target.operand]
    if not target.place.field.is_json and not _are_texts(members):
        target.refuse("A text or a list of texts belongs here.")
        return None
    return ListHas(target.place, tuple(members)) if _is_shallow(target) else None


def _contains(target: Target) -> Predicate | None:
    return Contains(target.place, target.operand) if _is_shallow(target) else None


def _contained_by(target: Target) -> Predicate | None:
    return ContainedBy(target.place, target.operand) if _is_shallow(target) else None


def _element_contains(target: Target) -> Predicate | None:
    if not isinstance(target.operand, dict):
        target.refuse(f"An object belongs here, not {describe(target.operand)}.")
        return None
    return ElementContains(target.place, target.operand) if _is_shallow(target) else None


def _has_key(target: Target) -> Predicate | None:
    if not isinstance(target.operand, str):
        target.refuse(f"The name of a key belongs here, not {describe(target.operand)}.")
        return None
    return HasKeys(target.place, (target.operand,), "any")


def _has_any_key(target: Target) -> Predicate | None:
    names = _names(target)
    return None if names is None else HasKeys(target.place, names, "any")


def _has_all_keys(target: Target) -> Predicate | None:
    names = _names(target)
    return None if names is None else HasKeys(target.place, names, "all")


def _names(target: Target) -> tuple[str, ...] | None:
    operand = target.operand
    if isinstance(operand, list):
        names = tuple(each for each in operand if isinstance(each, str))
        if len(names) == len(operand):
            return names
    target.refuse("A list of names of keys belongs here.")
    return None


def _is_shallow(target: Target) -> bool:
    """Say whether lists in the operand nest within bounds; keep the fault if not."""
    if _list_depth(target.operand) <= _MOST_LIST_DEPTH:
        return True
    target.refuse(f"Lists may nest {_MOST_LIST_DEPTH} levels deep at most here.")
    return False


def _list_depth(operand: JSON) -> int:
    if isinstance(operand, list):
        return 1 + max((_list_depth(each) for each in operand), default=0)
    if isinstance(operand, dict):
        return max((_list_depth(each) for each in operand.values()), default=0)
    return 0


def _identical(target: Target) -> Predicate | None:
    """Return what finds the rows of the group that has the operand as its key."""
    place, operand = target.place, target.operand
    if place.field.type == "timestamp" and isinstance(operand, dict):
        return _in_bucket(target, operand)
    if not place.field.is_json or operand is None:
        return _equals(target, operand, target.pointer)
    if place.is_text_key and isinstance(operand, str):
        return GroupedAs(Stored(place), operand)
    is_text = place.is_text_key or isinstance(operand, list | dict)
    return GroupedAs(Stored(place), json_text(operand)) if is_text else Same(place, operand)


def _in_bucket(target: Target, operand: dict[str, JSON]) -> Predicate | None:
    unit, zone, start = operand.get("timeUnit"), operand.get("timeZone"), operand.get("value")
    begins = operand.get("weekStart") or "monday"
    if unit not in TIME_UNITS:
        target.refuse(
            "A time belongs here, or an object with `value` and `timeUnit`,"
            f" which is one of {', '.join(f'`{each}`' for each in TIME_UNITS)}."
        )
        return None
    if zone is not None and zone not in target.zones:
        target.refuse(unknown(str(zone), "a time zone", target.zones))
        return None
    if begins not in WEEK_STARTS:
        target.refuse(unknown(str(begins), "a day that weeks begin on", WEEK_STARTS))
        return None
    moment = bind_scalar(target.place, start, f"{target.pointer}/value", target.faults)
    if isinstance(moment, timedelta):
        target.refuse("The time at which a bucket begins belongs here, not one relative to now.")
        return None
    bucket = Bucket(target.place, unit, None if zone == UTC else zone, begins)
    return GroupedAs(bucket, moment) if isinstance(moment, datetime) else None


_NEGATED: dict[Operator, Operator] = {"neq": "eq", "notIn": "in", "isNotNull": "isNull"}
_BINDERS: "dict[Operator, Callable[[Target], Predicate | None]]" = {
    "eq": _equal,
    "in": _member,
    "isNull": _missing,
    "gt": _ordered("gt"),
    "gte": _ordered("gte"),
    "lt": _ordered("lt"),
    "lte": _ordered("lte"),
    "arrayContains": _list_has,
    "jsonContains": _contains,
    "jsonContainedBy": _contained_by,
    "jsonArrayContainsObject": _element_contains,
    "jsonHasKey": _has_key,
    "jsonHasAnyKey": _has_any_key,
    "jsonHasAllKeys": _has_all_keys,
    "contains": _text_has("anywhere"),
    "startsWith": _text_has("start"),
    "is": _identical,
}
