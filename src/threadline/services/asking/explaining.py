"""The `explain` member of an answer: the plan in words, the statement, and what it took."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadline.query import CompiledQuery, Explanation
    from threadline.services.asking.engine import Engine

_MOST_VALUES = 20
"""The most values of one parameter that are shown: a search may bind many thousands."""

_MOST_LETTERS = 10_000
"""The most letters of a text that are shown."""


def explain(
    engine: Engine, compiled: CompiledQuery, explanation: Explanation, *, seconds: float
) -> dict[str, object]:
    """Return how an answer came about, as the wire has it."""
    statement = compiled.rows
    return {
        "plan": explanation.plan,
        "sql": statement.text,
        "parameters": [_shown(each) for each in statement.parameters],
        "rowsScanned": engine.number(explanation.extent),
        "milliseconds": round(seconds * 1_000, 3),
    }


def _shown(parameter: object) -> object:
    if isinstance(parameter, str) and len(parameter) > _MOST_LETTERS:
        return f"{len(parameter)} letters"
    if isinstance(parameter, list):
        return f"{len(parameter)} values" if len(parameter) > _MOST_VALUES else list(map(_shown, parameter))
    return parameter
