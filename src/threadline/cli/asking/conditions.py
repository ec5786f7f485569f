"""Conditions as a person types them, such as `properties.plan!=free`, made into filters of the query language.

Pure. Names of fields are looked up in the catalogue, so that a typo is told with the nearest name.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import click

from threadline.cli.asking.keys import key_of
from threadline.errors import did_you_mean, shorten
from threadline.query.catalog import MESSAGES

if TYPE_CHECKING:
    from threadline.query import Field, View

_CONDITION = re.compile(
    r"""\s*(?P<name>(?:"[^"]*"|[^=<>!~^"])+?)\s*(?P<sign>!=|>=|<=|\^=|[=<>~])(?P<value>.*)""", re.DOTALL
)
_STEP = re.compile(r'"([^"]*)"|([^."]+)')
_OPERATORS = {
    "=": "eq",
    "!=": "neq",
    ">": "gt",
    ">=": "gte",
    "<": "lt",
    "<=": "lte",
    "~": "contains",
    "^=": "startsWith",
}
_LISTED = {"eq": "in", "neq": "notIn"}
_JSON_WORDS = ("true", "false", "null")
HELP = (
    "`type=openai`, `properties.plan!=free`, `userMessageCount>=3`, `properties.channel=web|mail` (one of), "
    "`messages~refund`, `properties.title^=How`, `properties.plan` (is there), `!properties.plan` (is not); "
    "or a filter as JSON, or @FILE."
)


def condition(text: str, view: View) -> dict[str, Any]:
    """Return the filter that a condition means.

    >>> from threadline.query import VIEWS
    >>> condition("properties.plan!=free", VIEWS["conversations"])["condition"]["value"]
    {'path': ['plan'], 'value': 'free'}

    Raises:
        click.UsageError: it names no field, or a field that the view lacks.
    """
    found = _CONDITION.fullmatch(text)
    if found is None:
        operator = "isNull" if text.startswith("!") else "isNotNull"
        field, path = name_of(text.removeprefix("!"), view, option="--where")
        return _condition(field, operator, {"value": {"path": path}} if path else {})
    if found["name"] == MESSAGES:
        return _of_messages(found["sign"], found["value"].strip(), view)
    field, path = name_of(found["name"], view, option="--where")
    operator, value = _operand(found["sign"], found["value"].strip(), known=view.field(field), path=path)
    return _condition(field, operator, {"value": {"path": path, "value": value} if path else value})


def name_of(text: str, view: View, *, option: str) -> tuple[str, list[str]]:
    """Return the field and the path that a name such as `properties.plan` means; `properties."a.b"` has one step.

    Raises:
        click.UsageError: there is no such field, or no path leads into it.
    """
    steps = [quoted or plain for quoted, plain in _STEP.findall(text.strip())]
    name = steps[0] if steps else ""
    field = view.field(name)
    if field is None:
        names = (*view.names, MESSAGES) if option == "--where" and view.messages != "none" else view.names
        raise click.UsageError(
            f"{option}: `{shorten(name)}` is not a field of {view.noun}.{did_you_mean(name, names)} "
            f"There are: {', '.join(names)}."
        )
    if len(steps) > 1 and not field.is_json:
        raise click.UsageError(f"{option}: `{name}` holds no object, so nothing lies at `{text.strip()}`.")
    return name, steps[1:]


def having(text: str) -> dict[str, Any]:
    """Return the filter over groups that a condition such as `count>5` or `avg(userMessageCount)<2` means.

    Raises:
        click.UsageError: it is no comparison with a number.
    """
    found = _CONDITION.fullmatch(text)
    operator = _OPERATORS.get(found["sign"], "") if found else ""
    value = _number(found["value"]) if found else None
    if found is None or value is None or operator in {"contains", "startsWith"}:
        raise click.UsageError(
            f"--having: `{shorten(text)}` is no comparison with a number, such as `count>5`."
        )
    return _condition(key_of(found["name"].strip()), operator, {"value": value})


def _of_messages(sign: str, words: str, view: View) -> dict[str, Any]:
    if sign not in {"~", "="} or view.messages == "none":
        hint = "write `messages~WORDS`" if view.messages != "none" else f"{view.noun} have none"
        raise click.UsageError(f"--where: messages are searched for words; {hint}.")
    return _condition(MESSAGES, "matches", {"value": words})


def _operand(sign: str, text: str, *, known: Field | None, path: list[str]) -> tuple[str, object]:
    """Return the operator and the value of a condition; `a|b` means one of several."""
    operator = _OPERATORS[sign]
    if operator in _LISTED and "|" in text and not text.startswith('"'):
        return _LISTED[operator], [_value(each.strip(), known, path) for each in text.split("|")]
    return operator, _value(text, known, path)


def _value(text: str, known: Field | None, path: list[str]) -> object:
    """Return what a text means: a JSON string in quotes is a text, and where numbers may be, digits are a number."""
    if text.startswith('"'):
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            raise click.UsageError(f"--where: {shorten(text)} is no JSON text: {error.msg}.") from error
    if not path and known is not None and known.type not in {"integer", "number", "boolean"}:
        return text
    if text in _JSON_WORDS:
        return json.loads(text)
    number = _number(text)
    return text if number is None else number


def _number(text: str) -> int | float | None:
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        return None
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None


def _condition(field: str, operator: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"condition": {"field": field, "operator": operator, **value}}
