"""Whatever way a search takes, it finds what plain Python finds. Limits are lowered, so that each way is taken."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from tests.support.product import Caller, Json, Product, condition, counting, user
from threadline.records.search.limits import SearchLimits
from threadline.records.search.ranking import score, weight
from threadline.search_text import Piece, pieces

CHANCE = random.Random(3)
WORDS = ("the", "of", "export", "exports", "fails", "late", "rate", "limit", "zebra")
SHARES = (30, 20, 8, 4, 4, 4, 3, 2, 0.3)
PART = 8
CONVERSATIONS = 60
QUERIES = (
    "the",
    "export",
    "zebra",
    "the of",
    "the of export",
    '"of the"',
    "ex*",
    "exp*",
    "expo*",
    "export*",
    "of ex*",
    "ex* -late",
    "the -lat*",
    "the -of",
    '"the exp"*',
    "nowhere",
)
LIMITS: dict[str, SearchLimits] = {
    "as in production": SearchLimits(),
    "many hits": SearchLimits(ranked=12, few=0, stretch=3, longest_stretch=5),
    "many hits, counted": SearchLimits(few=0, stretch=2, walked=6, gap=1),
    "flags": SearchLimits(looked_up=0, words_a_visit=1_000),
    "visits": SearchLimits(looked_up=0, words_a_visit=0),
    "visits, by the first messages": SearchLimits(looked_up=0, words_a_visit=1, sample=1),
    "visits, many hits": SearchLimits(looked_up=0, words_a_visit=0, ranked=7, few=0),
}
ODD = condition("properties", "eq", {"path": ["half"], "value": 1})
NONE = condition("properties", "eq", {"path": ["half"], "value": 7})


@dataclass(frozen=True, slots=True)
class Stored:
    """A message as it stands at the end."""

    id: str
    project: str
    conversation: int
    position: int
    words: tuple[str, ...]
    created_at: datetime


def place(stored: Stored) -> tuple[int, int]:
    """Return what messages are stored in the order of."""
    return stored.conversation, stored.position


@cache
def pattern(piece: Piece) -> re.Pattern[str]:
    """Return what matches where a word or a phrase begins."""
    ending = r"\w*" if piece.is_prefix else ""
    return re.compile(rf"(?<!\w)(?={' '.join(piece.words.split())}{ending}(?!\w))")


@cache
def has(piece: Piece, words: tuple[str, ...]) -> int:
    """Return how often a message has a word or a phrase."""
    return len(pattern(piece).findall(" ".join(words)))


@dataclass(frozen=True, slots=True)
class Naive:
    """All messages, and the plain way to search them."""

    messages: list[Stored]
    weights: dict[Piece, float] = field(default_factory=dict)

    def hits(self, query: str, project: str, *, is_odd: bool) -> list[Stored]:
        """Return what matches, in the order of storing."""
        asked = list(pieces(query))
        return sorted(
            (
                each
                for each in self.messages
                if each.project == project
                and (not is_odd or each.conversation % 2)
                and all(bool(has(piece, each.words)) is not piece.is_negated for piece in asked)
            ),
            key=place,
        )

    def score(self, query: str, message: Stored) -> float:
        """Return how well a message matches."""
        # By parts of the index, as it does.
        near = [
            len(each.words)
            for each in self.messages
            if each.conversation // PART == message.conversation // PART
        ]
        length = len(message.words) * len(near) / sum(near)
        wanted = [piece for piece in pieces(query) if not piece.is_negated]
        return sum(score(self._weight(piece), has(piece, message.words), length) for piece in wanted)

    def _weight(self, piece: Piece) -> float:
        if piece not in self.weights:
            having = sum(bool(has(piece, each.words)) for each in self.messages)
            self.weights[piece] = weight(having, len(self.messages))
        return self.weights[piece]


@pytest.fixture(params=["one project", "two projects"])
def projects(request: pytest.FixtureRequest, product: Product, api: Caller) -> dict[str, Caller]:
    several = {"main": api}
    return several if request.param == "one project" else several | {"other": product.caller(project="other")}


@pytest.fixture
def naive(monkeypatch: pytest.MonkeyPatch, projects: dict[str, Caller]) -> Naive:
    """Log conversations, some of them twice, and say what is stored."""
    monkeypatch.setattr("threadline.records.search.parts.EACH", PART)
    chance = random.Random(5)
    return Naive([each for number in range(1, CONVERSATIONS) for each in logged(number, projects, chance)])


def logged(number: int, projects: dict[str, Caller], chance: random.Random) -> list[Stored]:
    """Log a conversation; every seventh once more, with other messages, after the index has taken it in."""
    name = "other" if "other" in projects and number % 3 == 0 else "main"
    first, second = (
        messages(number, count, name, chance) for count in (1 + number % 4, 1 + (number + 1) % 4)
    )
    log(projects[name], number, first)
    if number % 7:
        return first
    projects[name].post("/v1/search", {"query": "the"})
    log(projects[name], number, second)
    return second


def log(caller: Caller, number: int, stored: list[Stored]) -> None:
    bodies = [
        user(" ".join(each.words), id=each.id, createdAt=each.created_at.isoformat()) for each in stored
    ]
    caller.log(*bodies, id=f"c{number}", properties={"half": number % 2})


def messages(number: int, count: int, project: str, chance: random.Random) -> list[Stored]:
    return [message(number, position, project, chance) for position in range(count)]


def message(number: int, position: int, project: str, chance: random.Random) -> Stored:
    day = (number * 7) % CONVERSATIONS
    return Stored(
        id=f"m{number}-{position}",
        project=project,
        conversation=number,
        position=position,
        words=tuple(chance.choices(WORDS, SHARES, k=chance.randint(1, 12))),
        created_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day + 9 * position),
    )


@pytest.fixture(params=list(LIMITS))
def most_ranked(request: pytest.FixtureRequest, product: Product) -> int:
    """Lower some limits, and return how many hits are ranked."""
    limits = LIMITS[request.param]
    product.state.engine.search.limits = limits
    return limits.ranked


def pages(caller: Caller, **body: Any) -> Json:
    """Return the first 30 hits in two pages, and the total."""
    answers = [
        caller.post("/v1/search", body | {"limit": limit, "offset": offset})
        for limit, offset in ((7, 0), (23, 7))
    ]
    assert [each.status for each in answers] == [200, 200], answers[0].body
    first, second = (each.body["data"] for each in answers)
    assert first.get("total") == second.get("total")
    return first["result"] + second["result"], first.get("total")


@pytest.mark.parametrize("where", [None, ODD], ids=["all", "where"])
def test_a_search_finds_what_plain_python_finds(
    naive: Naive, projects: dict[str, Caller], most_ranked: int, where: Json
) -> None:
    narrowing = {} if where is None else {"where": where}
    for query in QUERIES:
        for name, caller in projects.items():
            hits = naive.hits(query, name, is_odd=where is not None)
            total = len(hits) if len(hits) <= most_ranked else None
            newest = sorted(hits, key=lambda each: (each.created_at, place(each)), reverse=True)
            best = sorted(
                hits[-most_ranked:], key=lambda each: (naive.score(query, each), place(each)), reverse=True
            )
            found, told = pages(caller, query=query, order="newest", **narrowing)
            assert ([each["messageId"] for each in found], told) == ([each.id for each in newest[:30]], total)
            found, told = pages(caller, query=query, order="best", **narrowing)
            assert told == total
            assert [each["score"] for each in found] == pytest.approx(
                [naive.score(query, each) for each in best[:30]]
            )
            assert [each["messageId"] for each in found] == [each.id for each in best[:30]]


def test_a_filter_that_nothing_passes_finds_nothing(
    naive: Naive, projects: dict[str, Caller], most_ranked: int
) -> None:
    assert naive.messages
    assert most_ranked
    for order in ("best", "newest"):
        assert pages(projects["main"], query="the", order=order, where=NONE) == ([], 0)


@pytest.mark.parametrize("query", ["the", "zebra", '"of the"', "ex* -late"])
def test_matches_counts_what_plain_python_counts(
    naive: Naive, projects: dict[str, Caller], query: str
) -> None:
    for name, caller in projects.items():
        hits = naive.hits(query, name, is_odd=False)
        rows = caller.rows(
            "conversations", select=[counting()], where=condition("messages", "matches", query)
        )
        assert rows[0]["count"] == len({each.conversation for each in hits})


@pytest.mark.usefixtures("naive")
def test_the_index_made_anew_is_the_index_that_grew(product: Product, api: Caller) -> None:
    index = product.state.engine.search
    grown = {query: pages(api, query=query, order="best") for query in QUERIES}
    index.connection.execute("UPDATE reached SET seq = -1")
    assert {query: pages(api, query=query, order="best") for query in QUERIES} == grown
