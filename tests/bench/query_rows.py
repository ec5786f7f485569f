"""Made-up conversations, events and votes to ask questions about: always the same ones, for one size.

About thirty property keys in one to three levels and lists of objects; few agents and users have most of it, as in
real life (Zipf). Text is words drawn by chance. What comes out are bodies of requests.
"""

import json
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate, islice
from multiprocessing import get_context
from typing import Any

from tests.bench.chats import WORDS

FIRST_DAY = datetime(2025, 1, 1, tzinfo=UTC)
DAYS = 365
CHUNK = 1_000
"""Conversations that are made at once; each chunk has a chance of its own."""

EVENTS_EACH = 5
VOTE_EVERY = 5
_AHEAD = 4
"""Chunks that wait at most, so that a fast maker does not fill the memory."""

_VOCABULARY = 20_000
_RIVER_WORDS = 200_000
_SECONDS_BETWEEN = 45
_MOST_MESSAGES = 30

_FIRST_NAMES = (
    "Ada Bela Cleo Dario Elin Femi Gita Hugo Irma Jonas Kira Liam Mara Nils Odile Pavel Rosa Sami Tove Uma"
)
AGENTS = tuple(f"{first} {last}" for last in ("Ahn", "Berg", "Costa") for first in _FIRST_NAMES.split())
PERSON_TYPES = ("anonymous", "member", "admin", "internal")
REASONS = ("inaccurate", "incomplete", "off_topic", "outdated", "tone", "formatting")
TYPES = ("openai", "support_ticket", "support_copilot")
_TYPE_SHARES = (0.68, 0.95, 1.0)
_EVENT_TYPES = (
    "chat_message_submitted",
    "search_query_submitted",
    "search_result_clicked",
    "page_opened",
    "assistant_copied",
    "ticket_opened",
)
_TAGS = ((), ("billing",), ("bug", "p1"), ("docs",), ("vip",))


@dataclass(slots=True)
class Chunk:
    """Bodies of requests, encoded: what some conversations are, and what happened around them."""

    conversations: list[bytes] = field(default_factory=list)
    events: list[bytes] = field(default_factory=list)
    votes: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Skewed:
    """Some choices, of which the first are taken far more often than the last."""

    choices: Sequence[Any]
    weights: Sequence[float]

    @classmethod
    def of(cls, choices: Sequence[Any], exponent: float = 1.0) -> "Skewed":
        """Weigh the choice at place n with 1 / n ** exponent."""
        return cls(choices, tuple(accumulate(1 / place**exponent for place in range(1, len(choices) + 1))))

    def draw(self, chance: random.Random) -> Any:
        """Return one of the choices."""
        return chance.choices(self.choices, cum_weights=self.weights)[0]


def chunks(size: int) -> Iterator[Chunk]:
    """Yield everything of a store of `size` conversations, in order, made by another process."""
    starts = iter(range(0, size, CHUNK))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(make_chunk, start, size) for start in islice(starts, _AHEAD)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(make_chunk, start, size) for start in islice(starts, 1)]


def make_chunk(start: int, size: int) -> Chunk:
    """Return the conversations from a number on, with their events and votes."""
    chance = random.Random(start)  # the same every time is the point
    chunk = Chunk()
    for number in range(start, min(start + CHUNK, size)):
        body = conversation(number, size, chance)
        chunk.conversations.append(_encoded(body))
        for index in range(EVENTS_EACH):
            chunk.events.append(_encoded(_event(body, index, _person(chance, size), chance)))
        if number % VOTE_EVERY == 0:
            chunk.votes.append(_encoded(_vote(body, chance)))
    return chunk


