"""Signatures and docstrings of Python as Markdown: types in short names, Google sections as lists."""

from __future__ import annotations

import inspect
import re
import types
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ForwardRef,
    Literal,
    NotRequired,
    Required,
    TypeVar,
    Union,
    Unpack,
    get_args,
    get_origin,
)

from msgspec import UnsetType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST_VALUES = 6
_SECTION = re.compile(r"(Args|Raises|Returns|Yields):")
_ENTRY = re.compile(r"    (\*{0,2}\w+): (.*)")
_PREFIX = re.compile(r"\b(?:[a-z_]\w*\.)+(?=\w)")
_LINE = 88
_STARS: dict[object, str] = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}


def short(annotation: object) -> str:
    """Return a type in short names. A choice of many texts is `str`; that a field may be left out is not said."""
    if annotation in {inspect.Signature.empty, None, types.NoneType}:
        return "None"
    if isinstance(annotation, str | ForwardRef | TypeVar):
        text = annotation.__forward_arg__ if isinstance(annotation, ForwardRef) else str(annotation)
        return _PREFIX.sub("", text.lstrip("~+-"))
    return _composed(annotation, get_origin(annotation), get_args(annotation))


def _composed(annotation: object, origin: object, arguments: tuple[object, ...]) -> str:
    if origin in {Annotated, Unpack, Required, NotRequired}:
        return short(arguments[0])
    if origin is Literal:
        return _choice(arguments)
    if isinstance(annotation, types.UnionType) or origin is Union:
        kinds = dict.fromkeys(short(each) for each in arguments if each is not UnsetType)
        return " | ".join(kinds)
    return _named(annotation, origin, arguments)


def _choice(values: tuple[object, ...]) -> str:
    return f"Literal[{', '.join(map(repr, values))}]" if len(values) <= _MOST_VALUES else "str"


def _named(annotation: object, origin: object, arguments: tuple[object, ...]) -> str:
    name = getattr(origin or annotation, "__name__", _PREFIX.sub("", str(annotation)))
    if name in {"Question", "Filter", "Operand", "Aggregate"}:
        return str(name)
    parts = ", ".join("…" if each is ... else _listed(each) for each in arguments)
    return f"{name}[{parts}]" if parts else str(name)


def _listed(argument: object) -> str:
    """Return an argument of a type, which may be a list of types itself."""
    return f"[{', '.join(map(short, argument))}]" if isinstance(argument, list) else short(argument)


def signature(name: str, function: Callable[..., Any]) -> str:
    """Return how something is called: on one line, or with an argument a line."""
    found = inspect.signature(function)
    shown = [each for each in found.parameters.values() if each.name not in {"self", "cls"}]
    parts = list(_parameters(shown))
    answer = "" if isinstance(function, type) else f" -> {short(found.return_annotation)}"
    line = f"{name}({', '.join(parts)}){answer}"
    if len(line) <= _LINE:
        return line
    return f"{name}(\n" + "".join(f"    {part},\n" for part in parts) + f"){answer}"


def _parameters(parameters: list[inspect.Parameter]) -> Iterator[str]:
    kinds = inspect.Parameter
    positional = [each for each in parameters if each.kind is kinds.POSITIONAL_ONLY]
    has_rest = any(each.kind is kinds.VAR_POSITIONAL for each in parameters)
    for place, each in enumerate(parameters):
        if each.kind is kinds.KEYWORD_ONLY and not has_rest:
            yield "*"
            has_rest = True
        yield f"{_STARS.get(each.kind, '')}{_typed(each)}"
        if place + 1 == len(positional):
            yield "/"


def _typed(parameter: inspect.Parameter) -> str:
    words = f"{parameter.name}: {short(parameter.annotation)}"
    if parameter.default is inspect.Parameter.empty:
        return words
    default = parameter.default
    plain = isinstance(default, str | int | float | bool | tuple) or default is None
    return f"{words} = {default!r}" if plain else f"{words} = …"


def described(thing: object) -> str:
    """Return the docstring of something as Markdown."""
    lines = _described((inspect.getdoc(thing) or "").splitlines())
    return "\n".join(lines).strip()


def _described(lines: list[str]) -> Iterator[str]:
    is_section = is_example = False
    for line in lines:
        if is_example and not line.strip():
            yield "```"
            is_example = False
        if _SECTION.fullmatch(line):
            is_section = True
            yield f"*{line.removesuffix(':')}*\n"
        elif entry := _ENTRY.fullmatch(line) if is_section else None:
            yield f"* `{entry[1]}`: {entry[2]}"
        elif line.startswith(">>>") and not is_example:
            is_example = True
            yield f"```python\n{line}"
        else:
            yield line if is_example else re.sub(r"^ {4,}", "  ", line)
    if is_example:
        yield "```"
