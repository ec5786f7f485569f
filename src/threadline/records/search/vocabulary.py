"""The words of conversations, as the index tells words apart: how many conversations have each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from threadline.folding import words
from threadline.records.connection import rows
from threadline.rids import shown_messages
from threadline.wire.messages import content_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threadline.records.connection import Connection

_MOST_CHARACTERS = 20_000
"""How much of a conversation is read."""

_FEWEST_LETTERS = 2


class _Content(msgspec.Struct, frozen=True, gc=False):
    content: str | list[dict[str, object]] | None = None


_content = msgspec.json.Decoder(_Content).decode


def vocabulary(records: Connection, rids: Iterable[int]) -> Counter[str]:
    """Return in how many of some conversations each word is; numbers and single letters are passed over."""
    found: Counter[str] = Counter()
    for rid in rids:
        found.update({word for word in words(_text(records, rid)) if _is_telling(word)})
    return found


def _text(records: Connection, rid: int) -> str:
    sql = "SELECT document FROM messages WHERE rid >= ? AND rid < ?"
    found = rows(records, sql, shown_messages(rid))
    return "\n".join(_words_of(str(document)) for (document,) in found)[:_MOST_CHARACTERS]


def _words_of(document: str) -> str:
    try:
        return content_text(_content(document).content)
    except msgspec.DecodeError:  # damaged: the checkup names it
        return ""


def _is_telling(word: str) -> bool:
    return len(word) >= _FEWEST_LETTERS and not word.isnumeric()
