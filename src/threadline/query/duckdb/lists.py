"""Ask lists: what is in them, and what their elements are. A list that is null is no reason to fail."""

from collections.abc import Sequence

from threadline.query.sql import Sql, bound, fill, repeated

_FEW_NAMES = 8
"""Up to so many names are looked for at once in a hash table, which is made anew for each row."""

_DOUBLE = "try_cast($ as double)"
_WRITTEN = (
    f"case when {_DOUBLE} is null then $ when abs({_DOUBLE}) >= 9007199254740992 and not regexp_matches($, '[.e]')"
    f" then '\"' || $ || '\"' when {_DOUBLE} = trunc({_DOUBLE}) and abs({_DOUBLE}) < 1e16"
    f" then '\"' || {_DOUBLE}::bigint || '\"' else '\"' || {_DOUBLE} || '\"' end"
)


def given(texts: Sequence[object]) -> Sql:
    """Return a list of texts that is bound."""
    return fill("{}::varchar[]", bound(list(texts)))


def length(found: Sql) -> Sql:
    """Return how many elements a list has."""
    return fill("len({})", found)


def has(found: Sql, text: str) -> Sql:
    """Return whether a text is in a list."""
    return fill("list_contains({}, {})", found, bound(text))


def has_all(found: Sql, texts: Sequence[object]) -> Sql:
    """Return whether each of some texts is in a list."""
    return fill("list_has_all({}, {})", found, given(texts))


def has_any(found: Sql, texts: Sequence[object]) -> Sql:
    """Return whether one of some texts is in a list."""
    return fill("list_has_any({}, {})", found, given(texts))


def has_any_of_many(found: Sql, texts: Sequence[str], variable: str) -> Sql:
    """Return whether one of perhaps many texts is in a list; the variable stands for an element of it."""
    if len(texts) == 1:
        return has(found, texts[0])
    if len(texts) <= _FEW_NAMES:
        return has_any(found, texts)
    return some(found, variable, is_among(Sql(variable), texts))


def is_within(found: Sql, texts: Sequence[str], variable: str) -> Sql:
    """Return whether everything in a list is one of some texts; the variable stands for an element of it."""
    if len(texts) <= _FEW_NAMES:
        return fill("list_has_all({}, {})", given(texts), found)
    return none(found, variable, fill("not {}", is_among(Sql(variable), texts)))


def has_numbers(texts: Sql, numbers: Sequence[float]) -> Sql:
    """Return whether each of some numbers is in a list, given the JSON texts of its elements."""
    return fill("list_has_all(try_cast({} as double[]), {}::double[])", texts, bound(list(numbers)))


def is_among(text: Sql, texts: Sequence[str]) -> Sql:
    """Return whether a text is one of many."""
    return fill("list_contains({}, {})", given(texts), text)


def is_among_numbers(number: Sql, numbers: Sequence[float]) -> Sql:
    """Return whether a number is one of many."""
    return fill("list_contains({}::double[], {})", bound(list(numbers)), number)


def some(found: Sql, variable: str, claim: Sql) -> Sql:
    """Return whether an element is as a claim about the variable says."""
    return fill(f"len(list_filter({{}}, lambda {variable}: {{}})) > 0", found, claim)


def none(found: Sql, variable: str, claim: Sql) -> Sql:
    """Return whether no element is as a claim about the variable says."""
    return fill(f"len(list_filter({{}}, lambda {variable}: {{}})) = 0", found, claim)


def texts(elements: Sql) -> Sql:
    """Return the JSON texts of elements; those of nulls are null."""
    return fill("{}::varchar[]", elements)


def written(found: Sql, variable: str) -> Sql:
    """Return the JSON texts of elements where a number is the string of its one text, given the JSON texts.

    The text is that of `number_text`; a whole number from 1e16 on keeps the one that it has.
    """
    text = repeated(_WRITTEN, Sql(variable))
    return fill(f"list_transform({{}}, lambda {variable}: {{}})", found, text)
