"""The tables of the projection: one per view of the query language, all columns plain, no index.

`rid` is the number of the row in the records that a row was made from: a change deletes by it and appends anew.
Deleting by a number and appending is the cheapest way to replace rows in a column store; an index would make it ten
times dearer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE_NAME = "analytics.duckdb"
GIVEN_ROWS = "(SELECT from_json(t, ?) AS r FROM (SELECT unnest(?::VARCHAR[]) AS t))"
"""Where statements read rows `r` from: binds a structure, and the rows as JSON texts, which is faster than one text."""

SCHEMA_VERSION = 5
"""Raised with every change of the tables or of what is put into them: an older file is rebuilt at start."""


KEYS = (("properties_keys", "properties"), ("user_properties_keys", "user_properties"))
"""Columns with the names of an object's members, and the columns of the objects."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name and its columns with their DuckDB types."""

    name: str
    columns: tuple[tuple[str, str], ...]

    @property
    def ddl(self) -> str:
        """The statement that makes it."""
        columns = (*self.columns, *((name, "VARCHAR[]") for name, _ in KEYS))
        return f"CREATE TABLE {self.name} ({', '.join(f'{name} {type_}' for name, type_ in columns)})"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return (*(name for name, _ in self.columns), *(name for name, _ in KEYS))

    @property
    def json_structure(self) -> str:
        """What `from_json` needs to read a row, as JSON text. Times travel as milliseconds."""
        return _structure((name, _json_type(type_)) for name, type_ in self.columns)

    @property
    def keys_structure(self) -> str:
        """What `from_json` needs to read of a row whose it is, and which members its objects have."""
        return _structure((name, '"VARCHAR"') for name in ("project_id", *(column for _, column in KEYS)))

    @property
    def select_list(self) -> str:
        """The columns of a row `r` that was read so, in order."""
        plain = (
            f"make_timestamp_ms(r.{name})" if type_ == "TIMESTAMP_MS" else f"r.{name}"
            for name, type_ in self.columns
        )
        return ", ".join((*plain, *(f"json_keys(r.{column})" for _, column in KEYS)))


def _structure(members: Iterable[tuple[str, str]]) -> str:
    return "{" + ", ".join(f'"{name}": {type_}' for name, type_ in members) + "}"


def _json_type(type_: str) -> str:
    if type_.endswith("[]"):
        return f'["{type_[:-2]}"]'
    return '"BIGINT"' if type_ == "TIMESTAMP_MS" else f'"{type_}"'


def _table(name: str, columns: str) -> Table:
    pairs = [column.split() for column in columns.strip().split(",")]
    return Table(name, tuple((pair[0], pair[1].upper()) for pair in pairs))


CONVERSATIONS = _table(
    "conversations",
    """
    rid bigint, project_id varchar, id varchar, organization_id varchar, integration_id varchar, type varchar,
    user_message_count integer, first_message_at timestamp_ms, properties varchar, user_properties varchar,
    tags varchar[], external_id varchar, external_url varchar, visibility varchar,
    support_ticket_conversation_id varchar, created_at timestamp_ms, updated_at timestamp_ms, messages_count integer,
    last_message_at timestamp_ms, last_message_role varchar
    """,
)
EVENTS = _table(
    "events",
    """
    rid bigint, project_id varchar, id varchar, organization_id varchar, integration_id varchar, message_id varchar,
    conversation_id varchar, message_conversation_id varchar, created_at timestamp_ms, event_type varchar, type varchar,
    search_query varchar, properties varchar, user_properties varchar
    """,
)
FEEDBACK = _table(
    "feedback",
    """
    rid bigint, project_id varchar, id varchar, organization_id varchar, integration_id varchar, type varchar,
    message_id varchar, conversation_id varchar, created_at timestamp_ms, updated_at timestamp_ms, reasons varchar,
    sources varchar, details varchar, properties varchar, user_properties varchar
    """,
)
SEMANTIC_THREADS = _table(
    "semantic_threads",
    """
    rid bigint, project_id varchar, id varchar, organization_id varchar, integration_id varchar,
    conversation_ids varchar[], message_ids varchar[], messages_count integer, question varchar,
    question_length integer, answer varchar, is_on_topic varchar, is_clear varchar, is_documented varchar,
    is_feature_supported varchar, is_answer_confident varchar, gap_summary varchar, subject varchar,
    category varchar, languages varchar[], first_party_entities varchar[], third_party_entities varchar[],
    emotion varchar, sentiment varchar, question_type varchar, properties varchar, user_properties varchar,
    first_message_at timestamp_ms, last_message_at timestamp_ms, updated_at timestamp_ms,
    has_positive_feedback boolean, has_negative_feedback boolean, are_ai_annotations_verified boolean,
    is_initial_question_answer boolean, first_message_rid bigint, last_message_rid bigint
    """,
)

TABLES = {table.name: table for table in (CONVERSATIONS, EVENTS, FEEDBACK, SEMANTIC_THREADS)}
