"""Whether a body shows that its sender knows a stored conversation: that it comes from where that one came from.

What public places log carries a key that everybody can read, so the key alone is no proof. Whoever wrote a
conversation has its messages, and sends all of them every time (contract, section 3.2). Pure: no database, no clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from threadline.annotators import CUSTOMER_ROLES
from threadline.rids import HIDDEN
from threadline.services.intake.matching import content_of, stored_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.records.tables.conversations import MessageRow
    from threadline.services.intake.matching import AnyMessage, StoredMessage


def knows(messages: Sequence[AnyMessage], stored: Sequence[MessageRow]) -> bool:
    """Tell whether the messages of a body show knowledge of the stored ones.

    They do when they open as those do, up to the first turn of a user, ids and texts alike. Messages without ids have
    to say all that is stored: a first text alone could be guessed.
    """
    before = _shown(stored)
    if not messages or not before:
        return False
    if messages[0].id:
        opening = _opening(before)
        return _agree(messages, opening) and all(
            new.id == old.id for new, old in zip(messages, opening, strict=False)
        )
    return _agree(messages, before)


def is_same_chat(messages: Sequence[AnyMessage], stored: Sequence[MessageRow]) -> bool:
    """Tell whether a body is an earlier or a later state of the stored messages: they open alike, ids too.

    Then one of the two is the beginning of the other, message by message.
    """
    before = _shown(stored)[: len(messages)]
    return (
        knows(messages, stored[: len(messages)])
        and bool(messages[0].id)
        and any(each.role != "system" for each in before)
        and _agree(messages, before)
        and all(not new.id or new.id == old.id for new, old in zip(messages, before, strict=False))
    )


def _shown(stored: Sequence[MessageRow]) -> list[StoredMessage]:
    return [stored_message(row) for row in stored if row.position < HIDDEN]


def _opening(stored: Sequence[StoredMessage]) -> Sequence[StoredMessage]:
    """Return what comes up to the first turn of a user: the prompt of a system is the same for everybody."""
    for index, message in enumerate(stored):
        if message.role.lower() in CUSTOMER_ROLES:
            return stored[: index + 1]
    return stored[:1]


def _agree(messages: Sequence[AnyMessage], stored: Sequence[StoredMessage]) -> bool:
    """Tell whether messages begin with the stored ones. Behind the first, a text may have grown, as streams do."""
    if len(messages) < len(stored):
        return False
    return all(
        new.role == old.role and _says(new, old, may_grow=position > 0)
        for position, (new, old) in enumerate(zip(messages, stored, strict=False))
    )


def _says(new: AnyMessage, old: StoredMessage, *, may_grow: bool) -> bool:
    said = msgspec.to_builtins(content_of(new))
    if may_grow and isinstance(said, str) and isinstance(old.content, str):
        return said.startswith(old.content)
    return bool(said == old.content)
