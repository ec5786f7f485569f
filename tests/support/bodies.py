"""Random rows and random bodies for any view, as strategies: what is asked of the database and of the oracle alike.

Rows fill a few fields of every type and leave the others empty: bodies ask about those few.
"""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.support.warehouse import utc
from threadline.catalog import View
from threadline.query import order_names

Anything = st.SearchStrategy[Any]
NOW = utc(2026, 2, 10, 12, 30)
"""The moment that relative times are about."""

KEYS = st.sampled_from(["a", "b", "0", "", "userId", "a.b", "~/"])
TEXTS = st.sampled_from(
    ["", "7", "7.0", "a", "é", "true", "null", "z\x00", "2026-01-05", "Éa", "ZZ", "{}", "[1]"]
)
WRITTEN_ALIKE: list[Any] = [
    *(True, "true", False, "false", None, "null", 7, 7.0, "7", "7.0", 10**400, str(10**400), 10**401),
    *(0, -0.0, "-0", "", {}, "{}", [], "[]", [1], "[1]", [1.0], "[1.0]", {"a": 1}, '{"a":1}', 1e19, 10**19),
]
"""Values that are groups of their own, each with a text that writes it."""
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 9)
    | st.sampled_from([0.5, 7.0, -0.25, 2**53 + 1, 10**19])
    | TEXTS
)
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.dictionaries(KEYS, DOCUMENTS, max_size=4)
PATHS = st.lists(KEYS, min_size=1, max_size=2)
TIMES = st.integers(0, 80_000).map(lambda minutes: utc(2025, 12, 28) + timedelta(minutes=minutes))
KINDS = st.sampled_from(["openai", "support_ticket", "positive", "message", "Support", "7", "é"])
WORDS = st.sampled_from(["export", "Exports", "button", "it's", "café", "the", "no"])
MESSAGES = st.lists(st.lists(WORDS, max_size=4).map(" ".join), max_size=2)
SEARCHES = st.lists(
    st.tuples(
        st.sampled_from(["", "", "", "-"]), WORDS | st.just('"the button"'), st.sampled_from(["", "", "*"])
    ),
    min_size=1,
    max_size=3,
).map(lambda pieces: " ".join("".join(piece) for piece in pieces))
COMPARED = st.integers(-3, 9) | st.sampled_from([0.5, 7.0]) | TEXTS
MOMENTS = TIMES.map(datetime.isoformat) | st.sampled_from(["0h", "36h", "9d", "3w"])
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/Havana", "Australia/Lord_Howe"])
BUCKETS = st.fixed_dictionaries(
    {
        "timeUnit": st.sampled_from(["hour", "day", "month"]),
        "timeZone": ZONES,
        "value": st.sampled_from(["2026-03-29T00:00:00Z", "2026-03-28T23:00:00Z", "2026-03-01T00:00:00Z"]),
    }
)
DIRECTIONS = st.sampled_from(["asc", "desc"])
EQUALITY = ["eq", "neq"]
ORDERED = ["gt", "gte", "lt", "lte"]
UNITS = ["hour", "day", "week", "month", "quarter", "year"]
NUMERIC = ["sum", "avg", "min", "max", "median", "p90", "p95"]
COUNTS = ["count", "countDistinct"]
_FILLED = {
    "string": 3,
    "integer": 2,
    "boolean": 1,
    "timestamp": 2,
    "string_list": 1,
    "object": 2,
    "objects": 2,
}
_VALUES: dict[str, Anything] = {
    "string": st.none() | KINDS,
    "integer": st.none() | st.integers(0, 3),
    "boolean": st.none() | st.booleans(),
    "timestamp": TIMES,
    "string_list": st.none() | st.lists(KINDS, max_size=3),
    "object": st.none() | OBJECTS,
    "objects": st.none() | st.lists(OBJECTS, max_size=2),
}


def _condition(fields: list[str], operators: list[str], value: Anything) -> Anything:
    parts = {"field": st.sampled_from(fields), "operator": st.sampled_from(operators), "value": value}
    return st.fixed_dictionaries({"condition": st.fixed_dictionaries(parts)})