def conversation(number: int, size: int, chance: random.Random) -> dict[str, Any]:
    """Return the body that logs a conversation. Later ones come closer together, as a product grows."""
    moment = FIRST_DAY + timedelta(days=DAYS * ((number + chance.random()) / size) ** 0.85)
    type = TYPES[
        next(index for share in (chance.random(),) for index in range(3) if share < _TYPE_SHARES[index])
    ]
    person = _person(chance, size)
    if type == "support_ticket":
        person["supportAgentName"] = _agents().draw(chance)
    return {
        "id": f"conv-{number:08d}",
        "externalId": f"ticket-{number}",
        "type": type,
        "createdAt": _told(moment),
        "updatedAt": _told(moment + timedelta(seconds=chance.expovariate(1 / 600))),
        "integrationId": f"int_{_integrations().draw(chance)}",
        "properties": {
            name: values.draw(chance) for name, share, values in _keys() if chance.random() < share
        },
        "userProperties": person,
        "tags": _tags().draw(chance),
        "visibility": "public" if number % 9 else "private",
        "messages": _messages(number, moment, person, chance),
    }


def _messages(
    number: int, moment: datetime, person: dict[str, Any], chance: random.Random
) -> list[dict[str, Any]]:
    count = min(2 + int(chance.expovariate(1 / 4.5)), _MOST_MESSAGES)
    messages: list[dict[str, Any]] = []
    for position in range(count):
        message: dict[str, Any] = {
            "id": f"msg-{number:08d}-{position}",
            "role": "assistant" if position % 2 else "user",
            "content": _text(chance),
            "createdAt": _told(moment + timedelta(seconds=_SECONDS_BETWEEN * position)),
        }
        if position % 2:
            page = chance.randrange(10, 4_000)
            message["links"] = [{"url": f"https://docs.example/pages/{page}", "title": f"Page {page % 97}"}]
            message["properties"] = {"model": f"model-{_models().draw(chance)}", "tokens": page}
        else:
            message["userProperties"] = person
        messages.append(message)
    return messages


