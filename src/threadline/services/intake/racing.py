"""Chats whose first log is not answered yet when the second comes: both lack the id, and are one conversation.

The vendor's widget logs a question without waiting for the answer, and then the question with its reply (contract,
section 8.2). A fast reply, or an answer of ours that got lost, makes two logs without an id.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from threadline.rids import HIDDEN
from threadline.services.access import integration_of
from threadline.services.intake.knowing import is_same_chat
from threadline.services.intake.matching import Intake, stored_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.records.tables.conversations import ConversationRow, MessageRow
    from threadline.services.access import Caller
    from threadline.services.intake.storing import Stored
    from threadline.services.policy import RequestFacts
    from threadline.wire.conversations import LogConversation

RACE_MILLISECONDS = 60_000
"""How long after its last log a chat is still joined: longer than most replies take to be written."""


def may_race(body: LogConversation) -> bool:
    """Tell whether a body may belong to a conversation that it does not name: one that has its first message."""
    return not body.id and bool(body.messages[0].id)


def is_raced(body: LogConversation, found: Stored, caller: Caller, facts: RequestFacts) -> bool:
    """Tell whether a body without an id belongs to a conversation that has its first message.

    It came in a moment ago through the same integration, for the same user, and one of the two lists of messages is
    the beginning of the other, with the client's own ids.
    """
    return _is_near(found.row, caller, body, facts) and is_same_chat(body.messages, found.messages)


def with_later(taken: Intake, stored: Sequence[MessageRow], customers: frozenset[str]) -> Intake:
    """Return what a body says with the stored messages behind it: logs of a race come in any order."""
    later = [row for row in stored if len(taken.rows) <= row.position < HIDDEN]
    users = sum(stored_message(row).role.lower() in customers for row in later)
    return Intake([*taken.rows, *later], taken.user_messages_count + users, taken.first_message_at)


def _is_near(row: ConversationRow, caller: Caller, body: LogConversation, facts: RequestFacts) -> bool:
    users = {_user(row.user_properties and json.loads(row.user_properties)), _user(body.user_properties)}
    return (
        abs(facts.now - row.updated_at) <= RACE_MILLISECONDS
        and row.type == body.__struct_config__.tag
        and row.integration_id == integration_of(caller, body.integration_id)
        and len(users - {None}) <= 1
    )


def _user(properties: object) -> str | None:
    id = properties.get("id") if isinstance(properties, dict) else None
    return None if id in (None, "") else str(id)
