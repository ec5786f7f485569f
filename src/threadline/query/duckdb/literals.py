"""Read JSON literals of columns that hold nothing else, such as promoted ones.

A literal tells its type by its first letter; only a text with an escape needs to be read as JSON.
"""

from threadline.query.duckdb.json_text import WHOLE
from threadline.query.emitting.dialect import JsonKind
from threadline.query.sql import Sql, repeated

_OPENINGS: dict[JsonKind, str] = {"OBJECT": "{", "ARRAY": "[", "VARCHAR": '"'}
_CONTENT = (
    "case when contains($, '\\') then json_extract_string($, '') else substring($, 2, length($) - 2) end"
)
_TEXT = (
    f"case when starts_with($, '\"') then {_CONTENT} when $ = 'null' then null"
    f" when suffix($, '.0') then {WHOLE} else $ end"
)
_KEY = f"case when suffix($, '.0') then {WHOLE} else nullif($, 'null') end"
_STRING = f"case when starts_with($, '\"') then $ else to_json({_TEXT})::varchar end"


def is_kind(literal: Sql, kind: JsonKind) -> Sql:
    """Return whether a literal is one of an object, a list or a text."""
    return repeated(f"starts_with($, '{_OPENINGS[kind]}')", literal)


def content(literal: Sql) -> Sql:
    """Return what stands between the quotes of a text, escapes read."""
    return repeated(_CONTENT, literal)


def text(literal: Sql) -> Sql:
    """Return a value as text, or null when it is null or missing. Objects and lists give their JSON text."""
    return repeated(_TEXT, literal)


def key(literal: Sql) -> Sql:
    """Return what the values of one group share: the literal, with `7` for `7.0`; null when there is none."""
    return repeated(_KEY, literal)


def string(literal: Sql) -> Sql:
    """Return the JSON string of a value's text: most values are one, and stay as they are."""
    return repeated(_STRING, literal)
