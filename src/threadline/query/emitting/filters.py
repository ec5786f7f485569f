"""Write the predicates of a plan as SQL.

SQL's unknown counts as false: a predicate is only ever negated with `is not true`, so `Not` keeps rows
without a value.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any as Anything

from threadline.query.emitting.containment import (
    contained_by,
    contains,
    contains_inside,
    element_contains,
    has_element,
    has_keys,
    has_literals,
)
from threadline.query.emitting.equality import FEW, among, both, either, equal_numbers, guarded, same
from threadline.query.emitting.folded import text_has
from threadline.query.emitting.paths import Spot, written_texts_of
from threadline.query.emitting.values import stored
from threadline.query.forms.expression import JSON
from threadline.query.forms.plan import (
    All,
    Any,
    Compare,
    ContainedBy,
    Contains,
    ElementContains,
    GroupedAs,
    HasKeys,
    ListHas,
    Matches,
    Missing,
    Not,
    OneOf,
    Ordered,
    Place,
    Predicate,
    Same,
    Scalar,
    TextHas,
)
from threadline.query.forms.statement import Flags, Lists, Sql, bound, fill, is_any_of
from threadline.query.literals import EXACT_TEXTS, literal_of, number_in, number_text, string_literal
from threadline.rids import CONVERSATION_BITS, conversation_of

_FEW_RIDS = 1_000
"""Up to so many row numbers are bound as a list; each takes a microsecond."""

_SOME_MESSAGES = 100_000
"""Up to so many hits, threads are first narrowed to those of their conversations: DuckDB looks at all of them else."""

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
_SIGNS: dict[Ordered, str] = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def emit_predicate(predicate: Predicate) -> Sql:
    """Return a boolean expression; where it is unknown, the predicate does not hold."""
    return _EMITTERS[type(predicate)](predicate)


def emit_parts(predicate: Predicate | None) -> list[Sql]:
    """Return boolean expressions that all hold if the predicate does: one for each of its parts while they are few."""
    if predicate is None:
        return []
    if isinstance(predicate, All) and len(predicate.parts) <= FEW:
        return list(map(emit_predicate, predicate.parts))
    return [emit_predicate(predicate)]


def _not(predicate: Not) -> Sql:
    return fill("({}) is not true", emit_predicate(predicate.part))


def _all(predicate: All) -> Sql:
    return both(map(emit_predicate, predicate.parts))


def _any(predicate: Any) -> Sql:
    return either(map(emit_predicate, predicate.parts))


def _missing(predicate: Missing) -> Sql:
    place = predicate.place
    if place.field.is_json:
        return fill("coalesce({}, 'null') = 'null'", Spot.of(place).literal)
    return fill("{} is null", _column(place))


def _one_of(predicate: OneOf) -> Sql:
    place, operands = predicate.place, predicate.operands
    if place.field.is_json:
        return equals_any(Spot.of(place), operands)
    return is_any_of(_column(place), operands)


def equals_any(spot: Spot, operands: tuple[Scalar, ...]) -> Sql:
    """Return whether the JSON value equals one of the scalars, as a filter means it.

    Numbers equal by value. A text also equals a number or boolean of that text, and a number a text that
    writes it: ids are found whether they are stored as numbers or as texts.
    """
    literals: dict[str, None] = {}
    numbers: dict[float, None] = {}
    for operand in operands:
        literals |= dict.fromkeys(_literals(operand))
        numbers |= dict.fromkeys(_numbers(operand))
    texts = [among(spot, list(literals))] if literals else []
    return either([*texts, *equal_numbers(spot, numbers)])


def _literals(operand: Scalar) -> list[str]:
    """Return the JSON texts, numbers aside, that an operand equals."""
    if isinstance(operand, bool):
        return [literal_of(operand)]
    if isinstance(operand, int | float):
        return [string_literal(number_text(operand))]
    text = str(operand)
    return [string_literal(text), text] if text in {"true", "false"} else [string_literal(text)]


def _numbers(operand: object) -> list[float]:
    """Return the numbers that an operand equals."""
    number = number_in(operand) if isinstance(operand, str) else operand
    return [number] if isinstance(number, int | float) and not isinstance(number, bool) else []


def _same(predicate: Same) -> Sql:
    if predicate.place.field.is_json:
        return same(Spot.of(predicate.place), predicate.operand)
    return fill("{} = {}::varchar[]", _column(predicate.place), bound(predicate.operand))


def _compare(predicate: Compare) -> Sql:
    place, operand = predicate.place, predicate.operand
    template = f"{{}} {_SIGNS[predicate.operator]} {{}}"
    if not place.field.is_json:
        return fill(template, _column(place), bound(operand))
    spot = Spot.of(place)
    if isinstance(operand, str):
        return fill(template, spot.string, bound(operand))
    return fill(template, spot.number, bound(float(operand) if isinstance(operand, int) else operand))


def _list_has(predicate: ListHas) -> Sql:
    place = predicate.place
    if not place.field.is_json:
        template = f"list_has_{predicate.quantifier}({{}}, {{}}::varchar[])"
        return fill(template, _column(place), bound(list(predicate.members)))
    spot = Spot.of(place)
    plain, written, others = _split(predicate.members)
    found = has_literals(spot, plain)
    if written:
        found.append(fill("list_has_all({}, {}::varchar[])", written_texts_of(spot), bound(written)))
    found += (has_element(spot, partial(_is_member, operand=each)) for each in others)
    return guarded([spot.is_of("ARRAY")], found)


def _split(members: Iterable[JSON]) -> tuple[list[str], list[str], list[JSON]]:
    """Return literals that equal nothing else, those of texts that also write a number, and what is looked for singly.

    All of one kind can be looked for at once.
    """
    plain: list[str] = []
    written: dict[str, JSON] = {}
    others: list[JSON] = []
    for member in members:
        literals = _literals(member) if isinstance(member, str | int | float) else []
        numbers = _numbers(member)
        if len(literals) != 1 or not all(map(_has_one_text, numbers)):
            others.append(member)
        elif numbers:
            written[literals[0]] = member
        else:
            plain += literals
    if len(written) == 1:
        others += written.values()
        written = {}
    return plain, list(written), others


def _has_one_text(number: float) -> bool:
    """Say whether an equal number cannot have another text; of 100000000000000000000 it can: `1e+20`."""
    return abs(number) < EXACT_TEXTS or float(number) != number


def _is_member(spot: Spot, operand: JSON) -> Sql:
    if operand is None or isinstance(operand, list | dict):
        return contains_inside(spot, operand)
    return equals_any(spot, (operand,))


def _text_has(predicate: TextHas) -> Sql:
    place = predicate.place
    if place.field.type == "string_list":
        text = text_has(Sql("e1"), predicate.operand, predicate.where)
        return fill("len(list_filter({}, lambda e1: {})) > 0", _column(place), text)
    text = Spot.of(place).string if place.field.is_json else _column(place)
    return text_has(text, predicate.operand, predicate.where)


def _grouped_as(predicate: GroupedAs) -> Sql:
    return fill("{} = {}", stored(predicate.value), bound(predicate.operand))


def _matches(predicate: Matches) -> Sql:
    """Write a search; the messages of a conversation have rids that begin with its own."""
    found = predicate.found or ()
    if isinstance(found, Flags):
        return _is_flagged(found.digits)
    if isinstance(found, Lists):
        return fill(_SPANS_OF_LISTS, bound(list(found.texts)))
    if predicate.view.messages == "conversation":
        return _is_among({conversation_of(rid) for rid in found})
    spans = fill(_SPANS, bound(list(found)))
    if len(found) > _SOME_MESSAGES:
        return spans
    return both([_is_among({conversation_of(rid) for rid in found}), spans])


def _is_among(rids: set[int]) -> Sql:
    """Write that a row is one of some: as a list while they are few, then as a bit for each row number."""
    if len(rids) <= _FEW_RIDS:
        return fill("rid in (select unnest({}::bigint[]))", bound(sorted(rids)))
    bits = bytearray(b"0" * (max(rids) + 1))
    for rid in rids:
        bits[rid] = _ONE
    return _is_flagged(bits.decode())


def _is_flagged(digits: str) -> Sql:
    text = "case when rid < {} then get_bit({}::bitstring, rid::integer) = 1 else false end"
    return fill(text, bound(len(digits)), bound(digits))


def _contains(predicate: Contains) -> Sql:
    return contains(Spot.of(predicate.place), predicate.operand)


def _contained_by(predicate: ContainedBy) -> Sql:
    return contained_by(Spot.of(predicate.place), predicate.operand)


def _element_contains(predicate: ElementContains) -> Sql:
    return element_contains(Spot.of(predicate.place), predicate.operand)


def _has_keys(predicate: HasKeys) -> Sql:
    return has_keys(Spot.of(predicate.place), predicate.names, every=predicate.quantifier == "all")


def _column(place: Place) -> Sql:
    return Sql(place.field.column)


_EMITTERS: dict[type, Callable[[Anything], Sql]] = {
    Not: _not,
    All: _all,
    Any: _any,
    Missing: _missing,
    OneOf: _one_of,
    Same: _same,
    Compare: _compare,
    ListHas: _list_has,
    Contains: _contains,
    ContainedBy: _contained_by,
    ElementContains: _element_contains,
    HasKeys: _has_keys,
    TextHas: _text_has,
    GroupedAs: _grouped_as,
    Matches: _matches,
}
