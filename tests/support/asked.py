"""A query body, put together once more with the SDK's builder: the words of a question for every part of the body."""

from typing import Any

from threadline import Question, q
from threadline.client.questions.filters import Filter
from threadline.client.questions.groups import Aggregate, Bucket, Having
from threadline.client.questions.operands import Operand, Ordered
from threadline.wire.queries import OrderBy

Body = dict[str, Any]
WORDS: Any = q
"""Without types: bodies come at random, so no checker knows their names."""

VIEWS: dict[str, Any] = {
    "conversations": q.conversations,
    "events": q.events,
    "feedback": q.feedback,
    "semantic-threads": q.semantic_threads,
}
SIGNS = {"eq": "__eq__", "neq": "__ne__", "gt": "__gt__", "gte": "__ge__", "lt": "__lt__", "lte": "__le__"}
METHODS = {
    "in": "is_in",
    "notIn": "not_in",
    "isNull": "is_null",
    "isNotNull": "is_not_null",
    "is": "is_",
    "contains": "contains",
    "startsWith": "starts_with",
    "arrayContains": "array_contains",
    "jsonContains": "json_contains",
    "jsonContainedBy": "json_contained_by",
    "jsonHasKey": "json_has_key",
    "jsonHasAnyKey": "json_has_any_key",
    "jsonHasAllKeys": "json_has_all_keys",
    "jsonArrayContainsObject": "json_array_contains_object",
}
NAMES = SIGNS | METHODS
WITHOUT_VALUE = {"isNull", "isNotNull"}
AGGREGATIONS = {"countDistinct": "count_distinct"}


def asked(body: Body, view: str) -> Question[Any]:
    """Return the question that a body asks."""
    question = VIEWS[view].select(*(_column(part) for part in body.get("select", ())))
    question = question.group_by(*(_key(part) for part in body.get("groupBy", ())))
    if "where" in body:
        question = question.where(_filter(body["where"]))
    if "having" in body:
        question = question.having(_having(body["having"]))
    for part in body.get("orderBy", ()):
        # A key of the answer may be made of parts that a random body does not select.
        question = question.order_by(Ordered("id", OrderBy(field=part["field"], direction=part["direction"])))
    for member, method in (("limit", "limit"), ("offset", "offset"), ("timeZone", "time_zone")):
        if member in body:
            question = getattr(question, method)(body[member])
    whole: Question[Any] = question
    return whole


def _place(part: Body) -> Operand[Any]:
    path = part.get("path")
    place: Operand[Any] = WORDS.path(part["field"], *path) if path else WORDS.field(part["field"])
    return place


def _column(part: Body) -> Any:
    if part["type"] == "time":
        unit = getattr(WORDS, part["timeUnit"])
        return unit(part["field"]) if "field" in part else unit()
    if part["type"] == "field":
        return _place(part)
    return _aggregate(part["aggregation"], part)


def _aggregate(name: str, part: Body) -> Aggregate[Any]:
    word = getattr(WORDS, AGGREGATIONS.get(name, name))
    number: Aggregate[Any] = word(_place(part)) if "field" in part else word()
    return number


def _key(part: Body) -> Operand[Any]:
    place = _place(part)
    return place if part["includeInSelect"] else place.hidden()


def _filter(part: Body) -> Filter[Any]:
    if "condition" in part:
        return _condition(part["condition"])
    joint = "and" if "and" in part else "or"
    found = [_filter(each) for each in part[joint]]
    joined = found[0]
    for each in found[1:]:
        joined = joined & each if joint == "and" else joined | each
    return joined


def _condition(one: Body) -> Filter[Any]:
    name, operator, value = one["field"], one["operator"], one.get("value")
    if operator == "matches":
        return q.matches(str(value))
    if operator == "is" and isinstance(value, dict) and "timeUnit" in value:
        bucket: Bucket[Any] = getattr(WORDS, value["timeUnit"])(name)
        return bucket.is_(value["value"], time_zone=value["timeZone"])
    place: Operand[Any] = WORDS.field(name)
    if isinstance(value, dict) and set(value) == {"path", "value"}:
        place, value = WORDS.path(name, *value["path"]), value["value"]
    found: Filter[Any] = _claimed(place, operator, value)
    return found


def _claimed(place: Any, operator: str, value: object) -> Any:
    claim = getattr(place, NAMES[operator])
    return claim() if operator in WITHOUT_VALUE else claim(value)


def _having(part: Body) -> Having[Any]:
    if "condition" in part:
        one = part["condition"]
        aggregation, _, name = one["field"].partition("_")
        number = _aggregate(aggregation, {"field": name} if name else {})
        found: Having[Any] = _claimed(number, one["operator"], one.get("value"))
        return found
    joint = "and" if "and" in part else "or"
    groups = [_having(each) for each in part[joint]]
    joined = groups[0]
    for each in groups[1:]:
        joined = joined & each if joint == "and" else joined | each
    return joined
