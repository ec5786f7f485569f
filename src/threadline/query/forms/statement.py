"""What the compiler hands out: SQL text, its parameters, and what each column of the answer is.

`Sql` is a piece of a statement on its way there: text and parameters stay together, so that their order
cannot drift.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from threadline.catalog import Mode
from threadline.query.forms.clocks import Clock
from threadline.query.forms.promotion import Promoted, none_promoted

Kind = Literal["string", "number", "integer", "boolean", "timestamp", "string_list", "json", "text_map"]
Purpose: TypeAlias = Literal["rows", "lines", "export"]
"""What rows are for: an answer, a file with a row on each line, or one with cells, where objects are told by `mode`.

Lines are as in the answer, but that a JSON column with `mode` `json` is what was stored.
"""


@dataclass(frozen=True, slots=True)
class Flags:
    """The conversations in which a search found messages."""

    digits: str
    """For each row number of a conversation from 0 on, `1` if it is one of them."""

    def __len__(self) -> int:
        """Return how many they are."""
        return self.digits.count("1")


@dataclass(frozen=True, slots=True)
class Lists:
    """The messages that a search found."""

    texts: tuple[str, ...]
    """JSON lists of their row numbers, none of which is empty."""

    def __len__(self) -> int:
        """Return how many they are."""
        return sum(text.count(",") + 1 for text in self.texts)


Found: TypeAlias = Sequence[int] | Flags | Lists
"""What a search found: the row numbers of messages, or much of it in a form that no one takes apart in Python."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a statement may see."""

    project_id: str
    ranking: Sequence[tuple[int, int]] | None = None
    """The message rids and ranks that a text search found, best rank lowest; None without a search."""

    now_ms: int | None = None
    """The moment that relative times are about, in milliseconds since 1970 UTC."""

    matches: Mapping[str, Found] = field(default_factory=dict[str, Found])
    """What each text search of the filter found, by its expression."""

    promoted: Mapping[str, Promoted] = field(default_factory=dict[str, Promoted])
    """By table, the columns that it has for single paths."""

    clocks: Mapping[str, Clock] = field(default_factory=dict[str, Clock])
    """What is known of the clocks of zones, during the times that the rows have. Others are asked of the database."""

    def of_table(self, table: str) -> Promoted:
        """Return the promoted columns of a table."""
        return self.promoted.get(table, none_promoted())


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
class Page:
    """One of several pages: where it begins, and what their cursors tell."""

    digest: str
    """Tells the query from every other."""

    now_ms: int | None
    """The moment of the first page, for relative times."""

    after: tuple[object, ...] | None = None
    """What the last row of the page before sorts by; None for the first page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a body was understood."""

    plan: tuple[str, ...]
    """The plan in words, one clause a line."""

    extent: Statement
    """One row, one integer: how many rows were looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledQuery:
    """Everything that answers one body."""

    rows: Statement
    total: Statement
    """One row, one integer: how many rows there are without a limit."""

    page_size: int
    """The most rows in the answer; 0 when nothing limits it."""

    is_grouped: bool
    tells_total: bool = False
    """Whether each row has the total as its last value, behind all others."""

    text: str | None = None
    """The text to search for first; its result goes into the scope of a second compilation."""

    page: Page | None = None
    """What the cursor of the answer's last row is made from, with the values that its row has behind the columns;
    None without pages. The rows of a page are one more than `page_size` when another page follows."""

    groups: Statement | None = None
    """One row, one integer: about how many groups are made; None when there are few whatever the rows are, or when the
    total tells."""

    explanation: Explanation | None = None
    """What the body was understood as, when it asks for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledDrilldown:
    """Everything that answers what is behind a row."""

    where: dict[str, Any]
    """The filter that selects it, in the language of bodies."""

    count: Statement
    """One row, one integer: how many rows of the query's view there are."""

    conversations: CompiledQuery
    """The conversations that those rows are about."""


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
