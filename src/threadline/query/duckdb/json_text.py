"""Read JSON that is kept as text. Paths are JSON pointers (RFC 6901), bound as parameters.

A name is a key of an object, and a whole number also an index of a list. `7.0` and `7` have one text, and so have
`-0.0` and `0`.
"""

from threadline.errors import pointer_of
from threadline.query.emitting.dialect import JsonKind
from threadline.query.forms.expression import Path
from threadline.query.sql import Sql, bound, fill, repeated

# `7.0` is written as `7`, and `-0.0` as `0`.
WHOLE = "replace(substring($, 1, length($) - 2), '-0', '0')"


def literal(base: Sql, path: Path) -> Sql:
    """Return the JSON text of a value, or null when it is missing."""
    return _call("json_extract({}, {})::varchar", base, path)


def is_kind(base: Sql, path: Path, kind: JsonKind) -> Sql:
    """Return whether a value is an object, a list or a text; null when it is missing."""
    return fill(f"{{}} = '{kind}'", _call("json_type({}, {})", base, path))


def keys(base: Sql, path: Path) -> Sql:
    """Return the names of an object's members; none, or null, for anything else."""
    return _call("json_keys({}, {})", base, path)


def length(base: Sql, path: Path) -> Sql:
    """Return how many elements a list has; 0 for anything else."""
    return _call("json_array_length({}, {})", base, path)


def elements(base: Sql, path: Path) -> Sql:
    """Return the elements of a list, or null; a JSON null becomes null."""
    return _call("try_cast(json_extract({}, {}) as json[])", base, path)


def element(variable: str) -> Sql:
    """Return the JSON text of one element, given the variable that stands for it."""
    return Sql(f"coalesce({variable}::varchar, 'null')")


def content(base: Sql, path: Path) -> Sql:
    """Return what stands between the quotes of a text, escapes read; other values as their JSON text."""
    return _call("json_extract_string({}, {})", base, path)


def text(base: Sql, path: Path) -> Sql:
    """Return a value as text, or null when it is null or missing. Objects and lists give their JSON text."""
    shown = content(base, path)
    whole = fill(WHOLE.replace("$", "{}"), shown, shown)
    template = "case when {} = 'DOUBLE' and suffix({}, '.0') then {} else {} end"
    return fill(template, _call("json_type({}, {})", base, path), shown, whole, shown)


def key(found: Sql) -> Sql:
    """Return what the values of one group share, given their literals: `7` for `7.0`; null when there is none."""
    return fill("regexp_replace(nullif({}, 'null'), '^(?:-(0)|(-?[0-9]+))[.]0$', '\\1\\2')", found)


def number(found: Sql) -> Sql:
    """Return a literal as a double, or null when it is no number."""
    return fill("try_cast({} as double)", found)


def is_decimal(found: Sql) -> Sql:
    """Return whether the literal of a number has a fraction or an exponent."""
    return repeated("regexp_matches($, '[.e]')", found)


def _call(template: str, base: Sql, path: Path) -> Sql:
    return fill(template, base, bound(pointer_of(path)))