def _event(body: dict[str, Any], index: int, person: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    moment = datetime.fromisoformat(body["createdAt"])
    event: dict[str, Any] = {
        "id": f"evt-{body['id']}-{index}",
        "type": _event_types().draw(chance),
        "createdAt": _told(moment + timedelta(seconds=chance.randrange(3_600))),
        "properties": {"page": f"/docs/{chance.randrange(300)}", "n": index},
        "userProperties": {"userId": person["userId"]},
    }
    if event["type"].startswith("search_"):
        query = _queries()[int(_query_numbers().draw(chance))]
        return event | {"entityType": "search", "searchQuery": query}
    if index % 3:
        return event | {"entityType": "message", "messageId": body["messages"][0]["id"]}
    return event | {"entityType": "conversation", "conversationId": body["id"]}


def _vote(body: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    moment = datetime.fromisoformat(body["createdAt"])
    is_negative = chance.random() < 0.35
    reason = {"label": _reasons().draw(chance), "details": f"detail {chance.randrange(50)}"}
    cast_at = _told(moment + timedelta(seconds=chance.randrange(86_400)))
    return {
        "id": f"vote-{body['id']}",
        "type": "negative" if is_negative else "positive",
        "messageId": chance.choice(body["messages"])["id"],
        "reasons": [reason] if is_negative else [],
        "createdAt": cast_at,
        "updatedAt": cast_at,
        "userProperties": body["userProperties"],
    }


def _person(chance: random.Random, size: int) -> dict[str, Any]:
    return {"userId": f"u{_people(size).draw(chance)}", "userType": _person_types().draw(chance)}


def _text(chance: random.Random) -> str:
    words = _river()
    length = min(max(int(chance.lognormvariate(3.95, 0.75)), 20), 400)
    start = chance.randrange(len(words) - length)
    return " ".join(words[start : start + length])


def _told(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def _encoded(body: dict[str, Any]) -> bytes:
    return json.dumps(body, separators=(",", ":")).encode()


@cache
def _keys() -> tuple[tuple[str, float, Skewed], ...]:
    """Return the property keys, each with the share of conversations that have it, and its values."""
    several: list[tuple[str, float, list[Any]]] = [
        ("plan", 0.90, ["free", "pro", "team", "enterprise", "trial", "legacy"]),
        ("priority", 0.80, ["normal", "low", "high", "urgent"]),
        ("channel", 0.75, ["web", "email", "slack", "discord", "api", "phone"]),
        ("region", 0.60, [f"region-{n}" for n in range(25)]),
        ("product", 0.70, [_product(n) for n in range(400)]),
        ("ticket", 0.50, [_ticket(n) for n in range(200)]),
        ("metrics", 0.40, [_metrics(n) for n in range(500)]),
        ("labels", 0.35, [[f"label-{(n * 7 + m * 13) % 60}" for m in range(1 + n % 4)] for n in range(300)]),
        ("items", 0.30, [[_item(n, m) for m in range(1 + n % 3)] for n in range(600)]),
        ("customFields", 0.30, [_custom_fields(n) for n in range(400)]),
        ("escalated", 0.25, [False, True]),
        ("score", 0.25, [*range(10), *(n + 0.5 for n in range(10))]),
        ("nullable", 0.20, [None, 1, "x"]),
        ("browser", 0.15, [_browser(n) for n in range(120)]),
    ]
    several += [
        (f"prop_{k}", 0.02 + 0.15 / (k + 1), [f"val{k}_{n}" for n in range(10 + k * 20)]) for k in range(17)
    ]
    return tuple((name, share, Skewed.of(values)) for name, share, values in several)


def _product(n: int) -> dict[str, Any]:
    module = {"area": f"area-{n % 40}", "id": n}
    return {"name": f"prod-{n % 12}", "version": f"{n % 7}.{n % 10}", "module": module}


def _ticket(n: int) -> dict[str, Any]:
    status = ("open", "solved", "pending", "closed")[n % 4]
    return {"status": status, "group": f"g{n % 15}", "form": {"id": 1_000 + n % 9}}


def _metrics(n: int) -> dict[str, Any]:
    return {"firstResponseMin": n, "reopens": n % 4, "csat": {"score": n % 6}}


def _item(n: int, m: int) -> dict[str, Any]:
    kind = ("addon", "seat", "usage")[(n + m) % 3]
    return {"sku": f"sku-{(n * 3 + m * 11) % 150}", "qty": 1 + (n + m) % 5, "kind": kind}


def _custom_fields(n: int) -> list[dict[str, Any]]:
    return [{"id": 360_000 + m, "value": f"v{(n + m) % 90}"} for m in range(2 + n % 4)]


def _browser(n: int) -> dict[str, Any]:
    return {"name": f"b{n % 6}", "os": {"name": f"os{n % 5}", "v": n % 20}}


@cache
def _people(size: int) -> Skewed:
    return Skewed.of(range(max(50, size // 5)), 0.9)


@cache
def _agents() -> Skewed:
    return Skewed.of(AGENTS, 0.8)


@cache
def _integrations() -> Skewed:
    return Skewed.of(range(20), 1.1)


@cache
def _tags() -> Skewed:
    return Skewed.of(_TAGS, 1.1)


@cache
def _models() -> Skewed:
    return Skewed.of(range(6), 1.1)


@cache
def _person_types() -> Skewed:
    return Skewed.of(PERSON_TYPES, 1.1)


@cache
def _reasons() -> Skewed:
    return Skewed.of(REASONS, 1.1)


@cache
def _event_types() -> Skewed:
    return Skewed.of(_EVENT_TYPES, 0.7)


@cache
def _vocabulary() -> tuple[str, ...]:
    chance = random.Random(7)
    compounds = [first + second for first in WORDS[::3] for second in WORDS[::3]]
    chance.shuffle(compounds)
    return (*WORDS, *compounds[: _VOCABULARY - len(WORDS)])


@cache
def _river() -> tuple[str, ...]:
    """Return a long text, of which messages are pieces."""
    common = Skewed.of(_vocabulary(), 1.02)
    drawn = random.Random(11).choices(common.choices, cum_weights=common.weights, k=_RIVER_WORDS)
    return tuple(drawn)


@cache
def _queries() -> tuple[str, ...]:
    chance = random.Random(13)
    return tuple(" ".join(chance.choices(_vocabulary(), k=2)) for _ in range(30_000))


@cache
def _query_numbers() -> Skewed:
    return Skewed.of(range(30_000))
