"""The reference page of the Python SDK: the public names of `threadline`, with signatures and docstrings."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, get_args, get_type_hints, is_typeddict

import msgspec

import threadline
from threadline.api.openapi.meanings import MEANINGS, meaning
from threadline.client.operations import nouns
from threadline.client.operations.verbs import Noun
from threadline.client.questions.language import Language
from threadline.wire.base import Wire
from tools.query_reference import table
from tools.signatures import described, short, signature

if TYPE_CHECKING:
    from collections.abc import Iterator

INTRODUCTION = """# Python SDK: reference

Every public name of `threadline`. This page is generated from the code; [the guide](../guides/python-sdk.md) shows how
the parts go together. `pip install .` in Threadline's checkout brings all of it but tables of other libraries.

Fields of types are Python names; on the wire they are camelCase. A field that may be left out has the value `UNSET`.
"""

SECTIONS = {
    "Clients": (
        "threadline.client.sync",
        "threadline.client.asynchronous",
        "threadline.client.sending.retries",
    ),
    "Questions": ("threadline.client.questions.",),
    "Logging in the background": (
        "threadline.client.logger",
        "threadline.client.chats.chat",
        "threadline.client.openai",
    ),
    "Rows and files": ("threadline.client.tables",),
    "Documents and times": ("threadline.client.bodies.documents", "threadline.moments", "msgspec"),
}
"""Where a name is told, by where it lives. Errors and types of the wire have sections of their own."""

_NOUNS = {
    "conversations": nouns.ConversationVerbs,
    "events": nouns.EventVerbs,
    "feedback": nouns.FeedbackVerbs,
    "query": nouns.QueryVerbs,
}
_LATE = ("UNSET", "q")
"""Values, not classes or functions."""


def page() -> str:
    """Return the text of the page."""
    parts = [INTRODUCTION]
    for section, homes in SECTIONS.items():
        names = sorted((name for name in threadline.__all__ if _is_at(name, homes)), key=_place)
        parts += [f"\n## {section}\n", *("".join(_entry(name)) for name in names)]
        if section == "Clients":
            parts += ["".join(_noun(name)) for name in _NOUNS]
    return "".join((*parts, *_errors(), *_types(), *_keywords()))


def told(name: str) -> Any:
    """Return the public thing of a name."""
    return getattr(threadline, name)


def is_error(name: str) -> bool:
    """Say whether a name is an exception."""
    thing = told(name)
    return isinstance(thing, type) and issubclass(thing, Exception)


def is_type(name: str) -> bool:
    """Say whether a name is a struct of bodies or answers."""
    thing = told(name)
    return isinstance(thing, type) and issubclass(thing, Wire)


def is_keywords(name: str) -> bool:
    """Say whether a name is a dictionary with typed members."""
    return is_typeddict(told(name))


def _place(name: str) -> tuple[bool, str]:
    """Return where a name stands in its section: the client first, then by the alphabet."""
    return name != "Threadline", name.lower()


def _is_at(name: str, homes: tuple[str, ...]) -> bool:
    thing = told(name)
    home = getattr(thing, "__module__", type(thing).__module__)
    return not (is_error(name) or is_type(name) or is_keywords(name)) and home.startswith(homes)


def _entry(name: str) -> Iterator[str]:
    thing = told(name)
    yield f"\n### {name}\n"
    if name in _LATE:
        yield f"\n{_value(name)}\n"
        yield from _methods(type(thing), f"{name}.") if isinstance(thing, Language) else ()
        return
    yield _call(name, thing)
    if name == "AsyncThreadline":
        yield "\nIts methods are those of [`Threadline`](#threadline); those that ask the server are awaited.\n"
    elif isinstance(thing, type):
        yield from _attributes(thing)
        yield from _methods(thing, ".")


def _value(name: str) -> str:
    if name == "UNSET":
        return "The value of a field that is left out, on the wire and in answers."
    units = ", ".join(f"`q.{unit}()`" for unit in ("hour", "day", "week", "month", "quarter", "year"))
    return (
        f"{described(Language)}\n\n`q.conversations`, `q.events`, `q.feedback` and `q.semantic_threads` begin a"
        f" [question](#question); {units} are units of time, of the view's main time or of the field that is named."
    )


def _call(name: str, thing: Any) -> str:
    words = f"\n{_called(name, thing)}{described(thing)}\n"
    return f"{words}\n{described(thing.__init__)}\n" if name == "Threadline" else words


def _called(name: str, thing: Any) -> str:
    """Return the call of something in a block; nothing for classes that users do not make themselves."""
    is_made_inside = isinstance(thing, type) and "client" in list(inspect.signature(thing).parameters)[:1]
    return "" if is_made_inside else f"```python\n{signature(name, thing)}\n```\n\n"


def _attributes(kind: type) -> Iterator[str]:
    if hasattr(kind, "__dataclass_fields__") and kind.__module__.startswith("threadline.client"):
        return
    found = {name: each for name, each in vars(kind).items() if isinstance(each, property) and name[0] != "_"}
    for name, each in found.items():
        answer = short(inspect.signature(each.fget).return_annotation) if each.fget else "Any"
        yield f"\n* `.{name}: {answer}`: {described(each)}\n"


def _members(thing: Any) -> dict[str, Any]:
    """Return what a class has of its own and from the client's classes that are no public names themselves."""
    bases = [
        each for each in getattr(thing, "__mro__", ())[1:] if each.__module__.startswith("threadline.client")
    ]
    parts = (each for each in (*bases, thing) if each is thing or each.__name__ not in threadline.__all__)
    return {name: each for part in parts for name, each in vars(part).items()}


