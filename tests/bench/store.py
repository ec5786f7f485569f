"""A folder full of chats to read from, made through the product's own services, and kept for the next time."""

import json
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from tests.bench.chats import chats, message_id
from threadline.api.intake.bodies import read_conversation
from threadline.clock import new_id, now
from threadline.records.protocol import Writing
from threadline.server import open_state
from threadline.services import conversations, feedback, keys
from threadline.services.access import Caller
from threadline.services.keeping.upkeep import Upkeep
from threadline.services.policy import RequestFacts
from threadline.serving.state import AppState
from threadline.settings import Settings
from threadline.wire.feedback import SubmitFeedback

KEY = "threadline-bench-key"
VOTES_EVERY = 10
"""Every so many-th chat has a vote."""

SHAPE = 1
"""Raised when the chats change: a folder of another shape is made anew."""

_BATCH = 1_000
_DONE = "done.json"


@dataclass(frozen=True, slots=True)
class Store:
    """A folder with chats 0 to `size` - 1, all caught up, that `KEY` reads."""

    data: Path
    size: int


def kept_store(folder: Path, size: int) -> Store:
    """Return the store of a size, made now unless an earlier run has left it."""
    place = folder / str(size)
    store, done = Store(place / "data", size), place / _DONE
    if done.exists() and json.loads(done.read_text(encoding="utf-8")) == {"shape": SHAPE}:
        return store
    shutil.rmtree(place, ignore_errors=True)
    store.data.mkdir(parents=True)
    with _opened(store.data) as state:
        _fill(state, size)
    done.write_text(json.dumps({"shape": SHAPE}), encoding="utf-8")
    return store


@contextmanager
def _opened(data: Path) -> Generator[AppState]:
    """Open a folder, and bring its followers up to date in the end."""
    with open_state(Settings(data=data)) as state:
        yield state
        upkeep = Upkeep(state.records, state.engine, now, state.used_keys)
        upkeep.run_once()
        upkeep.save()


def _fill(state: AppState, size: int) -> None:
    wish = keys.KeyWish(project="bench", type="api", secret=KEY)
    state.records.writer.write(lambda connection: keys.create(connection, wish, RequestFacts(now(), new_id)))
    caller = keys.recognise(state.records.reader, KEY)
    assert caller is not None
    for first in range(0, size, _BATCH):
        state.records.writer.write(
            partial(_log, caller=caller, numbers=range(first, min(first + _BATCH, size)))
        )


def _log(connection: Writing, *, caller: Caller, numbers: range) -> None:
    facts = RequestFacts(now(), new_id)
    for chat in chats(len(numbers), first=numbers.start):
        conversations.log(connection, caller, read_conversation(chat.encoded()).body, facts)
        if chat.number % VOTES_EVERY == 0:
            feedback.submit(connection, caller, _vote(chat.number), facts)


def _vote(number: int) -> SubmitFeedback:
    is_positive = number % (2 * VOTES_EVERY) == 0
    body = {
        "id": f"vote-{number:07d}",
        "type": "positive" if is_positive else "negative",
        "messageId": message_id(number, 1),
        "reasons": [{"label": "helpful" if is_positive else "inaccurate", "details": ""}],
    }
    return msgspec.convert(body, SubmitFeedback)
