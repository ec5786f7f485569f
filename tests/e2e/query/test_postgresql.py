"""What JSON operators find, held against a PostgreSQL that runs beside: every document with every operand.

Texts go whole into both: through bulk intake, the change log and the projection here, through `COPY` there. Where the
two differ on purpose, `DIFFERENCES` says so, and so do the docs.
"""

import json
import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.json_texts import Writer
from tests.support.oracle import holds
from tests.support.postgres import PROGRAMS, Postgres, PostgresError, installed, running_postgres
from tests.support.product import Caller, Product, opened

Pairs = set[tuple[int, int]]
"""Positions of a document and of an operand, for which an operator says true."""

ROOT = Path(__file__).parents[3]
RECORDED = json.loads((ROOT / "tests/data/jsonb/postgresql-15.json").read_text(encoding="utf-8"))
SEMANTICS = (ROOT / "docs/reference/query-semantics.md").read_text(encoding="utf-8")

MEANINGS = {
    "jsonContains": "l.v @> r.v",
    "jsonContainedBy": "l.v <@ r.v",
    "jsonHasKey": "l.v ? (r.v #>> '{}')",
    "jsonHasAnyKey": "l.v ?| array(select jsonb_array_elements_text(r.v))",
    "jsonHasAllKeys": "l.v ?& array(select jsonb_array_elements_text(r.v))",
    "jsonArrayContainsObject": (
        "exists (select from jsonb_array_elements(case jsonb_typeof(l.v) when 'array' then l.v else '[]' end) as e"
        " where e @> r.v)"
    ),
}
"""The operators as conditions of PostgreSQL on a document `l.v` and an operand `r.v`."""

WRITER = Writer(seed=15)
RELATED = WRITER.texts(400)
DOCUMENTS = [*(json.dumps(value) for value in RECORDED["values"]), *RELATED]
NAME_LISTS = [WRITER.names(count % 4) for count in range(60)]
OPERANDS = {
    "jsonContains": RELATED[::5],
    "jsonContainedBy": RELATED[1::5],
    "jsonHasKey": [WRITER.names(1)[1:-1] for _ in range(60)],
    "jsonHasAnyKey": NAME_LISTS,
    "jsonHasAllKeys": NAME_LISTS,
    "jsonArrayContainsObject": [text for text in RELATED if text.startswith("{")][::3],
}
LEAST_PAIRS = 100
"""Fewer true pairs would show that documents and operands have nothing to do with each other."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Documents in the product: each at `properties.v`, objects also as `userProperties`."""

    product: Product
    api: Caller

    def put(self, documents: Sequence[str]) -> bool:
        """Store documents; say whether all were taken."""
        lines = (_line(number, text) for number, text in enumerate(documents))
        answer = self.api.post("/v1/bulk/conversations", "\n".join(lines).encode())
        assert answer.status == 200, answer.body
        return all("id" in json.loads(line) for line in answer.body.splitlines())

    def found(self, field: str, operator: str, value: str) -> set[int] | None:
        """Return the positions of the documents that a condition finds; None if it is refused."""
        condition = f'{{"field": "{field}", "operator": "{operator}", "value": {value}}}'
        select = '[{"type": "field", "field": "properties", "path": ["n"]}]'
        body = f'{{"select": {select}, "where": {{"condition": {condition}}}, "limit": 1000}}'
        answer = self.api.post("/query/conversations", body.encode())
        if answer.status in {400, 422}:
            return None
        assert answer.status == 200, answer.body
        return {row["properties.n"] for row in answer.body["data"]["result"]}

    def pairs(self, field: str, operator: str, operands: Sequence[str]) -> Pairs:
        """Return the pairs for which an operator holds, at the path `v` or on whole objects."""
        found: Pairs = set()
        for column, operand in enumerate(operands):
            rows = self.found(field, operator, operand if field == "userProperties" else at_path(operand))
            assert rows is not None, operand
            found |= {(row, column) for row in rows}
        return found


