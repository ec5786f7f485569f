"""What each engine writes in its own way: functions from pieces of SQL to a piece of SQL, in groups.

A second engine is one more `Dialect`; the first is `threadline.query.duckdb`, whose modules are the groups. Null means
unknown throughout, and a claim that is unknown does not hold.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from threadline.catalog import Aggregation
from threadline.query.forms.expression import Path
from threadline.query.forms.plan import Bucket
from threadline.query.forms.statement import Lists
from threadline.query.sql import Sql

JsonKind: TypeAlias = Literal["OBJECT", "ARRAY", "VARCHAR"]


class JsonFunctions(Protocol):
    """Read a value at a path of JSON text."""

    def literal(self, base: Sql, path: Path) -> Sql:
        """Return the JSON text of a value, or null when it is missing."""
        ...

    def is_kind(self, base: Sql, path: Path, kind: JsonKind) -> Sql:
        """Return whether a value is an object, a list or a text; null when it is missing."""
        ...

    def keys(self, base: Sql, path: Path) -> Sql:
        """Return the names of an object's members; none, or null, for anything else."""
        ...

    def length(self, base: Sql, path: Path) -> Sql:
        """Return how many elements a list has; 0 for anything else."""
        ...

    def elements(self, base: Sql, path: Path) -> Sql:
        """Return the elements of a list, or null; a JSON null becomes null."""
        ...

    def element(self, variable: str) -> Sql:
        """Return the JSON text of one element, given the variable that stands for it."""
        ...

    def content(self, base: Sql, path: Path) -> Sql:
        """Return what stands between the quotes of a text, escapes read; other values as their JSON text."""
        ...

    def text(self, base: Sql, path: Path) -> Sql:
        """Return a value as text, `7` for `7.0`, or null when it is null or missing."""
        ...

    def key(self, found: Sql) -> Sql:
        """Return what the values of one group share, given their literals: `7` for `7.0`; null when there is none."""
        ...

    def number(self, found: Sql) -> Sql:
        """Return a literal as a double, or null when it is no number."""
        ...

    def is_decimal(self, found: Sql) -> Sql:
        """Return whether the literal of a number has a fraction or an exponent."""
        ...


class LiteralFunctions(Protocol):
    """Read a column that holds the JSON literal of one value, and nothing else."""

    def is_kind(self, literal: Sql, kind: JsonKind) -> Sql:
        """Return whether a literal is one of an object, a list or a text."""
        ...

    def content(self, literal: Sql) -> Sql:
        """Return what stands between the quotes of a text, escapes read."""
        ...

    def text(self, literal: Sql) -> Sql:
        """Return a value as text, `7` for `7.0`, or null when it is null or missing."""
        ...

    def key(self, literal: Sql) -> Sql:
        """Return what the values of one group share: the literal, with `7` for `7.0`; null when there is none."""
        ...

    def string(self, literal: Sql) -> Sql:
        """Return the JSON string of a value's text."""
        ...


class ListFunctions(Protocol):
    """Ask lists. Where a variable is named, it stands for an element."""

    def given(self, texts: Sequence[object]) -> Sql:
        """Return a list of texts that is bound."""
        ...

    def length(self, found: Sql) -> Sql:
        """Return how many elements a list has."""
        ...

    def has(self, found: Sql, text: str) -> Sql:
        """Return whether a text is in a list."""
        ...

    def has_all(self, found: Sql, texts: Sequence[object]) -> Sql:
        """Return whether each of some texts is in a list."""
        ...

    def has_any(self, found: Sql, texts: Sequence[object]) -> Sql:
        """Return whether one of some texts is in a list."""
        ...

    def has_any_of_many(self, found: Sql, texts: Sequence[str], variable: str) -> Sql:
        """Return whether one of perhaps many texts is in a list."""
        ...

    def is_within(self, found: Sql, texts: Sequence[str], variable: str) -> Sql:
        """Return whether everything in a list is one of some texts."""
        ...

    def has_numbers(self, texts: Sql, numbers: Sequence[float]) -> Sql:
        """Return whether each of some numbers is in a list, given the JSON texts of its elements."""
        ...

    def is_among(self, text: Sql, texts: Sequence[str]) -> Sql:
        """Return whether a text is one of many."""
        ...

    def is_among_numbers(self, number: Sql, numbers: Sequence[float]) -> Sql:
        """Return whether a number is one of many."""
        ...

    def some(self, found: Sql, variable: str, claim: Sql) -> Sql:
        """Return whether an element is as a claim about the variable says."""
        ...

    def none(self, found: Sql, variable: str, claim: Sql) -> Sql:
        """Return whether no element is as a claim about the variable says."""
        ...

    def texts(self, elements: Sql) -> Sql:
        """Return the JSON texts of elements; those of nulls are null."""
        ...

    def written(self, found: Sql, variable: str) -> Sql:
        """Return the JSON texts of elements where a number is the string of its one text, given the JSON texts."""
        ...


