"""What a tool is: its name, what it says of itself to a model, its arguments, and what it does."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import msgspec

from threadline.errors import MalformedError, Violation, did_you_mean
from threadline.refusing import violation

if TYPE_CHECKING:
    from threadline.mcp.answers import Answer
    from threadline.mcp.asking import Api

T = TypeVar("T")

Effect = Literal["read", "add", "replace"]
"""What a call may do: change nothing, add something, or change what is there."""

Run = Callable[["Api", dict[str, Any]], Awaitable["Answer"]]

_UNKNOWN = re.compile(r"unknown field `(?P<name>[^`]*)`")


class Arguments(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What a call of a tool says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """Something that an agent can do."""

    name: str
    title: str
    """Its name for people."""

    description: str
    """For the model that chooses a tool."""

    schema: dict[str, Any]
    """JSON Schema of the arguments."""

    run: Run
    effect: Effect = "read"


def tool(
    arguments: type[T], run: Callable[[Api, T], Awaitable[Answer]], *, effect: Effect = "read", **words: str
) -> Tool:
    """Return a tool whose arguments are a struct: their schema and their checks follow from it."""

    async def checked(api: Api, given: dict[str, Any]) -> Answer:
        return await run(api, read(given, arguments))

    return Tool(**words, schema=schema_of(arguments), run=checked, effect=effect)


def read(given: dict[str, Any], arguments: type[T]) -> T:
    """Return the arguments of a call as a typed value; numbers may come as texts.

    Raises:
        MalformedError: one is missing, unknown or of the wrong type.
    """
    try:
        return msgspec.convert(given, arguments, strict=False)
    except msgspec.ValidationError as error:
        known = [each.encode_name for each in msgspec.structs.fields(arguments)]  # type: ignore[arg-type]
        unknown = _UNKNOWN.search(str(error))
        if unknown:
            name = unknown["name"]
            raise MalformedError(Violation(f"/{name}", _unknown(name, known))) from error
        raise MalformedError(violation(str(error), arguments, given)) from error


def require_known(given: dict[str, Any], known: list[str]) -> None:
    """Let pass arguments of which all names are known.

    Raises:
        MalformedError: some are not; all of them are told.
    """
    unknown = [name for name in given if name not in known]
    if unknown:
        raise MalformedError(*(Violation(f"/{name}", _unknown(name, known)) for name in unknown))


def schema_of(arguments: type) -> dict[str, Any]:
    """Return the JSON Schema of a struct, with nothing in it that only a person of Python would read."""
    _, components = msgspec.json.schema_components([arguments])
    schema: dict[str, Any] = components.pop(arguments.__name__)
    for noise in ("title", "description"):
        schema.pop(noise, None)
    whole = schema | {"additionalProperties": False} | ({"$defs": components} if components else {})
    typed: dict[str, Any] = _typed(whole)
    return typed


def _typed(schema: Any) -> Any:
    """Return a schema in which every choice of texts says that it is of texts."""
    if isinstance(schema, list):
        return [_typed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: _typed(each) for name, each in schema.items()}
    return {"type": "string", **told} if isinstance(told.get("enum"), list) and "type" not in told else told


def _unknown(name: str, known: list[str]) -> str:
    listed = ", ".join(f"`{each}`" for each in known)
    return f"`{name[:80]}` is no argument of this tool.{did_you_mean(name, known)} There are: {listed}."
