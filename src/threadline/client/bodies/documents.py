"""What an answer says beyond the fields that this release knows: kept beside them, and sent again.

The models are the structs of the wire. A newer server may send more; then the model is of a class made from its own
(still an instance of it), which has room for the rest.
"""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType, new_class
from typing import Any, Self, TypeVar, cast

import msgspec

from threadline.wire.base import Wire

T = TypeVar("T", bound=Wire)
Prepare = Callable[[Any], object]
"""Mends a document before it is read."""

_NOTHING: Mapping[str, object] = MappingProxyType({})
_REST = "rest"


def unknown_fields(model: Wire) -> Mapping[str, object]:
    """Return the fields of an answer, or of a part of it, that this release has no names for."""
    rest: Mapping[str, object] = vars(model)[_REST] if isinstance(model, _Roomy) else _NOTHING
    return rest


def to_document(model: Wire) -> dict[str, Any]:
    """Return a model as the JSON object that goes over the wire, unknown fields included."""
    return model.to_dict()


def reader(answer: type[T], prepare: Prepare = lambda document: document) -> Callable[[bytes], T]:
    """Return the function that reads an answer, keeping what it has no name for."""

    def read(content: bytes) -> T:
        document = prepare(msgspec.json.decode(content))
        return _kept(msgspec.convert(document, answer), document)

    return read


class _Roomy:
    """A struct with room for more than its fields."""

    __slots__ = ()

    def _beyond(self) -> Mapping[str, object]:
        return unknown_fields(cast("Wire", self))

    def __copy__(self) -> Self:
        make, parts = self.__reduce__()
        return cast("Self", make(*parts))

    def __reduce__(
        self,
    ) -> tuple[Callable[..., Wire], tuple[type[Wire], dict[str, object], Mapping[str, object]]]:
        model = cast("Wire", self)
        return _remade, (type(model).__bases__[1], _values(model), vars(model)[_REST])


@cache
def _roomy(struct: type[Wire]) -> type[Wire]:
    def name(body: dict[str, object]) -> None:
        body.update(__module__=struct.__module__, __qualname__=struct.__qualname__, __doc__=struct.__doc__)

    options = {"frozen": True, "dict": True, "kw_only": True}
    return cast("type[Wire]", new_class(struct.__name__, (_Roomy, struct), options, name))


def _remade(struct: type[Wire], values: dict[str, object], rest: Mapping[str, object]) -> Wire:
    model = _roomy(struct)(**values)
    vars(model)[_REST] = rest
    return model


def _kept(model: T, document: object) -> T:
    """Return a model with all that its document says; the model itself when it says no more."""
    if not isinstance(document, dict):
        return model
    changed = dict[str, object]()
    named = set[str]()
    for field in msgspec.structs.fields(model):
        named.add(field.encode_name)
        value = getattr(model, field.name)
        if (
            isinstance(value, Wire | list)
            and (kept := _kept_value(value, document[field.encode_name])) is not value
        ):
            changed[field.name] = kept
    named.update(_tag(model))
    rest = {name: value for name, value in document.items() if name not in named}
    if rest:
        return cast("T", _remade(type(model), _values(model) | changed, rest))
    return msgspec.structs.replace(model, **changed) if changed else model


def _kept_value(value: object, document: object) -> object:
    if isinstance(value, Wire):
        return _kept(value, document)
    if not isinstance(value, list) or not isinstance(document, list):
        return value
    items = [_kept_value(*pair) for pair in zip(value, document, strict=True)]
    return value if all(map(_is_same, items, value)) else items


def _is_same(one: object, other: object) -> bool:
    return one is other


def _values(model: Wire) -> dict[str, object]:
    return {name: getattr(model, name) for name in model.__struct_fields__}


def _tag(model: Wire) -> tuple[str, ...]:
    tag = model.__struct_config__.tag_field
    return () if tag is None else (tag,)