class TimeFunctions(Protocol):
    """Write times, which are UTC without a zone, and the buckets that they lie in."""

    def written(self, time: Sql) -> Sql:
        """Return a time as a text of RFC 3339."""
        ...

    def milliseconds(self, time: Sql) -> Sql:
        """Return a time in milliseconds since 1970."""
        ...

    def microseconds(self, time: Sql) -> Sql:
        """Return a time in microseconds since 1970, in which a cursor carries it."""
        ...

    def from_microseconds(self, number: Sql) -> Sql:
        """Return the time that a cursor carries."""
        ...

    def from_milliseconds(self, number: Sql) -> Sql:
        """Return the time that is so many milliseconds after 1970."""
        ...

    def seconds_between(self, start: Sql, end: Sql) -> Sql:
        """Return the seconds from one time to another."""
        ...

    def bucket(self, value: Bucket, time: Sql) -> Sql:
        """Return the start of the bucket that a time lies in."""
        ...

    def bucket_key(self, value: Bucket, time: Sql) -> Sql:
        """Return what the times of one bucket share, which may be cheaper than when it starts."""
        ...

    def bucket_of_key(self, value: Bucket, key: Sql) -> Sql:
        """Return the start of a bucket, given its `bucket_key`."""
        ...


class NumberFunctions(Protocol):
    """Count, add and measure."""

    def aggregate(self, aggregation: Aggregation, value: Sql) -> Sql:
        """Return an aggregate of the values of a group; null for none, but that counts are 0."""
        ...

    def about_distinct(self, values: Sql) -> Sql:
        """Return about how many different rows of values there are, given the values with commas between."""
        ...

    def finite(self, number: Sql) -> Sql:
        """Return a double, or null when it is infinite."""
        ...

    def whole(self, number: Sql) -> Sql:
        """Return a whole number of any type as one of 64 bits."""
        ...

    def flag(self, claim: Sql) -> Sql:
        """Return 1 where a claim holds, and 0 elsewhere."""
        ...

    def steady(self, number: Sql) -> Sql:
        """Return a sum or mean with the digits that are the same whenever it is computed."""
        ...


class TextFunctions(Protocol):
    """Look for texts in texts."""

    def has(self, text: Sql, operand: str, where: Literal["anywhere", "start"]) -> Sql:
        """Return whether a text has another in it, or at its start, both folded."""
        ...

    def has_exactly(self, text: Sql, part: str) -> Sql:
        """Return whether a text has another in it, letter by letter."""
        ...


class RowFunctions(Protocol):
    """Choose rows, find them by their numbers, and make several of one."""

    def fails(self, claim: Sql) -> Sql:
        """Return whether a claim does not hold; one that is unknown does not."""
        ...

    def is_among(self, rids: Collection[int]) -> Sql:
        """Return whether a row has one of some numbers."""
        ...

    def is_flagged(self, digits: str) -> Sql:
        """Return whether there is a `1` at the place of a row's number."""
        ...

    def is_span_of(self, messages: Sequence[int] | Lists) -> Sql:
        """Return whether one of some messages, by their row numbers, is among those of a thread."""
        ...

    def ranking(self, table: str, found: Sequence[tuple[int, int]], project_id: str) -> Sql:
        """Return the query for the first message and the relevance of threads, given messages with their ranks."""
        ...

    def address(self, table: str) -> Sql:
        """Return what tells each row of a table from the others, and finds it at once."""
        ...

    def unnested(self, found: Sql) -> Sql:
        """Return a row for each element of a list."""
        ...

    def taken_apart(self, column: str, name: str) -> Sql:
        """Return the join with each different text of a row's list; a row without any has one without a text."""
        ...


class ReportFunctions(Protocol):
    """Tell who searched, and which texts of searches are one search."""

    def person(self, literal: Sql) -> Sql:
        """Return the JSON string of an id, given its literal."""
        ...

    def runs(self, searches: Sql, *, milliseconds: int, folds: Literal["web", "all"]) -> Sql:
        """Return the query for searches of which each run of typing is one, given the query for all.

        Args:
            searches: rows with `rid`, `created_at`, `search_query`, `integration_id`, `person` and `is_web`.
            milliseconds: how soon after each other the texts of a run come.
            folds: whose typing is folded: that of the web alone, or of everybody who is known, too.
        """
        ...

    def top(self, searches: Sql, most: int) -> Sql:
        """Return the query for the most frequent texts, their counts, and how many different ones there are."""
        ...

    def weekly(self, searches: Sql, anonymous: str) -> Sql:
        """Return the query for weeks and how many people searched in each, given searches with `person`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How an engine writes what others write in another way."""

    json: JsonFunctions
    literals: LiteralFunctions
    lists: ListFunctions
    times: TimeFunctions
    numbers: NumberFunctions
    texts: TextFunctions
    rows: RowFunctions
    reports: ReportFunctions