def _methods(kind: type, prefix: str) -> Iterator[str]:
    for name in sorted(_members(kind)):
        method = getattr(kind, name)
        if not name.startswith("_") and inspect.isroutine(method):
            yield f"\n```python\n{signature(f'{prefix}{name}', method)}\n```\n\n{described(method)}\n"


def _noun(name: str) -> Iterator[str]:
    kind = _NOUNS[name]
    yield f"\n### client.{name}\n\n{described(kind)} With `AsyncThreadline`, await what is not iterated.\n"
    noun = getattr(threadline.Threadline(api_key="shown-nowhere"), name)
    for verb in _verbs(kind):
        method = getattr(noun, verb)
        yield f"\n```python\n{signature(f'client.{name}.{verb}', method)}\n```\n\n{described(method)}\n"


def _verbs(kind: type) -> list[str]:
    """Return the names of a noun's verbs, those of its bases first."""
    bases = [each for each in reversed(kind.__mro__) if issubclass(each, Noun) and each is not Noun]
    return [verb for each in bases for verb in vars(each) if not verb.startswith("_")]


def _errors() -> Iterator[str]:
    yield "\n## Errors\n\nWhat each status means is in [errors and limits](errors.md).\n"
    rows = []
    for name in filter(is_error, threadline.__all__):
        kind = told(name)
        rows.append(
            (
                f"`{name}`",
                f"`{kind.__base__.__name__ if kind.__base__ else ''}`",
                described(kind).replace("\n", " "),
            )
        )
    yield table(("error", "is a", "means"), rows)


def _types() -> Iterator[str]:
    yield "\n## Types of bodies and answers\n"
    for name in filter(is_type, threadline.__all__):
        kind = told(name)
        yield f"\n### {name}\n\n{described(kind)}\n"
        yield table(("field", "type", "optional", "means"), _fields(kind))


def _fields(kind: type) -> Iterator[tuple[str, ...]]:
    hints = get_type_hints(kind, include_extras=True)
    for field in msgspec.structs.fields(kind):
        unset = "yes" if not field.required else ""
        yield f"`{field.name}`", f"`{short(hints[field.name])}`", unset, _meaning(kind, field.encode_name)


def _meaning(kind: type, wire_name: str) -> str:
    """Return what a field means, as the class that declares it is known to the document."""
    for each in kind.__mro__:
        if f"{each.__name__}.{wire_name}" in MEANINGS:
            return meaning(each.__name__, wire_name)
    return meaning(kind.__name__, wire_name)


def _keywords() -> Iterator[str]:
    """Yield the keywords that calls take, by the name that their signatures have for them."""
    yield "\n## Keywords\n\nWhat `**fields` and `**options` of a signature may be, and the dictionaries in them.\n"
    for kind in _typed_dicts():
        rows = ((f"`{name}`", f"`{short(each)}`") for name, each in kind.__annotations__.items())
        yield f"\n### {kind.__name__}\n\n{described(kind)}\n{table(('keyword', 'type'), rows)}"


def _typed_dicts() -> list[type]:
    found: dict[str, type] = {name: told(name) for name in threadline.__all__ if is_keywords(name)}
    for function in _callables():
        for each in inspect.signature(function).parameters.values():
            arguments = get_args(each.annotation)
            if each.kind is inspect.Parameter.VAR_KEYWORD and arguments:
                found[arguments[0].__name__] = arguments[0]
    return [found[name] for name in sorted(found)]


def _callables() -> Iterator[Any]:
    client = threadline.Threadline(api_key="shown-nowhere")
    for name, kind in _NOUNS.items():
        yield from (getattr(getattr(client, name), verb) for verb in _verbs(kind))
    for name in threadline.__all__:
        thing = told(name)
        if callable(thing) and not (is_error(name) or is_type(name) or is_keywords(name)):
            yield thing
            yield from (
                each for key, each in _members(thing).items() if inspect.isfunction(each) and key[0] != "_"
            )
