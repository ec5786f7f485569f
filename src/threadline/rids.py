"""The numbers of rows: a message's row number says which conversation it is of, and where in it.

It is the conversation's row number times `POSITIONS`, plus the position of the message, so the messages of a
conversation are one range of one table, in order.
"""

CONVERSATION_BITS = 20
"""How far a message's row number is shifted to give its conversation's; the bits below are the position."""

POSITIONS = 1 << CONVERSATION_BITS
"""Row numbers that each conversation has for its messages."""

HIDDEN = POSITIONS // 2
"""Positions from here on hold messages that a later log of their conversation left out."""


def message_rid(conversation: int, position: int) -> int:
    """Return the row number of a message.

    >>> message_rid(2, 3)
    2097155
    """
    return conversation * POSITIONS + position


def conversation_of(message: int) -> int:
    """Return the row number of the conversation that a message is of.

    >>> conversation_of(message_rid(2, 3))
    2
    """
    return message // POSITIONS


def position_of(message: int) -> int:
    """Return where in its conversation a message is.

    >>> position_of(message_rid(2, 3))
    3
    """
    return message % POSITIONS


def shown_messages(conversation: int) -> tuple[int, int]:
    """Return the first row number of a conversation's shown messages, and the one behind their last."""
    return message_rid(conversation, 0), message_rid(conversation, HIDDEN)


def all_messages(conversation: int) -> tuple[int, int]:
    """Return the first row number of a conversation's messages, and the one behind their last, hidden ones included."""
    return message_rid(conversation, 0), message_rid(conversation + 1, 0)
