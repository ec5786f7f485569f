"""Write the predicates of a plan as SQL.

SQL's unknown counts as false: a predicate is only ever negated as a claim that fails, so `Not` keeps rows without a
value.
"""

from collections.abc import Iterable
from functools import partial
from typing import assert_never

from threadline.query.emitting.containment import (
    contained_by,
    contains,
    contains_inside,
    element_contains,
    has_element,
    has_keys,
    has_literals,
)
from threadline.query.emitting.context import Context, JsonValue
from threadline.query.emitting.equality import among, equal_numbers, same
from threadline.query.emitting.values import stored
from threadline.query.forms.expression import JSON
from threadline.query.forms.plan import (
    And,
    Compare,
    ContainedBy,
    ContainerClaim,
    Contains,
    ElementContains,
    GroupedAs,
    HasKeys,
    ListHas,
    Matches,
    Missing,
    Not,
    OneOf,
    Or,
    Ordered,
    Predicate,
    Same,
    Scalar,
    ScalarClaim,
    TextHas,
)
from threadline.query.forms.statement import Flags, Lists
from threadline.query.literals import EXACT_TEXTS, literal_of, number_in, number_text, string_literal
from threadline.query.sql import FEW, Sql, both, bound, either, fill, guarded, is_any_of
from threadline.rids import conversation_of

_SOME_MESSAGES = 100_000
"""Up to so many hits, threads are first narrowed to those of their conversations: DuckDB looks at all of them else."""

_SIGNS: dict[Ordered, str] = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def emit_predicate(context: Context, predicate: Predicate) -> Sql:
    """Return a boolean expression; where it is unknown, the predicate does not hold."""
    match predicate:
        case Not(part):
            sql = context.dialect.rows.fails(emit_predicate(context, part))
        case And(parts):
            sql = both(map(partial(emit_predicate, context), parts))
        case Or(parts):
            sql = either(map(partial(emit_predicate, context), parts))
        case Matches():
            sql = _matches(context, predicate)
        case GroupedAs():
            sql = fill("{} = {}", stored(context, predicate.value), bound(predicate.operand))
        case Missing() | OneOf() | Same() | Compare() | TextHas():
            sql = _scalar(context, predicate)
        case _:
            sql = _container(context, predicate)
    return sql


def emit_parts(context: Context, predicate: Predicate | None) -> list[Sql]:
    """Return boolean expressions that all hold if the predicate does: one for each of its parts while they are few."""
    if predicate is None:
        return []
    if isinstance(predicate, And) and len(predicate.parts) <= FEW:
        return [emit_predicate(context, part) for part in predicate.parts]
    return [emit_predicate(context, predicate)]


def _scalar(context: Context, claim: ScalarClaim) -> Sql:
    match claim:
        case Missing():
            sql = _missing(context, claim)
        case OneOf():
            sql = _one_of(context, claim)
        case Same():
            sql = _same(context, claim)
        case Compare():
            sql = _compare(context, claim)
        case TextHas():
            sql = _text_has(context, claim)
        case _:
            assert_never(claim)
    return sql


def _container(context: Context, claim: ContainerClaim) -> Sql:
    match claim:
        case ListHas():
            sql = _list_has(context, claim)
        case Contains():
            sql = contains(context.json(claim.place), claim.operand)
        case ContainedBy():
            sql = contained_by(context.json(claim.place), claim.operand)
        case ElementContains():
            sql = element_contains(context.json(claim.place), claim.operand)
        case HasKeys():
            sql = has_keys(context.json(claim.place), claim.names, every=claim.quantifier == "all")
        case _:
            assert_never(claim)
    return sql


def _missing(context: Context, claim: Missing) -> Sql:
    if claim.place.field.is_json:
        return fill("coalesce({}, 'null') = 'null'", context.json(claim.place).literal)
    return fill("{} is null", context.column(claim.place))


def _one_of(context: Context, claim: OneOf) -> Sql:
    if claim.place.field.is_json:
        return equals_any(context.json(claim.place), claim.operands)
    return is_any_of(context.column(claim.place), claim.operands)


def equals_any(value: JsonValue, operands: tuple[Scalar, ...]) -> Sql:
    """Return whether the JSON value equals one of the scalars, as a filter means it.

    Numbers equal by value. A text also equals a number or boolean of that text, and a number a text that
    writes it: ids are found whether they are stored as numbers or as texts.
    """
    literals: dict[str, None] = {}
    numbers: dict[float, None] = {}
    for operand in operands:
        literals |= dict.fromkeys(_literals(operand))
        numbers |= dict.fromkeys(_numbers(operand))
    texts = [among(value, list(literals))] if literals else []
    return either([*texts, *equal_numbers(value, numbers)])


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


def _same(context: Context, claim: Same) -> Sql:
    operand = claim.operand
    if claim.place.field.is_json or not isinstance(operand, list):
        return same(context.json(claim.place), operand)
    return fill("{} = {}", context.column(claim.place), context.dialect.lists.given(operand))


def _compare(context: Context, claim: Compare) -> Sql:
    place, operand = claim.place, claim.operand
    template = f"{{}} {_SIGNS[claim.operator]} {{}}"
    if not place.field.is_json:
        return fill(template, context.column(place), bound(operand))
    value = context.json(place)
    if isinstance(operand, str):
        return fill(template, value.string, bound(operand))
    return fill(template, value.number, bound(float(operand) if isinstance(operand, int) else operand))


def _list_has(context: Context, claim: ListHas) -> Sql:
    place, lists = claim.place, context.dialect.lists
    if not place.field.is_json:
        has = lists.has_any if claim.quantifier == "any" else lists.has_all
        return has(context.column(place), claim.members)
    value = context.json(place)
    plain, written, others = _split(claim.members)
    found = has_literals(value, plain)
    if written:
        found.append(lists.has_all(lists.written(value.texts, value.variable), written))
    found += (has_element(value, partial(_is_member, operand=each)) for each in others)
    return guarded([value.is_of("ARRAY")], found)


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


def _is_member(value: JsonValue, operand: JSON) -> Sql:
    if operand is None or isinstance(operand, list | dict):
        return contains_inside(value, operand)
    return equals_any(value, (operand,))


def _text_has(context: Context, claim: TextHas) -> Sql:
    place, has = claim.place, context.dialect.texts.has
    if place.field.type == "string_list":
        in_text = has(Sql("e1"), claim.operand, claim.where)
        return context.dialect.lists.some(context.column(place), "e1", in_text)
    text = context.json(place).string if place.field.is_json else context.column(place)
    return has(text, claim.operand, claim.where)


def _matches(context: Context, claim: Matches) -> Sql:
    """Write a search; the messages of a conversation have rids that begin with its own."""
    found, rows = claim.found or (), context.dialect.rows
    if isinstance(found, Flags):
        return rows.is_flagged(found.digits)
    if isinstance(found, Lists):
        return rows.is_span_of(found)
    conversations = {conversation_of(rid) for rid in found}
    if claim.view.messages == "conversation":
        return rows.is_among(conversations)
    spans = rows.is_span_of(found)
    return spans if len(found) > _SOME_MESSAGES else both([rows.is_among(conversations), spans])
