"""Bind a filter: look up its fields, and tell a place from an operand.

What each operator makes of its operand is in `conditions`.
"""

from dataclasses import dataclass
from typing import assert_never

from threadline.catalog import WORDS, Field, FieldType, Operator, View
from threadline.errors import did_you_mean, pointer_of
from threadline.query.binding.conditions import Target, bind_condition
from threadline.query.binding.cost import MOST_COST, cost_of
from threadline.query.binding.search import bind_search
from threadline.query.binding.zones import Zones
from threadline.query.faults import Faults, unknown
from threadline.query.forms.expression import JSON, AllOf, AnyOf, Condition, Filter
from threadline.query.forms.plan import And, Or, Place, Predicate
from threadline.query.parsing.members import path_steps

_NULLITY: tuple[Operator, ...] = ("isNull", "isNotNull")
_EQUALITY: tuple[Operator, ...] = ("eq", "neq", "in", "notIn", "is", *_NULLITY)
_ORDERED: tuple[Operator, ...] = (*_EQUALITY, "gt", "gte", "lt", "lte")
_TEXTUAL: tuple[Operator, ...] = ("contains", "startsWith")
_FITTING: dict[FieldType, tuple[Operator, ...]] = {
    "string": (*_ORDERED, *_TEXTUAL),
    "integer": _ORDERED,
    "number": _ORDERED,
    "timestamp": _ORDERED,
    "boolean": _EQUALITY,
    "string_list": (*_EQUALITY, "arrayContains", *_TEXTUAL),
}
"""The operators that fit a plain column; a JSON column takes all but `matches`."""

_TAKES_OBJECTS: tuple[Operator, ...] = ("jsonContains", "jsonContainedBy", "jsonArrayContainsObject")
"""The operators whose operand may be an object that happens to have a member `path`."""

_TOO_DEAR = (
    f"With this, the filter compares more than {MOST_COST:,} times in each row."
    " Compare with fewer objects, lists and members, or leave conditions out."
)


def bind_filter(part: Filter, view: View, faults: Faults, *, zones: Zones) -> Predicate:
    """Return the predicate of a filter; a condition with faults becomes one that never holds."""
    return _FilterBinder(view, faults, zones).bind(part)


@dataclass(slots=True)
class _FilterBinder:
    """Binds one filter and adds up what its conditions cost."""

    view: View
    faults: Faults
    zones: Zones
    cost: int = 0

    def bind(self, part: Filter) -> Predicate:
        match part:
            case AllOf(parts):
                return And(tuple(map(self.bind, parts)))
            case AnyOf(parts):
                return Or(tuple(map(self.bind, parts)))
            case Condition():
                return self._counted(part, self._bound(part))
            case _:
                assert_never(part)

    def _bound(self, part: Condition) -> Predicate:
        if part.operator == "matches":
            return bind_search(part, self.view, self.faults) or Or()
        field = self.view.field(part.field)
        if field is None:
            message = unknown(part.field, f"a field of {self.view.noun}", self.view.names_near(part.field))
            self.faults.malformed(f"{part.pointer}/field", message)
            return Or()
        return _FieldBinder(part, field, self.faults, self.zones).bind()

    def _counted(self, part: Condition, predicate: Predicate) -> Predicate:
        """Return the predicate, after keeping it as a fault if it is the first that makes the filter cost too much."""
        before, self.cost = self.cost, self.cost + cost_of(predicate)
        if before <= MOST_COST < self.cost:
            self.faults.impossible(f"{part.pointer}/value", _TOO_DEAR)
        return predicate


@dataclass(frozen=True, slots=True)
class _FieldBinder:
    """Binds one condition on a known field."""

    condition: Condition
    field: Field
    faults: Faults
    zones: Zones

    def bind(self) -> Predicate:
        target = self._json_target() if self.field.is_json else self._plain_target()
        predicate = None if target is None else bind_condition(target, self.condition.operator)
        return predicate or Or()

    def _plain_target(self) -> Target | None:
        operator, operand = self.condition.operator, self.condition.operand
        fitting = _FITTING[self.field.type]
        what = f"`{self.field.name}` is {WORDS[self.field.type]}"
        if operator not in fitting:
            names = ", ".join(f"`{each}`" for each in fitting)
            message = f"{what}, which `{operator}` does not fit. Use one of {names}."
            self.faults.impossible(f"{self.condition.pointer}/operator", message)
            return None
        if isinstance(operand, dict) and "path" in operand and operator not in _NULLITY:
            message = f"{what} and has no path. Give the value itself."
            self.faults.impossible(f"{self.condition.pointer}/value/path", message)
            return None
        return self._target(Place(self.field), "/value")

    def _json_target(self) -> Target | None:
        operator, operand = self.condition.operator, self.condition.operand
        forms = ({"path", "value"}, {"path"}) if operator in _NULLITY else ({"path", "value"},)
        if not isinstance(operand, dict) or operand.keys() not in forms:
            return None if self._is_misspelt(operand) else self._target(Place(self.field), "/value")
        path = path_steps(operand["path"])
        if path is not None:
            return self._target(Place(self.field, path), "/value/value")
        if operator in _TAKES_OBJECTS and operand["path"] != []:
            return self._target(Place(self.field), "/value")
        message = "`path` is a list of property names, at least one."
        self.faults.malformed(f"{self.condition.pointer}/value/path", message)
        return None

    def _is_misspelt(self, operand: JSON) -> bool:
        """Say whether an operand was meant to be a path and a value, and keep what is wrong with it."""
        is_meant = isinstance(operand, dict) and path_steps(operand.get("path")) is not None
        if (
            not is_meant
            or not isinstance(operand, dict)
            or self.condition.operator in (*_TAKES_OBJECTS, "is")
        ):
            return False
        strange = [name for name in operand if name not in {"path", "value"}]
        near = [name for name in strange if did_you_mean(name, ["value"])]
        if "value" in operand or (strange and not near):
            return False
        place = f"{self.condition.pointer}/value"
        for name in near:
            self.faults.malformed(
                f"{place}{pointer_of([name])}", unknown(name, "a member beside `path`", ["value"])
            )
        if not near:
            self.faults.malformed(f"{place}/value", "`value` is missing beside `path`.")
        return True

    def _target(self, place: Place, where: str) -> Target:
        operand = self.condition.operand
        if where == "/value/value" and isinstance(operand, dict):
            operand = operand.get("value")
        return Target(place, operand, f"{self.condition.pointer}{where}", self.faults, self.zones)
