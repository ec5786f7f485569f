"""Rows by their numbers: those that a search found, those near to a text, and those of a page.

The messages of a conversation have numbers that begin with its own (`threadline.rids`).
"""

from collections.abc import Collection, Sequence

from threadline.query.forms.statement import Lists
from threadline.query.sql import Sql, bound, fill
from threadline.rids import CONVERSATION_BITS

_FEW_RIDS = 1_000
"""Up to so many row numbers are bound as a list; each takes a microsecond."""

_ONE = ord("1")
_SPANS = """first_message_rid in (
  select thread.first_message_rid
  from semantic_threads as thread
  join (select unnest({}::bigint[]) as rid) as found
  on thread.rid = found.rid >> BITS and found.rid between thread.first_message_rid and thread.last_message_rid
)""".replace("BITS", str(CONVERSATION_BITS))
_SPANS_OF_LISTS = _SPANS.replace(
    "unnest({}::bigint[]) as rid",
    """unnest(from_json(text, '["BIGINT"]')) as rid from (select unnest({}::varchar[]) as text)""",
)
_RANKING = """select thread.first_message_rid, min(found.rank) as relevance
from {} as thread
join (select unnest({}::bigint[]) as rid, unnest({}::bigint[]) as rank) as found
on thread.rid = found.rid >> BITS and found.rid between thread.first_message_rid and thread.last_message_rid
where thread.project_id = {}
group by thread.first_message_rid""".replace("BITS", str(CONVERSATION_BITS))


def fails(claim: Sql) -> Sql:
    """Return whether a claim does not hold; one that is unknown does not."""
    return fill("({}) is not true", claim)


def is_among(rids: Collection[int]) -> Sql:
    """Return whether a row has one of some numbers: a list while they are few, then a bit for each row number."""
    if len(rids) <= _FEW_RIDS:
        return fill("rid in (select unnest({}::bigint[]))", bound(sorted(rids)))
    bits = bytearray(b"0" * (max(rids) + 1))
    for rid in rids:
        bits[rid] = _ONE
    return is_flagged(bits.decode())


def is_flagged(digits: str) -> Sql:
    """Return whether there is a `1` at the place of a row's number."""
    text = "case when rid < {} then get_bit({}::bitstring, rid::integer) = 1 else false end"
    return fill(text, bound(len(digits)), bound(digits))


def is_span_of(messages: Sequence[int] | Lists) -> Sql:
    """Return whether one of some messages, by their row numbers, is among those of a thread."""
    if isinstance(messages, Lists):
        return fill(_SPANS_OF_LISTS, bound(list(messages.texts)))
    return fill(_SPANS, bound(list(messages)))


def ranking(table: str, found: Sequence[tuple[int, int]], project_id: str) -> Sql:
    """Return the query for the first message and the relevance of threads, given message numbers with their ranks."""
    rids, ranks = ([pair[index] for pair in found] for index in (0, 1))
    return fill(_RANKING, Sql(table), bound(rids), bound(ranks), bound(project_id))


def address(table: str) -> Sql:
    """Return what tells each row of a table from the others, and finds it at once."""
    return Sql(f"{table}.rowid")


def unnested(found: Sql) -> Sql:
    """Return a row for each element of a list."""
    return fill("unnest({})", found)


def taken_apart(column: str, name: str) -> Sql:
    """Return the join with each different text of a row's list; a row without any has one without a text."""
    texts = f"case when len({column}) > 0 then list_distinct({column}) else [null] end"
    return Sql(f",\nunnest({texts}) as taken_apart({name})")
