"""Conditions as a person types them, such as `properties.plan!=free`, made into filters of the query language.

Pure. Names of fields are looked up in the catalogue, so that a typo is told with the nearest name.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

import click

from threadline.catalog import MESSAGES
from threadline.cli.asking.keys import key_of
from threadline.errors import did_you_mean, shorten
from threadline.wire.conversations import Visibility
from threadline.wire.feedback import FeedbackType
from threadline.wire.messages import ConversationType

if TYPE_CHECKING:
    from threadline.catalog import Field, View

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
_PRESENCE = {"eq": "isNull", "neq": "isNotNull"}
_JSON_WORDS = ("true", "false")
_NULL = "null"
_BAR = re.compile(r"""\|(?=(?:[^"]*"[^"]*")*[^"]*$)""")
"""A `|` that does not stand in a text in quotes."""

_SIGN_AGAIN = re.compile(r"[=<>!~^]+")
_CLOSED: dict[tuple[str, str], tuple[str, ...]] = {
    ("conversations", "type"): get_args(ConversationType),
    ("conversations", "visibility"): get_args(Visibility),
    ("feedback", "type"): get_args(FeedbackType),
}
"""The values that a field of a view can have, where there are no others."""

HELP = (
    "`type=openai`, `properties.plan!=free`, `userMessageCount>=3`, `properties.channel=web|mail` (one of), "
    "`messages~refund`, `properties.title^=How`, `properties.plan` (is there), `!properties.plan` or "
    "`properties.plan=null` (is not); a value in quotes is a text as it stands; "
    "or a filter as JSON, or @FILE."
)


def condition(text: str, view: View) -> dict[str, Any]:
    """Return the filter that a condition means.

    >>> from threadline.catalog import VIEWS
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
    given = _Given(found["name"].strip(), found["sign"], found["value"].strip())
    given.require_one_sign()
    if given.value == _NULL:
        operator = given.presence()
        return _condition(field, operator, {"value": {"path": path}} if path else {})
    operator, value = _operand(given, known=view.field(field), path=path)
    if not path:
        _require_possible(view, field, operator, value)
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
        near = did_you_mean(name, names) or (_signed(text, names) if option == "--where" else "")
        raise click.UsageError(
            f"{option}: `{shorten(name)}` is not a field of {view.noun}.{near} There are: {', '.join(names)}."
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


@dataclass(frozen=True, slots=True)
class _Given:
    """A condition as it was typed, in its three parts."""

    name: str
    sign: str
    value: str

    def require_one_sign(self) -> None:
        """Refuse a value that begins as a sign does, since two signs in a row are a slip in most cases.

        Raises:
            click.UsageError: it begins so, and is not in quotes.
        """
        again = _SIGN_AGAIN.match(self.value)
        if again is None:
            return
        both, rest = self.sign + again.group(), self.value[again.end() :].strip()
        meant = self._meant(both)
        quoted = json.dumps(self.value, ensure_ascii=False)
        raise click.UsageError(
            f"--where: `{both}` is no sign. Did you mean `{self.name}{meant}{shorten(rest)}`? There are "
            f"{', '.join(f'`{each}`' for each in _OPERATORS)}; a value that begins so is written in quotes: "
            f"`{self.name}{self.sign}{shorten(quoted)}`."
        )

    def presence(self) -> str:
        """Return the operator by which a value is there, or is not: what `null` asks.

        Raises:
            click.UsageError: the sign compares with a value.
        """
        operator = _PRESENCE.get(_OPERATORS[self.sign])
        if operator is None:
            raise click.UsageError(
                f"--where: null cannot be compared by `{self.sign}`. `{self.name}=null` finds what is not set, "
                f'`{self.name}{self.sign}"null"` compares with the text.'
            )
        return operator

    @staticmethod
    def _meant(signs: str) -> str:
        if signs in {"<>", "=!", "!==", "!~", "=!="}:
            return "!="
        return {"=>": ">=", "=<": "<=", ">>": ">", "<<": "<", "=~": "~", "~=": "~", "~~": "~"}.get(signs, "=")


def _signed(text: str, names: tuple[str, ...]) -> str:
    """Return what was meant by a name with something behind it that is no sign, such as `type:openai`."""
    found = re.match(r"!?\s*(?P<name>[\w.]+?)\s*(?::|\s(?:is|eq|equals)\s|\s)\s*(?P<rest>\S.*)", text.strip())
    if found is None or found["name"].partition(".")[0] not in names:
        return ""
    return f" Did you mean `{found['name']}={shorten(found['rest'])}`?"


def _require_possible(view: View, field: str, operator: str, value: object) -> None:
    """Refuse a value that no row can have, rather than finding nothing without a word.

    Raises:
        click.UsageError: the field has a closed list of values, and this is none of them.
    """
    choices = _CLOSED.get((view.name, field), ())
    if not choices or operator not in {"eq", "neq", *_LISTED.values()}:
        return
    for each in value if isinstance(value, list) else [value]:
        if each not in choices:
            raise click.UsageError(
                f"--where: `{shorten(str(each))}` is no `{field}` of {view.noun}.{did_you_mean(str(each), choices)} "
                f"There are: {', '.join(choices)}."
            )


def _operand(given: _Given, *, known: Field | None, path: list[str]) -> tuple[str, object]:
    """Return the operator and the value of a condition; `a|b` means one of several."""
    operator = _OPERATORS[given.sign]
    several = [each.strip() for each in _BAR.split(given.value)] if operator in _LISTED else []
    if len(several) > 1:
        if _NULL in several:
            raise click.UsageError(
                f"--where: null cannot be one of several. `{given.name}=null` alone finds what is not set; the "
                f'text is `"null"`.'
            )
        return _LISTED[operator], [_value(each, known, path) for each in several]
    return operator, _value(given.value, known, path)


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
