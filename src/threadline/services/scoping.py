"""What a query may see, and what it must know beforehand: the moment, and what the text index says to its searches."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from threadline.query import Scope, match_expressions
from threadline.records import conversations
from threadline.records.hits import Hits
from threadline.records.search import match_any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.services.access import Caller
    from threadline.services.engine import Engine

NEAREST_MESSAGES = 1_000
"""Messages that a free text is looked up in, best first."""

PATIENCE_SECONDS = 5.0
"""How long a search waits for the text index to take in new messages."""


def scope(engine: Engine, caller: Caller, body: object, *, view_name: str | None = None) -> Scope:
    """Return what a query may see, with the messages that its searches find.

    Args:
        engine: what answers it.
        caller: whose project it is about.
        body: the decoded body; its faults are passed over here.
        view_name: the view it asks, whose free text counts; None for several.

    Raises:
        UnavailableError: it has a search, and the text index is far behind.
    """
    text = body.get("query") if isinstance(body, dict) and view_name == "semantic-threads" else None
    has_text = isinstance(text, str) and bool(text.strip())
    expressions = match_expressions(body)
    if expressions:
        engine.search.await_current(engine.reader(), patience_seconds=PATIENCE_SECONDS)
    return Scope(
        project_id=caller.project_id,
        ranking=_nearest(engine, caller, str(text)) if has_text else None,
        now_ms=engine.now(),
        matches={each: _matching(engine, each) for each in expressions},
    )


def _matching(engine: Engine, expression: str) -> Sequence[int]:
    """Return the row numbers of all messages that match; which of them are the project's, the query tells."""
    return Hits(engine.search.reader, expression).messages()


def _nearest(engine: Engine, caller: Caller, text: str) -> list[tuple[int, int]]:
    """Return the row numbers of the project's messages nearest to a text, each with its rank."""
    match = match_any(text)
    if not match:
        return []
    connection = engine.reader()
    engine.search.catch_up(connection)
    found = engine.search.search(match)
    own = (rid for rid in found if conversations.is_of_project(connection, caller.project_rid, rid))
    return [(rid, rank) for rank, rid in enumerate(islice(own, NEAREST_MESSAGES))]
