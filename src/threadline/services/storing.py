"""Writing a conversation so that only what differs is written, and what others point at stays.

Runs inside a transaction of the records' writer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from threadline.records import changes, conversations, erasing, events, feedback, memory
from threadline.records.changes import Kind
from threadline.records.conversations import ConversationRow, MessageRow
from threadline.rids import HIDDEN
from threadline.services import intake

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.records.connection import Connection
    from threadline.records.feedback import Found


@dataclass(frozen=True, slots=True)
class Stored:
    """A conversation as it is in the records."""

    rid: int
    row: ConversationRow
    messages: Sequence[MessageRow]
    """By position, hidden ones included."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A conversation as it shall be in the records."""

    project_rid: int
    row: ConversationRow
    messages: Sequence[MessageRow]


def find(connection: Connection, project_rid: int, id: str) -> Stored | None:
    """Return a conversation with its messages, or `None`."""
    found = conversations.find(connection, project_rid, id)
    return Stored(*found, conversations.messages(connection, found[0])) if found else None


def find_with_message(connection: Connection, project_rid: int, message_id: str) -> Stored | None:
    """Return the newest conversation that has a message of that id, with its messages, or `None`."""
    rid = conversations.newest_with_message(connection, project_rid, message_id)
    whole = conversations.get_by_rid(connection, rid) if rid is not None else None
    return Stored(rid, whole[0], conversations.messages(connection, rid)) if rid and whole else None


def store(connection: Connection, wanted: Wanted, before: Stored | None) -> None:
    """Make the records hold what is wanted, and note what changed for the followers."""
    if before is None:
        rid, position = conversations.add(connection, wanted.project_rid, wanted.row), 0
        conversations.write_messages(connection, rid, wanted.messages)
    else:
        rid, position = before.rid, _replace(connection, wanted, before)
    changes.note(connection, Kind.CONVERSATION, rid, position)
    _attach_feedback(connection, wanted, rid)
    ids = {message.id for message in wanted.messages}
    _note_events(connection, wanted.project_rid, ids.symmetric_difference(_ids(before)))
    if before is not None and _takes_back(wanted, before):
        erasing.note(connection)


def remove(connection: Connection, project_rid: int, rid: int) -> None:
    """Remove a conversation with its messages and its feedback, and all that is kept of what they say.

    Events about it stay as events, without their properties. What bytes are left of all that is noted to be erased.
    """
    found = conversations.get_by_rid(connection, rid)
    for vote_rid, _, _ in feedback.of_conversation(connection, rid):
        vote = feedback.by_rid(connection, vote_rid)
        if vote is not None:
            remove_vote(connection, project_rid, vote)
    if found is not None:
        id = found[0].id
        for event_rid in events.about_conversation(connection, project_rid, rid=rid, id=id):
            memory.empty(connection, project_rid, f"/events/{events.empty(connection, event_rid)}")
            changes.note(connection, Kind.EVENT, event_rid)
        memory.empty(connection, project_rid, f"/conversations/{id}")
        _note_events(connection, project_rid, {each.id for each in conversations.messages(connection, rid)})
    conversations.delete(connection, project_rid, rid)
    changes.note(connection, Kind.CONVERSATION, rid)
    erasing.note(connection)


def remove_vote(connection: Connection, project_rid: int, vote: Found) -> None:
    """Remove a vote, and all that is kept of what it says."""
    feedback.delete(connection, project_rid, vote)
    memory.empty(connection, project_rid, f"/feedback/{vote[1].id}")
    changes.note(connection, Kind.FEEDBACK, vote[0])
    erasing.note(connection)


def _replace(connection: Connection, wanted: Wanted, before: Stored) -> int:
    """Write what differs and return the position of the first message that does."""
    conversations.replace(connection, before.rid, wanted.row)
    changed = intake.changes(wanted.messages, before.messages)
    gone = intake.left_out(wanted.messages, before.messages)
    _drop(connection, wanted, before, gone)
    conversations.write_messages(connection, before.rid, changed)
    if before.row.integration_id != wanted.row.integration_id:
        for vote_rid, _, _ in feedback.of_conversation(connection, before.rid):
            changes.note(connection, Kind.FEEDBACK, vote_rid)
    end = len(wanted.messages)
    return min((each.position for each in (*changed, *gone) if each.position < end), default=end)


def _takes_back(wanted: Wanted, before: Stored) -> bool:
    """Return whether something that a conversation said is said no more; what goes on takes nothing back."""
    texts = ("properties", "user_properties", "tags", "external_id", "external_url")
    if any(getattr(before.row, name) not in {None, getattr(wanted.row, name)} for name in texts):
        return True
    documents = {each.id: each.document for each in wanted.messages}
    return any(
        each.position < HIDDEN and intake.takes_back(documents.get(each.id, "{}"), each.document)
        for each in before.messages
    )


def _drop(connection: Connection, wanted: Wanted, before: Stored, gone: Sequence[MessageRow]) -> None:
    """Remove the rows that no message has any more; those that feedback points at move out of sight."""
    superfluous = [each.position for each in before.messages if each.position >= len(wanted.messages)]
    conversations.drop_messages(connection, before.rid, superfluous)
    if gone:
        voted = {message_id for _, message_id, _ in feedback.of_conversation(connection, before.rid)}
        kept = [each for each in gone if each.id in voted]
        hidden = [MessageRow(HIDDEN + index, each.id, each.document) for index, each in enumerate(kept)]
        conversations.write_messages(connection, before.rid, hidden)


def _ids(before: Stored | None) -> set[str]:
    return set() if before is None else {message.id for message in before.messages}


def _note_events(connection: Connection, project_rid: int, message_ids: set[str]) -> None:
    """Note that events about messages may be about another conversation now."""
    for event_rid in events.about_messages(connection, project_rid, message_ids):
        changes.note(connection, Kind.EVENT, event_rid)


def _attach_feedback(connection: Connection, wanted: Wanted, rid: int) -> None:
    """Join votes that came before their message."""
    ids = [message.id for message in wanted.messages]
    for vote_rid, vote in feedback.pending(connection, wanted.project_rid, ids):
        attached = msgspec.structs.replace(vote, conversation_rid=rid)
        feedback.replace(connection, wanted.project_rid, (vote_rid, vote), attached)
        changes.note(connection, Kind.FEEDBACK, vote_rid)
