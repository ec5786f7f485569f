"""What the compiler hands out: SQL text, its parameters, and what each column of the answer is.

`Sql` is a piece of a statement on its way there: text and parameters stay together, so that their order
cannot drift.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from threadline.query.expression import Mode

Kind = Literal["string", "number", "integer", "boolean", "timestamp", "string_list", "json", "text_map"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a statement may see."""

    project_id: str
    ranking: Sequence[tuple[int, int]] | None = None
    """The message rids and ranks that a text search found, best rank lowest; None without a search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """How to read one column of the answer."""

    key: str
    """Its name in a row, on the wire."""

    kind: Kind
    """What the SQL value is. `timestamp` is text already; `json` and `text_map` are JSON text, to be shown as
    JSON or as a flat map of texts."""

    omit_null: bool
    """Whether a row without a value lacks the key, instead of carrying null."""

    mode: Mode | None = None
    """In an export, whether a JSON column is spread over several or written as one."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement for the database."""

    text: str
    parameters: tuple[object, ...]
    """The values of the `?` in the text, in order."""

    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledQuery:
    """Everything that answers one body."""

    rows: Statement
    total: Statement
    """One row, one integer: how many rows there are without a limit."""

    page_size: int
    """The most rows in the answer; 0 when nothing limits it."""

    is_grouped: bool
    text: str | None = None
    """The text to search for first; its result goes into the scope of a second compilation."""


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of a statement and the values of its `?`."""

    text: str
    parameters: tuple[object, ...] = ()


def bound(value: object) -> Sql:
    """Return a placeholder for a value; the only way by which values of a request get into a statement."""
    return Sql("?", (value,))


def fill(template: str, *parts: Sql) -> Sql:
    """Return the template with each `{}` replaced by a part, parameters in the same order.

    >>> fill("{} = {}", Sql("id"), bound("a"))
    Sql(text='id = ?', parameters=('a',))
    """
    pieces = template.split("{}")
    texts = [pieces[0]]
    for part, piece in zip(parts, pieces[1:], strict=True):
        texts += [part.text, piece]
    return Sql("".join(texts), tuple(value for part in parts for value in part.parameters))


def join(separator: str, parts: Iterable[Sql]) -> Sql:
    """Return the parts joined by a separator, such as `, `."""
    parts = tuple(parts)
    return Sql(
        separator.join(part.text for part in parts),
        tuple(value for part in parts for value in part.parameters),
    )


def nested(sql: Sql) -> Sql:
    """Return a query in parentheses, to select from."""
    indented = sql.text.replace("\n", "\n  ")
    return Sql(f"(\n  {indented}\n)", sql.parameters)


def is_any_of(sql: Sql, values: Sequence[object]) -> Sql:
    """Return whether an expression equals one of the values, of which there is at least one."""
    if len(values) == 1:
        return fill("{} = {}", sql, bound(values[0]))
    return fill("{} in ({})", sql, join(", ", map(bound, values)))
