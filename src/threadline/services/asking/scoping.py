"""What a query may see, and what it must know beforehand: the moment, and what the text index says to its searches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from threadline.analytics.clocks import END, FIRST
from threadline.analytics.membership import Membership
from threadline.analytics.promotion import LEAST_ROWS
from threadline.catalog import VIEWS
from threadline.query import Clock, Scope
from threadline.records.search.among import Among
from threadline.records.search.expressions import expression_of
from threadline.records.search.frequency import telling_words
from threadline.records.search.hits import Hits, Sought
from threadline.records.search.index import words_in
from threadline.rids import conversation_of
from threadline.services.asking.finding import conversations_found, messages_found, searching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.analytics.clocks import Change
    from threadline.catalog import View
    from threadline.query import Needs
    from threadline.services.access import Caller
    from threadline.services.asking.engine import Engine

    Where = tuple[str, tuple[object, ...]]
    """A filter of conversations: a boolean expression, and what it binds."""

NEAREST_MESSAGES = 1_000
"""Messages that a free text is looked up in, best first."""

PATIENCE_SECONDS = 5.0
"""How long a search waits for the text index to take in new messages."""

_CONVERSATIONS = VIEWS["conversations"]
_ALL: Where = ("true", ())


def scope(engine: Engine, caller: Caller, needs: Needs, view: View | None = None) -> Scope:
    """Return what a query may see, with the messages that its searches find.

    Args:
        engine: what answers it.
        caller: whose project it is about.
        needs: what must be known before its plan is emitted.
        view: the view that it asks; None for several.

    Raises:
        UnavailableError: it has a search, and the text index is far behind.
    """
    if needs.searches or needs.text is not None:
        engine.search.await_current(engine.reader(), patience_seconds=PATIENCE_SECONDS)
    find = conversations_found if view == _CONVERSATIONS else messages_found
    return Scope(
        project_id=caller.project_id,
        ranking=None if needs.text is None else _nearest(engine, caller, needs.text),
        now_ms=engine.now(),
        matches={each: find(engine, expression_of(each)) for each in needs.searches},
        clocks={} if view is None else _clocks(engine, view.table, needs.zones),
    )


def _clocks(engine: Engine, table: str, zones: Sequence[str]) -> dict[str, Clock]:
    """Return what is known of the clocks of zones during the times in a table; nothing where there are few rows."""
    if not zones or engine.projection.count(table) < LEAST_ROWS:
        return {}
    span = engine.clocks.span(engine.projection, table)
    return {zone: _clock(engine.clocks.changes(engine.projection, zone)).during(*span) for zone in zones}


def _clock(changes: Sequence[Change]) -> Clock:
    return Clock(FIRST, END, changes[0][1], tuple(changes[1:]))


def hits_of(engine: Engine, sought: Sought) -> Hits:
    """Return what matches in the text index of an engine."""
    return Hits(engine.search.reader, sought, limits=engine.search.limits)


def narrowed(engine: Engine, caller: Caller, hits: Hits, *, where: Where | None = None) -> Hits:
    """Return the hits in the project's conversations that a filter lets through."""
    records = engine.reader()
    if where is None and records.count_projects() == 1:
        return hits
    engine.catching_up.catch_up(_CONVERSATIONS.table)
    members = Membership(engine, caller.project_id, *(where or _ALL))
    with searching(engine):
        few = hits.counted(hits.limits.looked_up)
    if few.is_all:
        among = Among.of(members.of(sorted({conversation_of(rid) for rid in few.messages()})))
    else:
        among = Among(0, members.flags(records.newest_conversation()))
    return replace(hits, among=among)


def _nearest(engine: Engine, caller: Caller, text: str) -> list[tuple[int, int]]:
    """Return the row numbers of the project's messages nearest to a text, each with its rank.

    Of many words the rarest count, as long as not too many messages have one of them: ten thousand messages are near
    because of "export", and all are because of "the".
    """
    with searching(engine) as index:
        telling = telling_words(index, words_in(text), enough=engine.search.limits.ranked)
    if not telling:
        return []
    hits = narrowed(engine, caller, hits_of(engine, Sought(" OR ".join(telling))))
    with searching(engine):
        weights = list(telling.values())
        found = hits.best(hits.counted(weights=weights), weights, limit=NEAREST_MESSAGES, offset=0)
    return [(rid, rank) for rank, (rid, _) in enumerate(found)]
