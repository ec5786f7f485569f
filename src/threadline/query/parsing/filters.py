"""Read the filter of a body: conditions, joined by `and` and `or`.

What an operand means depends on its field, so operands are only checked for size here; `binding` types
them.
"""

import sys
from collections.abc import Sequence
from math import isfinite
from typing import Any, assert_never

from threadline.catalog import OPERATORS, Operator
from threadline.query.faults import Faults
from threadline.query.forms.expression import JSON, AllOf, AnyOf, Condition, Filter, conditions
from threadline.query.parsing.members import Node, describe, path_steps

MOST_DEPTH = 64
"""How deep filters, and the JSON of an operand, may nest."""

MOST_CONDITIONS = 1_000
MOST_VALUES = 10_000
"""The most values of one operand, counted through all its levels."""

_FORMS = ("condition", "and", "or")
_NEEDS_NO_VALUE = frozenset({"isNull", "isNotNull"})


def read_filter(
    value: object, pointer: str, faults: Faults, *, operators: Sequence[Operator] = OPERATORS
) -> Filter | None:
    """Return the filter at `pointer`, or None after its faults are kept."""
    return _FilterReader(faults, operators).read(value, pointer, depth=1)


class _FilterReader:
    """Reads one filter and counts its conditions."""

    def __init__(self, faults: Faults, operators: Sequence[Operator]) -> None:
        self._faults = faults
        self._operators = operators
        self._condition_count = 0

    def read(self, value: object, pointer: str, *, depth: int) -> Filter | None:
        if depth > MOST_DEPTH:
            self._faults.malformed(pointer, f"A filter may be {MOST_DEPTH} levels deep at most.")
            return None
        node = Node.of(value, pointer, self._faults)
        form = None if node is None else self._form(node)
        if node is None or form is None:
            return None
        node.expect("a filter", form)
        inner = node.members[form]
        if form == "condition":
            return self._condition(inner, node.place(form))
        parts = self._parts(inner, node.place(form), depth=depth)
        return AllOf(parts) if form == "and" else AnyOf(parts)

    def _form(self, node: Node) -> str | None:
        present = [form for form in _FORMS if node.members.get(form) is not None]
        if len(present) == 1:
            return present[0]
        self._faults.malformed(node.pointer, "A filter has exactly one of `condition`, `and`, `or`.")
        return None

    def _parts(self, value: object, pointer: str, *, depth: int) -> tuple[Filter, ...]:
        if not isinstance(value, list):
            self._faults.malformed(pointer, f"A list of filters belongs here, not {describe(value)}.")
            return ()
        if len(value) > MOST_CONDITIONS:
            self._faults.malformed(pointer, f"A filter may have {MOST_CONDITIONS} conditions at most.")
            return ()
        parts = (self.read(each, f"{pointer}/{index}", depth=depth + 1) for index, each in enumerate(value))
        return tuple(part for part in parts if part is not None)

    def _condition(self, value: object, pointer: str) -> Condition | None:
        node = Node.of(value, pointer, self._faults)
        if node is None or not self._is_within_budget(pointer):
            return None
        self._expect(node)
        field = node.needed_text("field")
        operator = node.choice("operator", "an operator", names=self._operators)
        is_whole = operator in _NEEDS_NO_VALUE or "value" in node.members
        if not is_whole:
            self._faults.malformed(node.place("value"), "`value` is missing.")
        operand = node.members.get("value")
        if (
            field is None
            or operator is None
            or not is_whole
            or not check_operand(operand, node.place("value"), self._faults)
        ):
            return None
        return Condition(pointer=pointer, field=field, operator=operator, operand=operand)

    def _expect(self, node: Node) -> None:
        if node.members.get("path") is None:
            node.expect("a condition", "field", "operator", "value")
            return
        message = 'A path stands in the value: `"value": {"path": ["plan"], "value": "pro"}`.'
        self._faults.malformed(node.place("path"), message)

    def _is_within_budget(self, pointer: str) -> bool:
        self._condition_count += 1
        if self._condition_count == MOST_CONDITIONS + 1:
            self._faults.malformed(pointer, f"A filter may have {MOST_CONDITIONS} conditions at most.")
        return self._condition_count <= MOST_CONDITIONS


def check_operand(operand: JSON, pointer: str, faults: Faults) -> bool:
    """Say whether an operand is within bounds; keep the fault if not."""
    level: list[Any] = _told(operand)
    value_count = depth = 0
    while level:
        depth += 1
        # What holds all the values is none of them.
        value_count += len(level) if depth > 1 else 0
        if depth > MOST_DEPTH or value_count > MOST_VALUES:
            message = f"A value may be {MOST_DEPTH} levels deep and hold {MOST_VALUES} values at most."
            faults.malformed(pointer, message)
            return False
        if not all(map(_is_finite, level)):
            faults.malformed(pointer, "A number of that size cannot be compared with.")
            return False
        level = [inner for each in level for inner in _members(each)]
    return True


def check_size(part: Filter, pointer: str, faults: Faults) -> None:
    """Keep it if a filter that was put together has more levels or conditions than one that is read may have."""
    if _depth(part) > MOST_DEPTH:
        faults.malformed(pointer, f"A filter may be {MOST_DEPTH} levels deep at most.")
    if sum(1 for _ in conditions(part)) > MOST_CONDITIONS:
        faults.malformed(pointer, f"A filter may have {MOST_CONDITIONS} conditions at most.")


def written(part: Filter) -> dict[str, Any]:
    """Return a filter in the language of bodies."""
    match part:
        case AllOf(parts):
            return {"and": list(map(written, parts))}
        case AnyOf(parts):
            return {"or": list(map(written, parts))}
        case Condition(field=field, operator=operator, operand=operand):
            has_value = operand is not None or operator not in _NEEDS_NO_VALUE
            return {
                "condition": {"field": field, "operator": operator}
                | ({"value": operand} if has_value else {})
            }
        case _:
            assert_never(part)


def _depth(part: Filter) -> int:
    if isinstance(part, Condition):
        return 1
    return 1 + max(map(_depth, part.parts), default=0)


def _told(operand: JSON) -> list[JSON]:
    """Return the value of an operand, and the path to it if there is one."""
    if isinstance(operand, dict) and operand.keys() == {"path", "value"} and path_steps(operand["path"]):
        return [operand["value"]]
    return [operand]


def _members(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _is_finite(value: object) -> bool:
    """Say whether a number, if it is one, is within the range of doubles."""
    if isinstance(value, int):
        return value.bit_length() < sys.float_info.max_exp
    return not isinstance(value, float) or isfinite(value)
