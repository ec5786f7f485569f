"""Ids that stay the same from turn to turn, made of what is said: no state, and the same in every process."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from itertools import takewhile
from typing import Any

import msgspec

from threadline.client.openai.messages import Message
from threadline.wire.surrogates import whole_value

_HEX = 32


def conversation_id(messages: Sequence[Message], *, who: str = "") -> str:
    """Return the id of the conversation that begins like this: everything up to the first answer, and that answer.

    Two people who ask the same and are answered the same are one conversation to this id, unless `who` tells them
    apart.
    """
    before = list(takewhile(lambda message: message["role"] != "assistant", messages))
    beginning = messages[: len(before) + 1]
    return "conv_" + _digest([who, *map(_said, beginning)])


def named(conversation: str, messages: Sequence[Message]) -> list[Message]:
    """Return messages with ids: the same message of the same conversation has the same id, wherever it stands."""
    seen: Counter[str] = Counter()
    with_ids: list[Message] = []
    for message in messages:
        digest = _digest([conversation, _said(message)])
        # The second "yes" of a conversation is not the first one.
        seen[digest] += 1
        id_ = digest if seen[digest] == 1 else _digest([digest, seen[digest]])
        with_ids.append({"id": f"msg_{id_}", **message})
    return with_ids


def _said(message: Message) -> list[Any]:
    content = message["content"]
    return [
        message["role"],
        content.strip() if isinstance(content, str) else content,
        message.get("tool_calls", []),
    ]


def _digest(parts: list[Any]) -> str:
    return sha256(msgspec.json.encode(whole_value(parts))).hexdigest()[:_HEX]
