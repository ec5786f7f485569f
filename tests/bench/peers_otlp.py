"""A chat as one OTLP body: a session with a trace for each turn, the way that tracing products take conversations in.

Written by hand, since it needs a handful of fields of the protocol's `ExportTraceServiceRequest` alone.
"""

import random
import struct
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from tests.bench.chats import TURNS, Chat

PROJECT = "peers"
_INTERNAL = 1

Attributes = Callable[[Chat, str, str], Mapping[str, str]]
"""What a product wants to know of a turn: the chat, what was asked and what was answered."""


def traces(chat: Chat, attributes: Attributes) -> bytes:
    """Return the body that logs a chat."""
    resource = _part(1, _attributes(1, {"openinference.project.name": PROJECT}))
    spans = b"".join(_part(2, _span(chat, turn, attributes)) for turn in range(TURNS))
    return _part(1, resource + _part(2, spans))


def _span(chat: Chat, turn: int, attributes: Attributes) -> bytes:
    chance = random.Random(f"{chat.id}/{turn}")
    asked, answered = chat.body["messages"][2 * turn : 2 * turn + 2]
    return b"".join(
        (
            _part(1, chance.randbytes(16)),
            _part(2, chance.randbytes(8)),
            _part(5, b"turn"),
            _whole(6, _INTERNAL),
            _moment(7, asked),
            _moment(8, answered),
            _attributes(9, attributes(chat, asked["content"], answered["content"])),
        )
    )


def _attributes(field: int, values: Mapping[str, str]) -> bytes:
    return b"".join(
        _part(field, _part(1, name.encode()) + _part(2, _part(1, value.encode())))
        for name, value in values.items()
    )


def _moment(field: int, message: Mapping[str, Any]) -> bytes:
    nanoseconds = round(datetime.fromisoformat(message["createdAt"]).timestamp() * 1000) * 1_000_000
    return bytes([field << 3 | 1]) + struct.pack("<Q", nanoseconds)


def _part(field: int, content: bytes) -> bytes:
    return bytes([field << 3 | 2]) + _varint(len(content)) + content


def _whole(field: int, number: int) -> bytes:
    return bytes([field << 3]) + _varint(number)


def _varint(number: int) -> bytes:
    digits = bytearray()
    while number > 0x7F:
        digits.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*digits, number])
