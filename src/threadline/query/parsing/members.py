"""Read typed members out of decoded JSON and keep every fault of shape with its place.

Knows JSON and pointers; knows nothing of queries.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, cast

from threadline.errors import pointer_of
from threadline.query.faults import Faults, unknown

Name = TypeVar("Name", bound=str)


@dataclass(frozen=True, slots=True)
class Node:
    """An object of the body, its place, and where its faults go."""

    members: dict[str, Any]
    pointer: str
    faults: Faults

    @classmethod
    def of(cls, value: object, pointer: str, faults: Faults) -> "Node | None":
        """Return the node of an object; anything else is a fault and gives None."""
        if isinstance(value, dict):
            return cls(value, pointer, faults)
        faults.malformed(pointer, f"An object belongs here, not {describe(value)}.")
        return None

    def place(self, key: str) -> str:
        """Return the pointer of a member."""
        return f"{self.pointer}/{key}"

    def expect(self, what: str, *names: str) -> None:
        """Keep every member that is none of the names, with the nearest of them; null counts as absent.

        A misspelt member that is passed over gives another answer than was asked for, without a word.

        Args:
            what: what the object is, such as `a query`.
            names: the members that it may have.
        """
        for key, value in self.members.items():
            if key not in names and value is not None:
                self.faults.malformed(
                    f"{self.pointer}{pointer_of([key])}", unknown(key, f"a member of {what}", names)
                )

    def text(self, key: str) -> str | None:
        """Return an optional text; null counts as absent."""
        value = self.members.get(key)
        if value is None or isinstance(value, str):
            return value
        self.faults.malformed(self.place(key), f"`{key}` is a text, not {describe(value)}.")
        return None

    def needed_text(self, key: str) -> str | None:
        """Return a required text, or None after the fault is kept."""
        if self.members.get(key) is None:
            self.faults.malformed(self.place(key), f"`{key}` is missing.")
            return None
        return self.text(key)

    def choice(self, key: str, what: str, *, names: Sequence[Name]) -> Name | None:
        """Return a required name out of an enum, or None after the fault is kept."""
        name = self.needed_text(key)
        if name is None or name in names:
            return cast("Name | None", name)
        self.faults.malformed(self.place(key), unknown(name, what, names))
        return None

    def optional_choice(self, key: str, what: str, *, names: Sequence[Name]) -> Name | None:
        """Return an optional name out of an enum."""
        return None if self.members.get(key) is None else self.choice(key, what, names=names)

    def flag(self, key: str, *, default: Literal["yes", "no"]) -> bool:
        """Return an optional boolean."""
        value = self.members.get(key)
        if value is None:
            return default == "yes"
        if not isinstance(value, bool):
            self.faults.malformed(self.place(key), f"`{key}` is true or false, not {describe(value)}.")
        return bool(value)

    def whole(self, key: str, *, least: int, most: int = sys.maxsize) -> int | None:
        """Return an optional whole number within bounds."""
        value = self.members.get(key)
        if value is None:
            return None
        if _is_whole(value) and least <= value <= most:
            return int(value)
        bounds = f"at least {least}" if most == sys.maxsize else f"{least} to {most}"
        self.faults.malformed(self.place(key), f"`{key}` is a whole number, {bounds}.")
        return None

    def path(self, key: str) -> tuple[str, ...]:
        """Return an optional path; empty when it is absent or after its fault is kept."""
        value = self.members.get(key)
        if value is None:
            return ()
        steps = path_steps(value)
        if steps is None:
            self.faults.malformed(self.place(key), f"`{key}` is a list of property names, at least one.")
        return steps or ()

    def entries(self, key: str, *, most: int) -> Iterator["Node"]:
        """Yield the objects of an optional list of at most `most`; null counts as absent."""
        value = self.members.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.faults.malformed(self.place(key), f"`{key}` is a list, not {describe(value)}.")
        elif len(value) > most:
            self.faults.malformed(
                self.place(key), f"`{key}` has {len(value)} entries. At most {most} are allowed."
            )
        else:
            nodes = (
                Node.of(each, f"{self.place(key)}/{index}", self.faults) for index, each in enumerate(value)
            )
            yield from (node for node in nodes if node is not None)


def _is_whole(value: object) -> bool:
    """Say whether a number has no fraction; `7.0` has none."""
    return (
        value.is_integer()
        if isinstance(value, float)
        else isinstance(value, int) and not isinstance(value, bool)
    )


def path_steps(value: object) -> tuple[str, ...] | None:
    """Return the steps of a path, or None when the value is not a non-empty list of names.

    An array index may come as a number.
    """
    if not isinstance(value, list) or not value:
        return None
    if not all(isinstance(step, str | int) and not isinstance(step, bool) for step in value):
        return None
    return tuple(str(step) for step in value)


def describe(value: object) -> str:
    """Return what a decoded JSON value is, in words."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    if value is None or isinstance(value, bool):
        return "null" if value is None else "a boolean"
    return "a text" if isinstance(value, str) else "a number"
