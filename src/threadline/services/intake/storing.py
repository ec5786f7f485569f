"""Writing a conversation so that only what differs is written, and what others point at stays.

In three steps: what is stored is read (`find`), what to write is decided (`decide`, pure), and that is written
(`write`). Reading and writing run inside one transaction of the records' writer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from threadline.records.tables.changes import Kind
from threadline.records.tables.conversations import ConversationRow, MessageRow
from threadline.rids import HIDDEN
from threadline.services.intake import matching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.records.protocol import Reading, Writing
    from threadline.records.tables.feedback import Found, Vote


@dataclass(frozen=True, slots=True)
class Stored:
    """A conversation as it is in the records."""

    rid: int
    row: ConversationRow
    messages: Sequence[MessageRow]
    """By position, hidden ones included."""

    votes: Sequence[Vote] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A conversation as it shall be in the records."""

    project_rid: int
    row: ConversationRow
    messages: Sequence[MessageRow]


@dataclass(frozen=True, slots=True)
class Decision:
    """What makes the records hold a conversation as it shall be, and what followers have to know."""

    dropped: Sequence[int]
    """Positions that no message has any more."""

    written: Sequence[MessageRow]
    """Messages that differ from what is at their positions, and those that move out of sight."""

    position: int
    """The first message that changed."""

    votes: Sequence[int] = ()
    """Row numbers of votes that are told of differently now."""

    message_ids: frozenset[str] = frozenset()
    """Messages that came or went: events about them may be about another conversation now."""

    takes_back: bool = False
    """Whether something that was said is said no more: its bytes are to be erased."""


def find(reading: Reading, project_rid: int, id: str) -> Stored | None:
    """Return a conversation with its messages, or `None`."""
    found = reading.find_conversation(project_rid, id)
    return _stored(reading, *found) if found else None


def find_with_message(reading: Reading, project_rid: int, message_id: str) -> Stored | None:
    """Return the newest conversation that has a message of that id, with its messages, or `None`."""
    rid = reading.newest_with_message(project_rid, message_id)
    whole = reading.get_conversation_by_rid(rid) if rid is not None else None
    return _stored(reading, rid, whole.row) if rid is not None and whole else None


def decide(wanted: Wanted, before: Stored | None) -> Decision:
    """Return what is to be written. Pure: no database, no clock.

    Of messages that a new log does not have, those that a vote points at move out of sight; the others go.
    """
    ids = frozenset(message.id for message in wanted.messages)
    if before is None:
        return Decision((), wanted.messages, 0, message_ids=ids)
    changed = matching.changes(wanted.messages, before.messages)
    gone = matching.left_out(wanted.messages, before.messages)
    end = len(wanted.messages)
    voted = {vote.message_id for vote in before.votes}
    kept = [each for each in gone if each.id in voted]
    hidden = [MessageRow(HIDDEN + index, each.id, each.document) for index, each in enumerate(kept)]
    is_moved = before.row.integration_id != wanted.row.integration_id
    return Decision(
        dropped=[each.position for each in before.messages if each.position >= end],
        written=[*hidden, *changed],
        position=min((each.position for each in (*changed, *gone) if each.position < end), default=end),
        votes=[vote.rid for vote in before.votes] if is_moved else (),
        message_ids=ids.symmetric_difference(message.id for message in before.messages),
        takes_back=_takes_back(wanted, before),
    )


def write(writing: Writing, wanted: Wanted, before: Stored | None, decision: Decision) -> None:
    """Write what was decided, and note what changed for the followers."""
    if before is None:
        rid = writing.add_conversation(wanted.project_rid, wanted.row)
    else:
        rid = before.rid
        writing.replace_conversation(rid, wanted.row)
        writing.drop_messages(rid, decision.dropped)
    writing.write_messages(rid, decision.written)
    for vote_rid in decision.votes:
        writing.note_change(Kind.FEEDBACK, vote_rid)
    writing.note_change(Kind.CONVERSATION, rid, decision.position)
    _attach_feedback(writing, wanted, rid)
    _note_events(writing, wanted.project_rid, decision.message_ids)
    if decision.takes_back:
        writing.note_deletion()


def remove(writing: Writing, project_rid: int, rid: int) -> None:
    """Remove a conversation with its messages and its feedback, and all that is kept of what they say.

    Events about it stay as events, without their properties. What bytes are left of all that is noted to be erased.
    """
    found = writing.get_conversation_by_rid(rid)
    for each in writing.votes_of(rid):
        vote = writing.vote_by_rid(each.rid)
        if vote is not None:
            remove_vote(writing, project_rid, vote)
    if found is not None:
        id = found.row.id
        for event_rid in writing.events_about_conversation(project_rid, rid=rid, id=id):
            writing.empty_answers(project_rid, f"/events/{writing.empty_event(event_rid)}")
            writing.note_change(Kind.EVENT, event_rid)
        writing.empty_answers(project_rid, f"/conversations/{id}")
        _note_events(writing, project_rid, frozenset(each.id for each in writing.messages_of(rid)))
    writing.delete_conversation(project_rid, rid)
    writing.note_change(Kind.CONVERSATION, rid)
    writing.note_deletion()


def remove_vote(writing: Writing, project_rid: int, vote: Found) -> None:
    """Remove a vote, and all that is kept of what it says."""
    writing.delete_vote(project_rid, vote)
    writing.empty_answers(project_rid, f"/feedback/{vote.row.id}")
    writing.note_change(Kind.FEEDBACK, vote.rid)
    writing.note_deletion()


def _stored(reading: Reading, rid: int, row: ConversationRow) -> Stored:
    return Stored(rid, row, reading.messages_of(rid), reading.votes_of(rid))


def _takes_back(wanted: Wanted, before: Stored) -> bool:
    """Return whether something that a conversation said is said no more; what goes on takes nothing back."""
    texts = ("properties", "user_properties", "tags", "external_id", "external_url")
    if any(getattr(before.row, name) not in {None, getattr(wanted.row, name)} for name in texts):
        return True
    documents = {each.id: each.document for each in wanted.messages}
    return any(
        each.position < HIDDEN and matching.takes_back(documents.get(each.id, "{}"), each.document)
        for each in before.messages
    )


def _note_events(writing: Writing, project_rid: int, message_ids: frozenset[str]) -> None:
    """Note that events about messages may be about another conversation now."""
    for event_rid in writing.events_about_messages(project_rid, message_ids):
        writing.note_change(Kind.EVENT, event_rid)


def _attach_feedback(writing: Writing, wanted: Wanted, rid: int) -> None:
    """Join votes that came before their message."""
    ids = [message.id for message in wanted.messages]
    for vote in writing.pending_votes(wanted.project_rid, ids):
        attached = msgspec.structs.replace(vote.row, conversation_rid=rid)
        writing.replace_vote(wanted.project_rid, vote, attached)
        writing.note_change(Kind.FEEDBACK, vote.rid)