def at_path(operand: str) -> str:
    return f'{{"path": ["v"], "value": {operand}}}'


def _line(number: int, text: str) -> str:
    whole = f', "userProperties": {text}' if text.startswith("{") else ""
    messages = '[{"role": "user", "content": "a"}]'
    return (
        f'{{"type": "openai", "messages": {messages}, "properties": {{"n": {number}, "v": {text}}}{whole}}}'
    )


@contextmanager
def shelf_of(folder: Path) -> Generator[Shelf]:
    with opened(folder) as product:
        yield Shelf(product, product.caller())


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    programs = installed()
    if programs is None:
        pytest.skip(
            f"no PostgreSQL on this machine ({', '.join(PROGRAMS)}); recorded answers are tested all the same"
        )
    with running_postgres(programs) as running:
        yield running


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with shelf_of(tmp_path_factory.mktemp("shelf")) as shelf:
        assert shelf.put(DOCUMENTS)
        yield shelf


@pytest.fixture(scope="module")
def promoting_shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with shelf_of(tmp_path_factory.mktemp("promoting")) as shelf:
        shelf.product.state.engine.projection.promote_from_rows = 0
        assert shelf.put(DOCUMENTS)
        yield shelf


def disagreements(found: Pairs, wanted: Pairs, operator: str) -> list[str]:
    """Return in words the pairs of which PostgreSQL says otherwise, the shortest first."""
    named = [
        f"PostgreSQL says {(row, column) in wanted}: {DOCUMENTS[row]} {operator} {OPERANDS[operator][column]}"
        for row, column in found ^ wanted
    ]
    return sorted(named, key=len)[:10]


@pytest.mark.parametrize("operator", MEANINGS)
def test_an_operator_at_a_path_finds_what_postgresql_finds(
    postgres: Postgres, shelf: Shelf, operator: str
) -> None:
    wanted = postgres.pairs(MEANINGS[operator], DOCUMENTS, OPERANDS[operator])
    assert disagreements(shelf.pairs("properties", operator, OPERANDS[operator]), wanted, operator) == []
    assert len(wanted) >= LEAST_PAIRS


@pytest.mark.parametrize("operator", MEANINGS)
def test_an_operator_finds_what_postgresql_finds_in_promoted_columns(
    postgres: Postgres, promoting_shelf: Shelf, operator: str
) -> None:
    wanted = postgres.pairs(MEANINGS[operator], DOCUMENTS, OPERANDS[operator])
    promoting_shelf.pairs("properties", operator, OPERANDS[operator])
    projection = promoting_shelf.product.state.engine.projection
    for _ in range(4):  # the documents ask for other paths as well, one of which comes first
        projection.promote_wished("conversations")
    assert ("properties", "/v") in projection.promoted_columns("conversations")
    found = promoting_shelf.pairs("properties", operator, OPERANDS[operator])
    assert disagreements(found, wanted, operator) == []


@pytest.mark.parametrize("operator", MEANINGS)
def test_an_operator_on_a_whole_field_finds_what_postgresql_finds(
    postgres: Postgres, shelf: Shelf, operator: str
) -> None:
    wanted = {
        (row, column)
        for row, column in postgres.pairs(MEANINGS[operator], DOCUMENTS, OPERANDS[operator])
        if DOCUMENTS[row].startswith("{")
    }
    assert disagreements(shelf.pairs("userProperties", operator, OPERANDS[operator]), wanted, operator) == []


@pytest.mark.parametrize("operator", MEANINGS)
def test_the_oracle_agrees_with_postgresql(postgres: Postgres, operator: str) -> None:
    wanted = postgres.pairs(MEANINGS[operator], DOCUMENTS, OPERANDS[operator])
    documents, operands = [*map(json.loads, DOCUMENTS)], [*map(json.loads, OPERANDS[operator])]
    found = {
        (row, column)
        for column, operand in enumerate(operands)
        for row, document in enumerate(documents)
        if oracle_says(operator, document, operand)
    }
    assert disagreements(found, wanted, operator) == []


