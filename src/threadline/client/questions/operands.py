"""A field of a view, or a value at a path of a JSON field: compared, selected, grouped and ordered by."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import Generic, TypeVar

from threadline.catalog import Direction, Operator
from threadline.catalog.names import AnyField
from threadline.client.given import Several, listed
from threadline.client.questions.filters import Filter, condition
from threadline.wire.base import UNSET
from threadline.wire.queries import GroupBy, OrderBy, SelectField

N_co = TypeVar("N_co", bound=AnyField, covariant=True)

Comparable = str | float | date
"""What has an order: a text, a number, a date or an aware time, or `30d`: 30 days ago."""


class Ordered(Generic[N_co]):
    """A key of the answer with a direction."""

    __slots__ = ("name", "wire")

    def __init__(self, name: N_co, wire: OrderBy) -> None:
        """Take the field that the key is made of, and the order as it goes over the wire."""
        self.name = name
        self.wire = wire


class Orderable(ABC, Generic[N_co]):
    """What an answer shows under a key."""

    __slots__ = ("name",)

    def __init__(self, name: N_co) -> None:
        """Take the field that it is made of."""
        self.name = name

    @property
    @abstractmethod
    def key(self) -> str:
        """Its key in the rows of the answer."""

    def asc(self) -> Ordered[N_co]:
        """Return the order from small to large."""
        return self._ordered("asc")

    def desc(self) -> Ordered[N_co]:
        """Return the order from large to small."""
        return self._ordered("desc")

    def _ordered(self, direction: Direction) -> Ordered[N_co]:
        return Ordered(self.name, OrderBy(field=self.key, direction=direction))


class _Place(Orderable[N_co]):
    """A place in a row: a field, or a path into one."""

    __slots__ = ("is_shown", "is_text", "steps")

    def __init__(
        self, name: N_co, steps: tuple[str, ...] = (), *, is_shown: bool = True, is_text: bool = False
    ) -> None:
        """Take the name of the field and the names that lead on from there."""
        super().__init__(name)
        self.steps = steps
        self.is_shown = is_shown
        self.is_text = is_text

    @property
    def key(self) -> str:
        """Its key in the rows of the answer."""
        return ".".join((self.name, *self.steps))

    @property
    def selection(self) -> SelectField:
        """The place as something to show."""
        return SelectField(field=self.name, path=self.path_or_unset, mode="json" if self.is_text else UNSET)

    @property
    def grouping(self) -> GroupBy:
        """The place as something to group by."""
        return GroupBy(field=self.name, path=self.path_or_unset, include_in_select=self.is_shown)

    @property
    def path_or_unset(self) -> list[str]:
        """The steps, or nothing for the whole field."""
        return list(self.steps) if self.steps else UNSET  # type: ignore[return-value]  # absent, as wire structs have it

    def filter_by(self, operator: Operator, value: object = UNSET) -> Filter[N_co]:
        """Return the filter of one condition about this place."""
        if self.steps:
            operand = {"path": list(self.steps)} | ({} if value is UNSET else {"value": value})
            return Filter(condition(self.name, operator, operand))
        return Filter(condition(self.name, operator, value))


class _Compared(_Place[N_co]):
    """The comparisons that Python has signs for, and those of lists of values."""

    __slots__ = ()

    def __eq__(self, other: object) -> Filter[N_co]:  # type: ignore[override]  # a claim about rows, not about objects
        """Return the filter for rows with that value; `None` is null or missing."""
        return self.filter_by("eq", other)

    def __ne__(self, other: object) -> Filter[N_co]:  # type: ignore[override]  # a claim about rows, not about objects
        """Return the filter for rows without that value, those without any included."""
        return self.filter_by("neq", other)

    __hash__ = None  # type: ignore[assignment]  # what has no plain equality cannot be a key

    def __gt__(self, other: Comparable) -> Filter[N_co]:
        """Return the filter for greater or later values."""
        return self.filter_by("gt", other)

    def __ge__(self, other: Comparable) -> Filter[N_co]:
        """Return the filter for values not smaller or earlier."""
        return self.filter_by("gte", other)

    def __lt__(self, other: Comparable) -> Filter[N_co]:
        """Return the filter for smaller or earlier values."""
        return self.filter_by("lt", other)

    def __le__(self, other: Comparable) -> Filter[N_co]:
        """Return the filter for values not greater or later."""
        return self.filter_by("lte", other)

    def is_in(self, values: Several[object]) -> Filter[N_co]:
        """Return the filter for rows with one of the values.

        Raises:
            TypeError: they are one text.
        """
        return self.filter_by("in", listed(values, "is_in({})"))

    def not_in(self, values: Several[object]) -> Filter[N_co]:
        """Return the filter for rows with none of the values, those without any included.

        Raises:
            TypeError: they are one text.
        """
        return self.filter_by("notIn", listed(values, "not_in({})"))

    def is_null(self) -> Filter[N_co]:
        """Return the filter for rows where it is null or missing."""
        return self.filter_by("isNull")

    def is_not_null(self) -> Filter[N_co]:
        """Return the filter for rows where it is there and not null."""
        return self.filter_by("isNotNull")

    def is_(self, value: object) -> Filter[N_co]:
        """Return the filter for the rows of a group with that key: the text `7` is not the number (extension)."""
        return self.filter_by("is", value)


class Operand(_Compared[N_co]):
    """A field of a view, or a value at a path of a JSON field."""

    __slots__ = ()

    def contains(self, text: str) -> Filter[N_co]:
        """Return the filter for texts (or lists of them) with this in them, whatever case and accents (extension)."""
        return self.filter_by("contains", text)

    def starts_with(self, text: str) -> Filter[N_co]:
        """Return the filter for texts, or lists with a text, that begin so, whatever case and accents (extension)."""
        return self.filter_by("startsWith", text)

    def array_contains(self, value: object) -> Filter[N_co]:
        """Return the filter for lists that hold the value, or all values of a list."""
        return self.filter_by("arrayContains", value)

    def json_contains(self, value: object) -> Filter[N_co]:
        """Return the filter for JSON that has at least everything that this has."""
        return self.filter_by("jsonContains", value)

    def json_contained_by(self, value: object) -> Filter[N_co]:
        """Return the filter for JSON that has nothing beyond this."""
        return self.filter_by("jsonContainedBy", value)

    def json_has_key(self, key: str) -> Filter[N_co]:
        """Return the filter for objects with a key, or lists with a text."""
        return self.filter_by("jsonHasKey", key)

    def json_has_any_key(self, keys: Several[str]) -> Filter[N_co]:
        """Return the filter for objects with one of the keys.

        Raises:
            TypeError: they are one text.
        """
        return self.filter_by("jsonHasAnyKey", listed(keys, "json_has_any_key({})"))

    def json_has_all_keys(self, keys: Several[str]) -> Filter[N_co]:
        """Return the filter for objects with all of the keys.

        Raises:
            TypeError: they are one text.
        """
        return self.filter_by("jsonHasAllKeys", listed(keys, "json_has_all_keys({})"))

    def json_array_contains_object(self, value: Mapping[str, object]) -> Filter[N_co]:
        """Return the filter for lists of which one element contains the object."""
        return self.filter_by("jsonArrayContainsObject", value)

    def hidden(self) -> "Operand[N_co]":
        """Return the same for `group_by`, left out of the rows."""
        return Operand(self.name, self.steps, is_shown=False, is_text=self.is_text)

    def as_json(self) -> "Operand[N_co]":
        """Return the same for `select`, in exports as JSON text in one column."""
        return Operand(self.name, self.steps, is_shown=self.is_shown, is_text=True)
