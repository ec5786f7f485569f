"""A folder full of made-up conversations to ask questions about, kept for the next time.

Everything goes in through the product's own services, so rows and documents are what requests would have left.
"""

import shutil
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from tests.bench.query_rows import CHUNK, Chunk, chunks
from threadline.analytics import FILE_NAME
from threadline.analytics.tables import SCHEMA_VERSION
from threadline.api.decoding import decode
from threadline.api.intake.bodies import read_conversation
from threadline.clock import new_id, now
from threadline.positions import NEVER
from threadline.records.protocol import Writing
from threadline.records.store import open_records
from threadline.server import open_state
from threadline.services import conversations, events, feedback, keys
from threadline.services.access import Caller
from threadline.services.catching_up import BY_TABLE
from threadline.services.keeping.upkeep import Upkeep
from threadline.services.policy import RequestFacts
from threadline.settings import Settings
from threadline.wire.events import LogEvent
from threadline.wire.feedback import SubmitFeedback

KEY = "threadline-bench-query-key"
SIZES = {"100k": 100_000, "1m": 1_000_000}
"""How many conversations a store has, by the name of its size."""

SHAPE = 1
"""Raised when what is made changes: a folder of another shape is made anew."""

_TOLD_EVERY = 50
_event = msgspec.json.Decoder(LogEvent)
_vote = msgspec.json.Decoder(SubmitFeedback)


class Built(msgspec.Struct, frozen=True):
    """What making the followers of a store took."""

    schema: int
    """The version of the projection's tables."""
    table_seconds: dict[str, float]
    cpu_seconds: float
    """Of the projection."""
    index_seconds: float
    """Of the text index; almost nothing when an earlier run has left it."""
    projection_bytes: int
    records_bytes: int


@dataclass(frozen=True, slots=True)
class Store:
    """A folder that `KEY` reads, with a projection that nobody has asked anything."""

    place: Path
    size: int

    @classmethod
    def kept(cls, folder: Path, size: int) -> "Store":
        """Return the place of a store, made or not."""
        return cls(folder / f"query-{size}-v{SHAPE}", size)

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.place / "data"

    @property
    def projection(self) -> Path:
        """The projection's file."""
        return self.data / FILE_NAME

    @property
    def built(self) -> Built:
        """What making it took."""
        return msgspec.json.decode((self.place / "built.json").read_bytes(), type=Built)

    @contextmanager
    def copied(self) -> Generator[Path]:
        """Return a copy of the data folder to write to, for as long as the block runs."""
        copy = self.place / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.data, copy)
        try:
            yield copy
        finally:
            shutil.rmtree(copy)


def kept_store(folder: Path, size: int) -> Store:
    """Return the store of a size, made now unless an earlier run has left it."""
    store = Store.kept(folder, size)
    filled = store.place / "filled"
    if not filled.exists():
        shutil.rmtree(store.place, ignore_errors=True)
        store.data.mkdir(parents=True)
        _fill(store)
        filled.touch()
    _follow(store)
    return store


def _fill(store: Store) -> None:
    print(f"Making {store.size:,} conversations in {store.place}", flush=True)
    started = time.perf_counter()
    records = open_records(store.data, now=now())
    try:
        wish = keys.KeyWish(project="bench", type="api", secret=KEY)
        records.writer.write(lambda connection: keys.create(connection, wish, RequestFacts(now(), new_id)))
        caller = keys.recognise(records.reader, KEY)
        assert caller is not None
        for number, chunk in enumerate(chunks(store.size), 1):
            records.writer.write(partial(_log, caller=caller, chunk=chunk))
            if number % _TOLD_EVERY == 0:
                print(f"  {number * CHUNK:,} after {time.perf_counter() - started:.0f} s", flush=True)
    finally:
        records.close()


def _log(connection: Writing, *, caller: Caller, chunk: Chunk) -> None:
    facts = RequestFacts(now(), new_id)
    for body in chunk.conversations:
        conversations.log(connection, caller, read_conversation(body).body, facts)
    for body in chunk.events:
        events.log(connection, caller, decode(body, _event), facts)
    for body in chunk.votes:
        feedback.submit(connection, caller, decode(body, _vote), facts, must_exist=True)


def _follow(store: Store) -> None:
    """Bring the projection and the text index up to date, as the server's upkeep does, and keep what that took."""
    with open_state(Settings(data=store.data)) as state:
        engine = state.engine
        is_new = engine.projection.reached("conversations") == NEVER
        if is_new:
            print("Making the projection", flush=True)
        cpu_started = time.process_time()
        table_seconds = {table: _seconds(partial(engine.catching_up.catch_up, table)) for table in BY_TABLE}
        cpu_seconds = time.process_time() - cpu_started
        while any(engine.projection.promote_frequent(table) for table in BY_TABLE):
            pass
        index_seconds = _seconds(lambda: engine.search.catch_up(state.records.reader))
        Upkeep(state.records, engine, now, state.used_keys).save()
        assert engine.projection.run("SELECT count(*) FROM conversations", ()) == [(store.size,)]
    if is_new:
        built = Built(
            SCHEMA_VERSION,
            table_seconds,
            cpu_seconds,
            index_seconds,
            store.projection.stat().st_size,
            sum(file.stat().st_size for file in store.data.glob("records.*")),
        )
        (store.place / "built.json").write_bytes(msgspec.json.encode(built))


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started