def oracle_says(operator: str, document: Any, operand: Any) -> bool:
    condition = {"field": "properties", "operator": operator, "value": {"path": ["v"], "value": operand}}
    return holds({"condition": condition}, {"properties": {"v": document}})


@pytest.mark.parametrize("operator", ["@>", "=", "?"])
def test_the_recorded_answers_are_those_of_this_postgresql(postgres: Postgres, operator: str) -> None:
    values = RECORDED["values"]
    texts = [json.dumps(value) for value in values]
    condition = (
        "jsonb_typeof(r.v) = 'string' and l.v ? (r.v #>> '{}')" if operator == "?" else f"l.v {operator} r.v"
    )
    found = [[values[left], values[right]] for left, right in sorted(postgres.pairs(condition, texts, texts))]
    assert json.dumps(found) == json.dumps(RECORDED[operator])


Verdict = bool | str
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Difference:
    """One document and one operand of which the two say different things on purpose."""

    operator: str
    document: str
    operand: str
    ours: Verdict
    theirs: Verdict
    field: str = "properties"


MANY = json.dumps(["a"] * 10_001)
DIFFERENCES = {
    "NUL": Difference("jsonContains", r'["\u0000"]', r'["\u0000"]', ours=True, theirs=REFUSED),
    "Digits": Difference("jsonContains", "0.1", "0.1000000000000000055", ours=True, theirs=False),
    "Wide decimals": Difference(
        "jsonContains", "9007199254740993", "9007199254740993.0", ours=False, theirs=True
    ),
    "Wide exponents": Difference("jsonContains", "1e23", "1" + "0" * 23, ours=False, theirs=True),
    "Tiny numbers": Difference("jsonContains", "0", "1e-400", ours=True, theirs=False),
    "Huge numbers": Difference("jsonContains", "1e400", "1e400", ours=REFUSED, theirs=True),
    "Huge whole numbers": Difference(
        "jsonContains", "1" + "0" * 400, "1" + "0" * 400, ours=REFUSED, theirs=True
    ),
    "Deep lists": Difference("jsonContains", "[" * 9 + "]" * 9, "[" * 9 + "]" * 9, ours=REFUSED, theirs=True),
    "Deep values": Difference(
        "jsonContains",
        '{"a":' * 64 + "1" + "}" * 64,
        '{"a":' * 64 + "1" + "}" * 64,
        ours=REFUSED,
        theirs=True,
    ),
    "Many values": Difference("jsonContains", MANY, MANY, ours=REFUSED, theirs=True),
    "Objects alone": Difference("jsonArrayContainsObject", "[[1, 2]]", "[1]", ours=REFUSED, theirs=True),
    "A path with a value": Difference(
        "jsonContains",
        '{"path": ["a"], "value": 1}',
        '{"path": ["a"], "value": 1}',
        ours=False,
        theirs=True,
        field="userProperties",
    ),
}
"""All of them, by the names that the docs give them."""


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_difference_from_postgresql_is_as_listed(postgres: Postgres, tmp_path: Path, name: str) -> None:
    case = DIFFERENCES[name]
    assert theirs(postgres, case) == case.theirs
    with shelf_of(tmp_path) as shelf:
        assert ours(shelf, case) == case.ours


def theirs(postgres: Postgres, case: Difference) -> Verdict:
    try:
        return bool(postgres.pairs(MEANINGS[case.operator], [case.document], [case.operand]))
    except PostgresError:
        return REFUSED


def ours(shelf: Shelf, case: Difference) -> Verdict:
    value = case.operand if case.field == "userProperties" else at_path(case.operand)
    found = shelf.found(case.field, case.operator, value) if shelf.put([case.document]) else None
    return REFUSED if found is None else found == {0}


def test_the_docs_list_every_difference_and_no_other() -> None:
    section = SEMANTICS.partition("### Differences from PostgreSQL\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| \*\*(.+?)\*\* \|", section, flags=re.MULTILINE) == list(DIFFERENCES)
