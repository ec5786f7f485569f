"""What a view is, and a field of it."""

from dataclasses import dataclass, replace
from itertools import permutations
from typing import Literal

from threadline.catalog.language import DURATION

FieldType = Literal["string", "integer", "number", "boolean", "timestamp", "string_list", "object", "objects"]
ChangeKind = Literal["conversation", "event", "feedback", "threads"]
"""What a line of the change log is about; `threads` stands for the votes of a conversation."""

WORDS: dict[FieldType, str] = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "a boolean",
    "timestamp": "a time",
    "string_list": "a list of texts",
    "object": "a JSON object",
    "objects": "a list of JSON objects",
}
"""What a field of each type is, in a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One queryable field of a view."""

    name: str
    """As on the wire, camelCase."""

    column: str
    """As in the database, snake_case; empty for a duration, which is `between` two."""

    type: FieldType
    """What its values are; an `object` or `objects` field holds JSON text."""

    sentence: str
    """What it means, for the reference page."""

    source: str = ""
    """What it is made from: a column of the record's own table, that of the same name unless one is named; or, with a
    dot, a part of something beside it, such as `organization.id`. An engine of records knows how to read each."""

    is_nullable_on_wire: bool = True
    """Whether a row may carry null; if not, the key is left out of a row that has no value."""

    is_text_map: bool = False
    """Whether a row shows the object as a flat map of texts (events only)."""

    values: tuple[str, ...] = ()
    """Every value that a row can have; empty where there may be any."""

    is_extension: bool = False
    """Whether the contract does not have it: a row shows it only when the body names it."""

    between: tuple[str, str] | None = None
    """The columns of the times that a duration is from and to; it has no column of its own."""

    @property
    def is_json(self) -> bool:
        """Say whether the column holds JSON text, so that a path may lead into it."""
        return self.type in {"object", "objects"}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A set of rows that can be queried."""

    name: str
    """As in the address, `POST /query/{name}`."""

    noun: str
    """As in a sentence."""

    table: str
    """As in the database."""

    legacy: str
    """As in `views` of the property requests and in the oldest addresses."""

    main_time: Field
    """The field that a `time` selection without a field is about, and that rows are ordered by."""

    fields: tuple[Field, ...]
    """In the order of the contract, then the extensions."""

    record: Literal["conversations", "events", "feedback"]
    """The table of the records whose rows its rows are made from, and named by."""

    changed_by: tuple[ChangeKind, ...]
    """Changes of records after which its rows are made anew."""

    batch: int = 20_000
    """Records that are handed over at once."""

    conversations: tuple[str, ...]
    """The columns that say which conversation a row is about, or which ones: the first that has a value counts."""

    component: str = ""
    """What its schemas in the OpenAPI document begin with; its title unless the contract has another name."""

    has_text_search: bool = False
    """Whether the `query` text of a body means anything here."""

    messages: Literal["conversation", "span", "none"] = "none"
    """Which messages a row has, to be searched: all of its conversation, a span of them, or none."""

    def field(self, name: str) -> Field | None:
        """Return the field, or the duration, of that wire name; or None."""
        fields = self.durations if name.startswith(f"{DURATION}_") else self.fields
        return next((field for field in fields if field.name == name), None)

    @property
    def title(self) -> str:
        """Return its name as a part of other names, such as `SemanticThreads`."""
        return "".join(part.title() for part in self.name.split("-"))

    @property
    def times(self) -> tuple[Field, ...]:
        """Return the fields that are times."""
        return tuple(field for field in self.fields if field.type == "timestamp")

    @property
    def durations(self) -> tuple[Field, ...]:
        """Return the seconds from each time of the view to each other one."""
        return tuple(duration(start, end) for start, end in permutations(self.times, 2))

    @property
    def names(self) -> tuple[str, ...]:
        """Return the wire names of all fields, in their order."""
        return tuple(field.name for field in self.fields)

    def names_near(self, name: str) -> tuple[str, ...]:
        """Return the names that may be meant by one that is none: those of durations where one seems to be."""
        durations = tuple(field.name for field in self.durations)
        return (*self.names, *durations) if name.startswith("duration") else self.names

    @property
    def default_fields(self) -> tuple[Field, ...]:
        """Return what a row shows when the body names nothing: the fields of the contract."""
        return tuple(field for field in self.fields if not field.is_extension)

    @property
    def contract(self) -> "View":
        """Return the view as the contract has it, without extensions."""
        return replace(self, fields=self.default_fields)

    @property
    def identity(self) -> Field:
        """Return the field that tells one row from every other of a project."""
        return next(field for field in self.fields if field.name == "id")


def duration(start: Field, end: Field) -> Field:
    """Return the seconds from one time of a row to another, as a field; negative when the second is the earlier one."""
    return Field(
        name=f"{DURATION}_{start.name}_{end.name}",
        column="",
        type="number",
        sentence=f"Seconds from `{start.name}` to `{end.name}`.",
        is_nullable_on_wire=False,
        is_extension=True,
        between=(start.column, end.column),
    )
