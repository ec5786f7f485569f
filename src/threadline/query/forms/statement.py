"""What the compiler is told of the world, and what it hands out: statements, and what each column of them is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from threadline.catalog import Mode
from threadline.query.sql import NO_PATHS, ColumnPath
from threadline.search_text import Search

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


@dataclass(frozen=True, slots=True)
class Clock:
    """What the clocks of a zone show during a span of time, as a few numbers. Times are UTC without a zone.

    With them, a statement adds and compares where it would ask for the rules of the zone in each row.
    """

    first: datetime
    end: datetime
    """The span is from `first` until before `end`."""

    ahead_seconds: int
    """How far the clocks are ahead of UTC at `first`; negative where they are behind."""

    changes: tuple[tuple[datetime, int], ...] = ()
    """In order, when clocks change inside of the span, and how many seconds they are ahead from then on."""

    def during(self, first: datetime, end: datetime) -> "Clock":
        """Return the clocks during the part of the span that lies in another one."""
        first, end = max(first, self.first), min(end, self.end)
        before = [ahead for moment, ahead in self.changes if moment <= first]
        ahead_seconds = before[-1] if before else self.ahead_seconds
        changes = tuple(change for change in self.changes if first < change[0] < end)
        return replace(self, first=first, end=end, ahead_seconds=ahead_seconds, changes=changes)

    @property
    def shifts(self) -> tuple[tuple[datetime, timedelta, timedelta], ...]:
        """Return when clocks change, and how far they are ahead before and after; in order."""
        ahead = [self.ahead_seconds, *(seconds for _, seconds in self.changes)]
        return tuple(
            (moment, timedelta(seconds=before), timedelta(seconds=after))
            for (moment, _), before, after in zip(self.changes, ahead, ahead[1:], strict=False)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a statement may see."""

    project_id: str
    ranking: Sequence[tuple[int, int]] | None = None
    """The message rids and ranks that a text search found, best rank lowest; None without a search."""

    now_ms: int | None = None
    """The moment that relative times are about, in milliseconds since 1970 UTC."""

    matches: Mapping[Search, Found] = field(default_factory=dict[Search, Found])
    """What each text search of the filter found."""

    clocks: Mapping[str, Clock] = field(default_factory=dict[str, Clock])
    """What is known of the clocks of zones, during the times that the rows have. Others are asked of the database."""


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

    columns: tuple[Column, ...] = ()

    paths: frozenset[ColumnPath] = NO_PATHS
    """Every path of JSON that it reads, from a column of its own or not."""


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

    is_first: bool = True
    """Whether no row is left out before the first, so that a page that is not full tells them all."""

    tells_total: bool = False
    """Whether each row has the total as its last value, behind all others."""

    page: Page | None = None
    """What the cursor of the answer's last row is made from, with the values that its row has behind the columns;
    None without pages. The rows of a page are one more than `page_size` when another page follows."""

    groups: Statement | None = None
    """One row, one integer: about how many groups are made; None when there are few whatever the rows are, or when the
    total tells."""

    explanation: Explanation | None = None
    """What the body was understood as, when it asks for that."""

    @property
    def paths(self) -> frozenset[ColumnPath]:
        """Return every path of JSON that one of the statements reads."""
        groups = NO_PATHS if self.groups is None else self.groups.paths
        return self.rows.paths | self.total.paths | groups
