"""Names of fields, checked while a question is put together. Type checkers find most of these faults before."""

from threadline.catalog import AGGREGATIONS, DURATION, TIME_UNITS, VIEWS
from threadline.catalog.names import ViewName
from threadline.catalog.names_by_type import ALL_FIELDS, TIMES
from threadline.client.errors import ThreadlineError
from threadline.client.given import hint

_NUMBERS = dict(zip(AGGREGATIONS, AGGREGATIONS, strict=True)) | {"countDistinct": "count_distinct"}
_ENDS = 2


class QuestionError(ThreadlineError, ValueError):
    """A question that cannot be asked; found before anything is sent."""


def check_name(name: str, view: ViewName | None = None) -> None:
    """Do nothing if a view, or any view, has a field of that name.

    Raises:
        QuestionError: it has none.
    """
    known = ALL_FIELDS if view is None else VIEWS[view].names
    kind, *ends = name.split("_")
    if kind == DURATION and len(ends) == _ENDS and TIMES.issuperset(ends):
        for end in ends:
            check_name(end, view)
    elif name not in known:
        noun = "any view" if view is None else view.replace("-", " ")
        word = _word(name, known)
        better = f" It is the key of `{word}`: write that." if word else hint(name, known)
        raise QuestionError(f"`{name}` is not a field of {noun}.{better}")


def _word(key: str, known: tuple[str, ...]) -> str | None:
    """Return what a key of the rows stands for, in words of `q`, or `None` when it is no such key.

    >>> _word("avg_properties.score", ("properties",))
    "q.avg(q.path('properties', 'score'))"
    """
    number, _, of = key.partition("_")
    if number in _NUMBERS and (of.partition(".")[0] in known or key == "count"):
        operand = _path(of) if "." in of else repr(of) if of else ""
        return f"q.{_NUMBERS[number]}({operand})"
    time, _, unit = key.rpartition("_")
    if time in known and unit in TIME_UNITS:
        return f"q.{unit}({time!r})"
    return _path(key) if "." in key and key.partition(".")[0] in known else None


def _path(key: str) -> str:
    return f"q.path({', '.join(map(repr, key.split('.')))})"
