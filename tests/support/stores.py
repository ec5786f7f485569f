"""Records of every engine, and what the contract suite does with them: through services, as the product does."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from threadline.positions import Position
from threadline.records.protocol import Store
from threadline.records.store import open_records
from threadline.records.tables.changes import Changed, Kind
from threadline.services import conversations, events, feedback, keys
from threadline.services.access import Caller
from threadline.services.asking.listing import begun
from threadline.services.keys import CreatedKey, KeyWish
from threadline.services.policy import RequestFacts
from threadline.wire.conversations import LogConversation
from threadline.wire.events import LogEvent
from threadline.wire.feedback import SubmitFeedback

Json = Any
"""A decoded JSON document: tests look into it freely."""

NOON = 1_767_268_800_000
"""Milliseconds since 1970 UTC: noon of 1 January 2026."""

STORES: dict[str, Callable[[Path], Store]] = {"sqlite": lambda folder: open_records(folder, now=NOON)}
"""How a store is opened on a folder, by the name of its engine. A second engine is one more entry."""

ALL = (Kind.CONVERSATION, Kind.THREADS, Kind.EVENT, Kind.FEEDBACK)


@dataclass(slots=True)
class World:
    """A store with a clock of its own, a maker of ids that counts, and keys."""

    store: Store
    now: int = NOON
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def facts(self) -> RequestFacts:
        """Return the time and the maker of ids for one request."""
        return RequestFacts(self.now, lambda prefix: f"{prefix}_{next(self._numbers)}")

    def key(self, type_: str = "api", project: str = "main", **wish: Any) -> CreatedKey:
        """Return a new key."""
        asked = KeyWish(project=project, type=type_, **wish)
        return self.store.writer.write(lambda writing: keys.create(writing, asked, self.facts()))

    def caller(self, type_: str = "api", project: str = "main", **wish: Any) -> Caller:
        """Return who shows a new key."""
        found = keys.recognise(self.store.reader, self.key(type_, project, **wish).secret)
        assert found is not None
        return found

    def log(self, caller: Caller, *messages: Json, **fields: Any) -> Json:
        """Log a conversation, and return what is stored."""
        given = {"type": "support_ticket", "messages": list(messages)} | fields
        body = msgspec.convert(given, LogConversation)
        return self.written(lambda writing: conversations.log(writing, caller, body, self.facts()))

    def vote(self, caller: Caller, message_id: str, **fields: Any) -> Json:
        """Submit a vote, and return what is stored."""
        must_exist = fields.pop("must_exist", False)
        given = {"type": "positive", "messageId": message_id} | fields
        body = msgspec.convert(given, SubmitFeedback)
        return self.written(
            lambda writing: feedback.submit(writing, caller, body, self.facts(), must_exist=must_exist)
        )

    def event(self, caller: Caller, *, must_exist: bool = False, **fields: Any) -> Json:
        """Log an event, and return what is stored."""
        body = msgspec.convert({"type": "opened", "entityType": "conversation"} | fields, LogEvent)
        return self.written(
            lambda writing: events.log(writing, caller, body, self.facts(), must_exist=must_exist)
        )

    def written(self, job: Callable[[Any], bytes]) -> Json:
        """Return the decoded answer of a write."""
        return msgspec.json.decode(self.store.writer.write(job))

    def get(self, caller: Caller, id: str) -> Json:
        """Return a stored conversation."""
        return msgspec.json.decode(conversations.get(self.store.reader, caller, id))

    def delete(self, caller: Caller, id: str) -> None:
        """Delete a conversation."""
        self.store.writer.write(lambda writing: conversations.delete(writing, caller, id))

    def page(self, caller: Caller, *, limit: int = 100, offset: int = 0) -> Json:
        """Return a page of conversations."""
        _, piece, progress = begun(self.store.reader, caller, limit=limit, offset=offset)
        assert progress.is_done
        return msgspec.json.decode(piece)

    def votes(self, caller: Caller, *, limit: int = 100, offset: int = 0) -> Json:
        """Return a page of votes."""
        found = feedback.list_(self.store.reader, caller, limit=limit, offset=offset)
        return msgspec.json.decode(found)

    def rid(self, caller: Caller, id: str) -> int:
        """Return the row number of a conversation."""
        found = self.store.reader.find_conversation(caller.project_rid, id)
        assert found is not None
        return found.rid

    def changes(self, after: Position, kinds: Sequence[Kind] = ALL) -> list[Changed]:
        """Return what changed after a place in the change log."""
        reader = self.store.reader
        return reader.changed_since(kinds, after=after, until=reader.newest_change())

    def newest(self) -> Position:
        """Return how far the change log goes."""
        return self.store.reader.newest_change()


def user(content: str, **fields: Any) -> Json:
    """Return a message of a customer."""
    return {"role": "user", "content": content} | fields


def agent(content: str, **fields: Any) -> Json:
    """Return a message of a support agent."""
    return {"role": "agent", "content": content} | fields
