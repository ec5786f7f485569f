"""Pieces of a statement: text, parameters and the JSON paths that are read stay together, so that none can drift.

What every engine writes alike is here; what they write each in its own way is behind `dialect`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple, TypeAlias


class ColumnPath(NamedTuple):
    """A value inside of the JSON of a table."""

    table: str
    column: str
    """The JSON column."""

    pointer: str
    """RFC 6901."""


Columns: TypeAlias = Mapping[ColumnPath, str]
"""Names of promoted columns: each holds the JSON literals of one path."""

NO_COLUMNS: Columns = MappingProxyType({})
NO_PATHS: frozenset[ColumnPath] = frozenset()
FEW = 16
"""Up to so many parts are joined by a plain `and`: a database looks at every pair of them."""


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of a statement and the values of its `?`."""

    text: str
    parameters: tuple[object, ...] = ()
    paths: frozenset[ColumnPath] = field(default=NO_PATHS, compare=False, repr=False)
    """What it reads of JSON, from a column of its own or not."""


TRUE = Sql("true")
FALSE = Sql("false")


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
    return _put_together("".join(texts), parts)


def join(separator: str, parts: Iterable[Sql]) -> Sql:
    """Return the parts joined by a separator, such as `, `."""
    parts = tuple(parts)
    return _put_together(separator.join(part.text for part in parts), parts)


def repeated(template: str, value: Sql) -> Sql:
    """Return the template with a value in each place of `$`.

    >>> repeated("$ > 0 and $ < 9", Sql("n")).text
    'n > 0 and n < 9'
    """
    return Sql(template.replace("$", value.text), value.parameters * template.count("$"), value.paths)


def _put_together(text: str, parts: Sequence[Sql]) -> Sql:
    paths = NO_PATHS
    for part in parts:
        if part.paths:
            paths |= part.paths
    return Sql(text, tuple(value for part in parts for value in part.parameters), paths)


def nested(sql: Sql) -> Sql:
    """Return a query in parentheses, to select from."""
    indented = sql.text.replace("\n", "\n  ")
    return Sql(f"(\n  {indented}\n)", sql.parameters, sql.paths)


def is_any_of(sql: Sql, values: Sequence[object]) -> Sql:
    """Return whether an expression equals one of the values, of which there is at least one."""
    if len(values) == 1:
        return fill("{} = {}", sql, bound(values[0]))
    return fill("{} in ({})", sql, join(", ", map(bound, values)))


def both(parts: Iterable[Sql]) -> Sql:
    """Return the parts joined by `and`; true when there is none."""
    parts = tuple(parts)
    joined = _joined(" and ", parts, TRUE)
    return fill("case when {} then true else false end", joined) if len(parts) > FEW else joined


def guarded(guards: Sequence[Sql], parts: Iterable[Sql]) -> Sql:
    """Return whether all hold; many parts are only looked at where the guards hold, so that other rows cost nothing."""
    parts = tuple(parts)
    if len(parts) <= FEW:
        return both([*guards, *parts])
    template = "case when {} then {} else false end"
    return fill(template, both(guards), _joined(" and ", parts, TRUE))


def either(parts: Iterable[Sql]) -> Sql:
    """Return the parts joined by `or`; false when there is none."""
    return _joined(" or ", parts, FALSE)


def _joined(word: str, parts: Iterable[Sql], empty: Sql) -> Sql:
    parts = tuple(parts)
    if not parts:
        return empty
    return fill("({})", join(word, parts)) if parts[1:] else parts[0]
