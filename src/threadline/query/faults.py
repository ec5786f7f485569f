"""Collect the faults of a body, so that a caller corrects all of them in one round trip.

Not for the wording of problem documents: the HTTP face has that.
"""

from collections.abc import Iterable

from threadline.errors import InvalidRequestError, MalformedError, Violation, did_you_mean, shorten

_LISTED = 24
"""The most names that a message spells out when none is near."""

_ALSO_CALLED = {
    "eq": ("=", "==", "===", "equal", "equals", "equalto", "same"),
    "neq": ("!=", "!==", "<>", "ne", "not", "notequal", "notequals", "isnot"),
    "gt": (">", "greater", "greaterthan", "more", "morethan", "after"),
    "gte": (">=", "=>", "ge", "greaterthanorequal", "greaterorequal", "since", "from", "min"),
    "lt": ("<", "less", "lessthan", "fewer", "before", "until"),
    "lte": ("<=", "=<", "le", "lessthanorequal", "lessorequal", "max"),
    "in": ("oneof", "anyof", "isin", "isoneof", "isanyof"),
    "notIn": ("noneof", "isnotin", "isnoneof"),
    "contains": ("~", "like", "ilike", "includes", "include", "has", "substring", "icontains"),
    "startsWith": ("^=", "startswith", "beginswith", "prefix"),
    "matches": ("search", "match", "fulltext", "regex"),
    "isNull": ("null", "empty", "isempty", "missing", "notexists", "isnotset", "unset"),
    "isNotNull": ("notnull", "exists", "exist", "isnotempty", "notempty", "isset", "present"),
}
"""Names that other query languages have for what is called otherwise here."""


class Faults:
    """The faults found so far, each once, of two kinds: wrong shape, and well-formed but impossible."""

    def __init__(self) -> None:
        """Start with none."""
        self._found: dict[Violation, None] = {}
        self._is_malformed = False

    def __bool__(self) -> bool:
        """Say whether there is any fault."""
        return bool(self._found)

    def malformed(self, pointer: str, message: str) -> None:
        """Keep a fault of shape, or a name outside its enum."""
        self._found[Violation(pointer, message)] = None
        self._is_malformed = True

    def impossible(self, pointer: str, message: str) -> None:
        """Keep a fault of meaning: well-formed, and cannot be carried out."""
        self._found[Violation(pointer, message)] = None

    def impossible_at(self, pointer: str, others: "Faults") -> None:
        """Keep what is wrong with something that was made of what stands at a place of the body."""
        for each in others._found:  # noqa: SLF001 - of its own class
            self.impossible(pointer, each.message)

    def take(self, others: "Faults") -> None:
        """Keep the faults that were found elsewhere."""
        self._found |= others._found  # noqa: SLF001 - of its own class
        self._is_malformed = self._is_malformed or others._is_malformed  # noqa: SLF001 - of its own class

    def copy(self) -> "Faults":
        """Return the same faults, to add others to."""
        faults = Faults()
        faults.take(self)
        return faults

    def within(self, pointer: str) -> "Faults":
        """Return the same faults of something that stands at a place of a larger body."""
        faults = Faults()
        faults._found = {Violation(f"{pointer}{each.pointer}", each.message): None for each in self._found}
        faults._is_malformed = self._is_malformed
        return faults

    def raise_any(self) -> None:
        """Raise all faults as one refusal, if there are any.

        Raises:
            MalformedError: one of them at least is a fault of shape.
            InvalidRequestError: all of them are faults of meaning.
        """
        if self._found:
            raise (MalformedError if self._is_malformed else InvalidRequestError)(*self._found)


def unknown(name: str, what: str, known: Iterable[str]) -> str:
    """Return the message for a name that is not in its enum, with the nearest one that is.

    >>> unknown("typ", "a field of conversations", ["id", "type"])
    '`typ` is not a field of conversations. Did you mean `type`?'
    """
    names = list(known)
    hint = _also_called(name, names) or did_you_mean(name, names)
    if not hint and len(names) <= _LISTED:
        hint = f" Use one of {', '.join(f'`{each}`' for each in names)}."
    return f"`{shorten(name)}` is not {what}.{hint}"


def _also_called(name: str, known: list[str]) -> str:
    """Return the question for the name that stands here for what others call so, if it is one of the known."""
    lowered = name.strip().lower().replace("_", "").replace("-", "").replace(" ", "")
    meant = (ours for ours, others in _ALSO_CALLED.items() if lowered in others and ours in known)
    return next((f" Did you mean `{ours}`?" for ours in meant), "")