def _no_pair(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document that cannot be taken for a path with a value."""
    return {key: value for key, value in document.items() if key != "path"}


class Bodies:
    """Strategies for one view."""

    def __init__(self, view: View) -> None:
        """Choose the fields that rows fill and bodies ask about."""
        self.view = view
        self._fields = {type_: self._of_type(type_, most) for type_, most in _FILLED.items()}
        self.plain = [name for type_ in _FILLED for name in self._fields[type_] if type_[:6] != "object"]
        self.json = [*self._fields["object"], *self._fields["objects"]]

    def _of_type(self, type_: str, most: int) -> list[str]:
        names = [field.name for field in self.view.fields if field.type == type_]
        main = [name for name in names if name == self.view.main_time.name]
        return [*main, *(name for name in names if name not in {"id", "projectId", *main})][:most]

    def rows(self) -> Anything:
        """Return lists of rows without ids."""
        filled = {name: self._values(name, type_) for type_, names in self._fields.items() for name in names}
        empty = [name for name in self.view.names if name not in {"id", "projectId", *filled}]
        messages = MESSAGES if self.view.messages != "none" else st.just([])
        fields = {**filled, **{name: st.none() for name in empty}, "messages": messages}
        return st.lists(st.fixed_dictionaries(fields), max_size=12)

    def _listed(self, name: str) -> tuple[str, ...]:
        field = self.view.field(name)
        return field.values if field else ()

    def _values(self, name: str, type_: str) -> Anything:
        """Return what a row can have in a field: where a closed list is known, one of it."""
        listed = self._listed(name)
        return st.none() | st.sampled_from(listed) if listed else _VALUES[type_]

    def _of_texts(self) -> list[Anything]:
        """Return filters on plain texts; a value that no row can have is refused, and asks for nothing."""
        names = self._fields["string"]
        found = [_condition(names, [*ORDERED, "contains", "startsWith"], KINDS)]
        for name in names:
            listed = self._listed(name)
            values = st.sampled_from(listed) if listed else KINDS
            found += [
                _condition([name], EQUALITY, values),
                _condition([name], ["in", "notIn"], st.lists(st.none() | values, max_size=3)),
            ]
        return found

    def conditions(self) -> Anything:
        """Return filters of one condition, on plain columns, at paths and on whole columns."""
        of = self._fields
        found = [
            *self._of_texts(),
            _condition([*of["string"], *self.json], ["isNull", "isNotNull"], st.none()),
            _condition(of["timestamp"], ["eq", *ORDERED], MOMENTS),
            _condition(of["timestamp"], ["is"], BUCKETS),
            _condition(
                self.json, ["jsonContains", "jsonContainedBy", "is", *EQUALITY], OBJECTS.map(_no_pair)
            ),
            *self._at_paths(),
        ]
        if of["integer"]:
            found.append(_condition(of["integer"], [*EQUALITY, *ORDERED], st.integers(-1, 4)))
        if of["boolean"]:
            found.append(_condition(of["boolean"], EQUALITY, st.booleans()))
        if of["string_list"]:
            names = of["string_list"]
            found += [
                _condition(names, ["contains", "startsWith", "arrayContains", *EQUALITY], KINDS),
                _condition(names, ["in", "notIn"], st.lists(st.none() | KINDS, max_size=3)),
            ]
        if self.view.messages != "none":
            found.append(_condition(["messages"], ["matches"], SEARCHES))
        return st.one_of(found)

    def _at_paths(self) -> list[Anything]:
        def at_path(operators: list[str], value: Anything) -> Anything:
            return _condition(self.json, operators, st.fixed_dictionaries({"path": PATHS, "value": value}))

        return [
            at_path([*EQUALITY, "is", "arrayContains", "jsonContains", "jsonContainedBy"], DOCUMENTS),
            at_path(ORDERED, COMPARED),
            at_path(["in", "notIn"], st.lists(SCALARS, max_size=4)),
            at_path(["jsonHasKey"], KEYS),
            at_path(["jsonHasAnyKey", "jsonHasAllKeys"], st.lists(KEYS, max_size=3)),
            at_path(["jsonArrayContainsObject"], OBJECTS),
            at_path(["isNull", "isNotNull"], st.none()),
            at_path(["contains", "startsWith"], TEXTS),
        ]

    def selections(self) -> Anything:
        """Return fields, values at paths, and time buckets."""
        return st.one_of(
            self._places().map(lambda part: {"type": "field", **part}),
            st.fixed_dictionaries(
                {"type": st.just("time"), "timeUnit": st.sampled_from(UNITS)},
                optional={"field": st.sampled_from(self._fields["timestamp"])},
            ),
        )

    def _places(self) -> Anything:
        at_path = st.fixed_dictionaries({"field": st.sampled_from(self.json)}, optional={"path": PATHS})
        return st.fixed_dictionaries({"field": st.sampled_from(["id", *self.plain])}) | at_path

    def aggregations(self) -> Anything:
        """Return aggregates of rows, of fields and of values at paths."""

        def of(names: list[str], fields: list[str], **more: Anything) -> Anything:
            parts = {"aggregation": st.sampled_from(names), "field": st.sampled_from(fields), **more}
            return st.fixed_dictionaries(parts)

        found = [
            st.just({"aggregation": "count"}),
            of(COUNTS, self.plain),
            of([*NUMERIC, *COUNTS], self.json, path=PATHS),
            of(["min", "max"], self._fields["timestamp"]),
        ]
        if self._fields["integer"]:
            found.append(of(NUMERIC, self._fields["integer"]))
        return st.one_of(found).map(lambda part: {"type": "aggregation", **part})

    @property
    def _aggregates(self) -> list[str]:
        return [
            *(
                "count",
                f"max_{self.view.main_time.name}",
                "countDistinct_properties",
                f"count_{self.plain[0]}",
            ),
            *(
                f"{aggregation}_{name}"
                for name in self._fields["integer"]
                for aggregation in ("sum", "p90", "avg")
            ),
        ]

    @property
    def _buckets(self) -> list[str]:
        return [f"{self.view.main_time.name}_{unit}" for unit in ("day", "quarter")]

    def _orderings(self, names: list[str]) -> Anything:
        order = st.fixed_dictionaries({"field": st.sampled_from(names), "direction": DIRECTIONS})
        return st.lists(order, max_size=3)

    def havings(self) -> Anything:
        """Return filters over groups."""
        aggregates, number = self._aggregates, st.integers(0, 4) | st.just(1.5)
        return _joined(
            st.one_of(
                _condition(aggregates, [*EQUALITY, *ORDERED], number),
                _condition(aggregates, ["in", "notIn"], st.lists(number, max_size=3)),
                _condition(aggregates, ["isNull", "isNotNull"], st.none()),
            )
        )

    def bodies(self) -> Anything:
        """Return whole bodies: of rows, of groups, and of anything, which is often refused."""
        listed = list(order_names(self.view))
        rows = ["id", *self.plain, *self._buckets, *listed]
        groups = [*self._aggregates, *self._buckets, *listed]
        keys = ["properties", "properties.a", "userProperties.userId"]
        return st.one_of(
            self._body(select=self.selections(), orderBy=self._orderings(rows)),
            self._body(
                select=self.selections() | self.aggregations(),
                orderBy=self._orderings(groups),
                groupBy=st.lists(self._groupings(), min_size=1, max_size=3),
                having=self.havings(),
            ),
            self._body(
                select=self.selections() | self.aggregations(),
                orderBy=self._orderings([*rows, *groups, *keys]),
                groupBy=st.lists(self._groupings(), max_size=3),
                having=self.havings(),
            ),
        )

    def alike(self) -> Anything:
        """Return rows whose values are written alike, and bodies that show or group by them in pages."""
        place = {"field": "properties", "path": ["a"]}
        value = st.sampled_from(WRITTEN_ALIKE)
        rows = st.lists(value.map(lambda each: {"properties": {"a": each}}), min_size=2, max_size=12)
        order = self._orderings(["properties.a", "id", "count_properties"])
        shown, counted = {"type": "field", **place}, {"type": "aggregation", "aggregation": "count"}
        keys = st.sampled_from([[place], [place, {"field": "type"}], [{"field": "type"}, place]])
        parts = {"orderBy": order, "limit": st.integers(1, 4)}
        grouped = st.fixed_dictionaries({"select": st.just([counted]), "groupBy": keys, **parts})
        plain = st.fixed_dictionaries({"select": st.just([shown, {"type": "field", "field": "id"}]), **parts})
        return st.tuples(rows, grouped | plain)

    def _groupings(self) -> Anything:
        return st.tuples(self._places(), st.booleans()).map(
            lambda pair: {**pair[0], "includeInSelect": pair[1]}
        )

    def _body(self, *, select: Anything, **parts: Anything) -> Anything:
        return st.fixed_dictionaries(
            {},
            optional={
                "select": st.lists(select, max_size=4),
                "where": _joined(self.conditions()),
                "limit": st.integers(1, 5),
                "offset": st.integers(0, 3),
                "timeZone": ZONES,
                **parts,
            },
        )


def _joined(conditions: Anything) -> Anything:
    return st.recursive(
        conditions,
        lambda inner: st.sampled_from(["and", "or"]).flatmap(
            lambda joint: st.fixed_dictionaries({joint: st.lists(inner, max_size=3)})
        ),
        max_leaves=4,
    )
