"""Made-up support chats to measure with: always the same ones, six messages of about 3 kB together, over 29 days.

The text is words drawn by chance: it has the weight of real text for storage and for the text index, and no meaning.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

FIRST_DAY = datetime(2026, 1, 5, tzinfo=UTC)
SPREAD_SECONDS = 29 * 24 * 3600
TURNS = 3

_STEMS = (
    "access archive attach avatar backup balance banner batch block board branch bundle calendar call catalog",
    "channel chart clone cluster code comment commit compare connect contract copy counter coupon credit cursor",
    "debit default device diagram digest disk draft drive edge engine error extend fail feed fetch fold font",
    "format frame gateway grant graph grid group guide handle header host icon image inbox index input invite",
    "job journal key label layer layout ledger level library license line list locale lock mail map mark match",
    "meter migrate mirror mode module mount mute note notice offer office open origin owner pack panel parse",
    "partner path pause peak phone pin plan point poll pool post preset print proxy publish push queue quota",
    "range rate reader record redirect reply report restore resume review route row sample scale scan scope",
    "seat select send series share shift signal sketch slot socket sort space split stack stage stamp store",
    "stream style submit suite switch task template tenant thread ticket tile tool topic trace track trial",
)
WORDS = tuple(f"{stem}{ending}" for line in _STEMS for stem in line.split() for ending in ("", "s", "ing"))
AREAS = ("accounts", "billing", "exports", "imports", "search", "security", "speed", "webhooks")
PLACES = ("console", "docs", "email", "widget")


@dataclass(frozen=True, slots=True)
class Chat:
    """One conversation, ready to be logged."""

    number: int
    body: dict[str, Any]

    @property
    def id(self) -> str:
        """Its id."""
        return chat_id(self.number)

    def encoded(self, messages_count: int = 2 * TURNS) -> bytes:
        """Return the body of a request that logs the first messages of it."""
        return json.dumps(self.body | {"messages": self.body["messages"][:messages_count]}).encode()


def chats(count: int, *, first: int = 0) -> Iterator[Chat]:
    """Yield chats by number; the same number is always the same chat."""
    for number in range(first, first + count):
        yield Chat(number, _body(number))


def chat_id(number: int) -> str:
    """Return the id of a chat."""
    return f"bench-{number:07d}"


def external_id(number: int) -> str:
    """Return the external id of a chat."""
    return f"ticket-{number:07d}"


def message_id(number: int, position: int) -> str:
    """Return the id of a message of a chat."""
    return f"{chat_id(number)}-{position}"


def rare_word(number: int) -> str:
    """Return the word that no other chat has."""
    return f"unique{number:07d}word"


def _body(number: int) -> dict[str, Any]:
    chance = random.Random(number)  # the same text every time is the point
    return {
        "id": chat_id(number),
        "externalId": external_id(number),
        "type": "openai",
        "properties": {"area": chance.choice(AREAS), "place": chance.choice(PLACES)},
        "userProperties": {"id": f"person-{chance.randrange(5_000)}", "identificationType": "ID_PROVIDED"},
        "messages": _messages(number, chance),
    }


def _messages(number: int, chance: random.Random) -> list[dict[str, str]]:
    moment = FIRST_DAY + timedelta(seconds=chance.randrange(SPREAD_SECONDS))
    messages: list[dict[str, str]] = []
    for turn in range(TURNS):
        rare = f" {rare_word(number)}" if turn == 1 else ""
        texts = (("user", _text(chance, 25, 55) + rare), ("assistant", _text(chance, 50, 90)))
        for role, content in texts:
            messages.append(
                {
                    "id": message_id(number, len(messages)),
                    "role": role,
                    "content": content,
                    "createdAt": moment.isoformat(timespec="milliseconds"),
                }
            )
            moment += timedelta(milliseconds=chance.randrange(1_000, 90_000))
    return messages


def _text(chance: random.Random, fewest: int, most: int) -> str:
    return f"{' '.join(chance.choices(WORDS, k=chance.randint(fewest, most))).capitalize()}."
