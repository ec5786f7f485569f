"""What the text index says to the searches of a filter: the messages that match, or their conversations.

Few hits are row numbers. Of many none becomes an object of its own: they cross from one database to the other as texts,
and what was found is kept until the index takes in something new.
"""

from __future__ import annotations

import json
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from threadline.positions import NEVER
from threadline.query import Flags, Lists
from threadline.records.search.hits import Hits, Sought
from threadline.records.search.index import reached_by
from threadline.rids import message_rid

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from threadline.records.connection import Connection
    from threadline.services.asking.engine import Engine

_FEW_LETTERS = 20_000
"""Of the row numbers of conversations, that are bound as numbers."""

_SOME_LETTERS = 1_400_000
"""Of the row numbers of messages, that are bound as numbers: some hundred thousand."""

_FLAGS = """
SELECT coalesce(bitstring_agg(rid, 0, ?)::VARCHAR, '') FROM (
  SELECT unnest(from_json(t, '["BIGINT"]')) AS rid FROM (SELECT unnest(?::VARCHAR[]) AS t)
) WHERE rid <= ?
"""


@contextmanager
def searching(engine: Engine) -> Generator[Connection]:
    """Give the calling thread's connection to the text index, whose statements the request's time limit ends.

    Raises:
        TimeLimitError: the statements of the request took too long.
    """
    with engine.search.watched():
        index = engine.search.reader
        with engine.interrupt.holding(index) if engine.interrupt else nullcontext():
            yield index


def messages_found(engine: Engine, expression: str) -> Sequence[int] | Lists:
    """Return the row numbers of messages that match; which of them are the project's, the query tells."""
    with searching(engine) as index:
        texts = Hits(index, Sought(expression)).messages()
    return _numbers(texts) if sum(map(len, texts)) <= _SOME_LETTERS else Lists(tuple(texts))


def conversations_found(engine: Engine, expression: str) -> Sequence[int] | Flags:
    """Return which conversations have a message that matches: few as the row number of a message each."""
    with searching(engine) as index:
        reached = reached_by(index)
        if kept := engine.kept.get(expression, reached):
            return kept
        texts = Hits(index, Sought(expression)).conversations()
    if sum(map(len, texts)) <= _FEW_LETTERS:
        return [message_rid(rid, 0) for rid in dict.fromkeys(_numbers(texts))]
    newest = engine.reader().newest_conversation()
    flags = Flags(str(engine.run(_FLAGS, [newest, texts, newest])[0][0]))
    if reached != NEVER:
        engine.kept.keep(expression, reached, flags)
    return flags


def _numbers(texts: Sequence[str]) -> list[int]:
    return [rid for text in texts for rid in json.loads(text)]
