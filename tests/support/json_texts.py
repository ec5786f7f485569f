"""Random JSON texts that have to do with each other: documents, parts of them, and what nearly is a part.

Texts and not values, since one value has many spellings. What a seed makes never changes.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeAlias, TypeVar

T = TypeVar("T")
Node: TypeAlias = "str | list[Node] | tuple[tuple[str, Node], ...]"
"""The text of a scalar, a list, or the members of an object; a name among them may come twice."""

SPELLINGS = (
    ("0", "-0", "0.0", "-0.0", "0e7", "-0E-2"),
    ("1", "1.0", "1e0", "1.00", "10e-1", "0.1E+1"),
    ("-1", "-1.0"),
    ("10", "1e1", "10.0", "1.0E+1"),
    ("0.1", "1e-1", "0.10"),
    ("0.5", "5e-1"),
    ("9007199254740991",),
    ("9007199254740992", "9007199254740992.0", "9.007199254740992e15"),
    ("9007199254740993",),
    ("-9007199254740993",),
    ("9223372036854775808", "9223372036854775808.0"),
    ("18446744073709551615",),
    ("18446744073709551616", "1.8446744073709551616e19"),
    ("100000000000000000000", "1e20", "1.0E+20"),
    ("123456789012345678901234567890",),
    ("1e300",),
    ("5e-324",),
    ("null",),
    ("true",),
    ("false",),
    ('""',),
    ('"a"', '"\\u0061"'),
    ('"b"',),
    ('"A"',),
    ('"0"', '"\\u0030"'),
    ('"1"',),
    ('"1.0"',),
    ('"01"',),
    ('"-"',),
    ('"null"',),
    ('"true"',),
    ('"é"', '"\\u00e9"', '"\\u00E9"'),
    ('"e\u0301"', '"e\\u0301"'),
    ('"😀"', '"\\ud83d\\ude00"', '"\\uD83D\\uDE00"'),
    ('"\\uffff"', '"\uffff"'),
    ('"/"', '"\\/"'),
    ('"\\n"', '"\\u000a"', '"\\u000A"'),
    ('"\\u001f"', '"\\u001F"'),
    ('"\x7f"', '"\\u007f"'),
    ('"\u2028"', '"\\u2028"'),
    ('"\\""', '"\\u0022"'),
    ('"\\\\"', '"\\u005c"'),
    ('"\\\\u0000"', '"\\u005cu0000"'),
    ('"\\\\u001f"',),
    ('"a.b"',),
    ('"a/b"',),
    ('"~"',),
    ('"~1"',),
    ('"*"',),
    ('"$"',),
    ('"%"',),
    ('" "',),
    ('"path"',),
    ('"value"',),
)
"""Scalars; the spellings of one line are one value."""

_COMMON = [
    spellings for spellings in SPELLINGS if spellings[0] in {"1", "0", "null", "true", '"a"', '"b"', '"1"'}
]
_BY_SPELLING = {spelling: spellings for spellings in SPELLINGS for spelling in spellings}
NAMES = tuple(spellings for spellings in SPELLINGS if spellings[0].startswith('"'))
_COMMON_NAMES = [spellings for spellings in NAMES if spellings[0] in {'"a"', '"b"', '"0"', '"1"', '""'}]
_DEEPEST = 4


def text_of(node: Node) -> str:
    """Return the JSON text of a node."""
    if isinstance(node, str):
        return node
    if isinstance(node, list):
        return f"[{','.join(map(text_of, node))}]"
    return f"{{{','.join(f'{name}:{text_of(value)}' for name, value in node)}}}"


class Writer:
    """Makes nodes by chance."""

    def __init__(self, seed: int) -> None:
        """Begin the series of a seed."""
        self._random = Random(seed)

    def texts(self, count: int) -> list[str]:
        """Return texts of related documents, no text twice."""
        found: dict[str, None] = {}
        while len(found) < count:
            document = self.document()
            part = self.part(document)
            family = (document, part, self.part(part), self.altered(part), self.around(part))
            found |= dict.fromkeys(map(text_of, family))
        return list(found)[:count]

    def document(self, depth: int = 0) -> Node:
        """Return any document."""
        kind = self._random.random()
        if depth >= _DEEPEST or kind < (0.12 if depth == 0 else 0.5):
            return self._scalar()
        count = self._random.choice((0, 1, 1, 2, 2, 3, 4))
        inner = [self.document(depth + 1) for _ in range(count)]
        if kind < (0.5 if depth == 0 else 0.72):
            return inner + inner[: self._random.choice((0, 0, 1))]
        return tuple((self._name(), each) for each in inner)

    def part(self, node: Node) -> Node:
        """Return what a node contains: fewer members, in another order, spelled in another way."""
        if isinstance(node, str):
            return self._respelled(node)
        if isinstance(node, list):
            elements = [self.part(each) for each in self._kept(node)]
            return elements + elements[: self._random.choice((0, 0, 1))]
        return tuple((self._respelled(name), self.part(value)) for name, value in self._kept(node))

    def altered(self, node: Node) -> Node:
        """Return a node with one change somewhere inside."""
        if isinstance(node, str) or not node or self._random.random() < 0.15:
            return self._random.choice((self._scalar(), [node], [], (), ((self._name(), node),)))
        place = self._random.randrange(len(node))
        if isinstance(node, list):
            return [*node[:place], self.altered(node[place]), *node[place + 1 :]]
        name, value = node[place]
        return (*node[:place], (name, self.altered(value)), *node[place + 1 :])

    def around(self, node: Node) -> Node:
        """Return what has a node inside, one level up or beside others."""
        other = self.document(2)
        if isinstance(node, list) and self._random.random() < 0.5:
            return [other, *node]
        if isinstance(node, tuple) and self._random.random() < 0.5:
            return (*node, (self._name(), other))
        return self._random.choice(([other, node], [node], ((self._name(), node), (self._name(), other))))

    def names(self, count: int) -> str:
        """Return the text of a list of names."""
        return text_of([self._name() for _ in range(count)])

    def _kept(self, items: Sequence[T]) -> list[T]:
        """Return most of the items, in any order."""
        kept = [each for each in items if self._random.random() < 0.7]
        self._random.shuffle(kept)
        return kept

    def _scalar(self) -> str:
        return self._one_of(_COMMON if self._random.random() < 0.5 else SPELLINGS)

    def _name(self) -> str:
        return self._one_of(_COMMON_NAMES if self._random.random() < 0.6 else NAMES)

    def _respelled(self, text: str) -> str:
        return self._random.choice(_BY_SPELLING[text])

    def _one_of(self, lines: Sequence[Sequence[str]]) -> str:
        return self._random.choice(self._random.choice(lines))
