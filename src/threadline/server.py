"""The composition root: the only module that knows every part. It opens a data folder, serves it and closes it."""

from __future__ import annotations

import gc
import logging
import os
import resource
import signal
import socket
import sys
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import uvicorn

from threadline.analytics import FILE_NAME as PROJECTION
from threadline.analytics import faults
from threadline.analytics.connecting import for_this_user
from threadline.analytics.opening import open_projection
from threadline.analytics.projection import Budget
from threadline.api.app import make_app
from threadline.api.connections.bounds import Bounds
from threadline.api.connections.connection import connections_of
from threadline.api.connections.crowd import Crowd
from threadline.clock import new_id, now
from threadline.errors import ServiceError
from threadline.jobs.folder import hindrance, jobs_of
from threadline.jobs.runner import Runner
from threadline.mcp.gate import Gate
from threadline.query import Limits
from threadline.records import connection, store
from threadline.records.search.index import open_search
from threadline.records.store import open_records
from threadline.records.tables import changes, counting
from threadline.services.asking.engine import Engine
from threadline.services.catching_up import CatchingUp
from threadline.services.keeping.belonging import note_missing, note_unread, require_records
from threadline.services.keeping.erasing import Erasing, rewrite_projection
from threadline.services.keeping.machine import memory
from threadline.services.keeping.upkeep import Upkeep
from threadline.serving.pool import QueryPool
from threadline.serving.state import AppState, Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from threadline.analytics.projection import Projection
    from threadline.records.search.index import SearchIndex
    from threadline.records.store import Records
    from threadline.settings import Settings

_SHUTDOWN_SECONDS = 8
_KEEP_ALIVE_SECONDS = 75
"""Longer than most clients and proxies keep an idle connection, so that it is they who close it."""
_MOST_BACKLOG = 128
"""Connections that wait to be taken: all of them may be taken at once, before any is counted."""
_MOST_DESCRIPTORS = 65_536
_KEPT_DESCRIPTORS = 384
"""For files: those of the three stores, of exports and of spilling."""
_MEGABYTE = 1 << 20
_TURN_SECONDS = 0.001
_OBSTACLES = (*connection.OBSTACLES, *faults.OBSTACLES, ServiceError)
"""What goes wrong around the server, and says nothing of the server: told in a line."""

_log = logging.getLogger("threadline")


@contextmanager
def open_state(settings: Settings) -> Generator[AppState]:
    """Open the data folder and close it in the end.

    Raises:
        MigrationError: a newer version wrote the folder.
        LockedError: another process has the projection open.
        ServiceError: a file cannot be opened, for a reason that does not lie in it, or the records are gone.
    """
    with ExitStack() as opened:
        opened.enter_context(for_this_user())
        require_records(settings.data)
        records = open_records(settings.data, now=now())
        opened.callback(records.close)
        opened.callback(rewrite_projection, records, settings.data / PROJECTION)
        note_unread(records, now=now())
        _count_customers(records, settings.policy.roles.customers)
        identity, newest = store.identity(records.reader), changes.newest(records.reader)
        projection = open_projection(settings.data, _budget(settings), identity=identity, newest=newest)
        pool = QueryPool(settings.query_seconds, time.monotonic)
        opened.callback(_close, projection, pool)
        search = open_search(settings.data, identity=identity, newest=newest)
        opened.callback(search.close)
        note_missing(records, changes_ahead=max(projection.changes_ahead, search.changes_ahead), now=now())
        engine = _engine(settings, records, projection, search)
        opened.callback(pool.close)
        opened.callback(Erasing(records, engine, now).finish)
        yield AppState(records, engine, pool, Clock(now, time.monotonic), new_id, settings.policy)


def _count_customers(records: Records, customers: frozenset[str]) -> None:
    """Count the customers' messages anew when the roles of customers are not those of the last start."""
    if counting.is_counted_by(records.reader, customers):
        return
    try:
        records.writer.write(lambda connection: counting.recount(connection, customers))
    except ServiceError as error:
        _log.warning("Customers' messages are counted by the roles of before: %s", error)


def _close(projection: Projection, pool: QueryPool) -> None:
    """Save and close the projection, unless a thread is inside of it and cannot be stopped: that ends with the process.

    Nothing is lost: what was not saved is taken in again from the records.
    """
    if pool.close():
        projection.close()
    else:
        _log.warning(
            "A query could not be stopped; the projection is not saved, and catches up at the next start"
        )


def _engine(settings: Settings, records: Records, projection: Projection, search: SearchIndex) -> Engine:
    bridge = CatchingUp(projection, lambda: records.reader, settings.policy.roles.customers)
    limits = Limits(
        plain_rows=settings.plain_rows,
        grouped_rows=settings.grouped_rows,
        groups=settings.groups,
        seconds=settings.query_seconds,
    )
    return Engine(projection, bridge, search, lambda: records.reader, limits, now, time.monotonic)


@contextmanager
def kept_up(state: AppState) -> Generator[Upkeep]:
    """Keep the followers of an open folder going, and the folder in order, until the end."""
    upkeep = Upkeep(state.records, state.engine, now, state.used_keys)
    runner = Runner(jobs_of(upkeep), now, time.monotonic, _OBSTACLES)
    engine = state.engine
    engine.catching_up.is_kept_up = True
    state.jobs = runner.jobs
    state.hindrance = lambda: (
        hindrance(runner.jobs) or engine.projection.standing.trouble or engine.search.trouble
    )
    runner.start()
    try:
        yield upkeep
    finally:
        engine.catching_up.stopping.set()
        engine.search.stopping.set()
        runner.stop()
        try:
            upkeep.note()
        except ServiceError as error:
            _log.warning("When keys were used last is not noted: %s", error)


def serve(
    state: AppState, settings: Settings, listener: socket.socket, *, on_ready: Callable[[str], None]
) -> None:
    """Serve until a signal says to stop; what is in flight is answered first.

    Args:
        state: the open folder.
        settings: what the operator decided.
        listener: where to listen; see `listen`.
        on_ready: is told the address once requests are answered.
    """
    host, port = listener.getsockname()[:2]
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    descriptors = raise_descriptors()
    config = uvicorn.Config(
        Gate(make_app(state), state),
        loop="uvloop",
        http=connections_of(Crowd(_bounds(settings, descriptors), new_id)),
        backlog=min(_MOST_BACKLOG, descriptors // 8),
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    gc.freeze()
    # The loop and the writer take turns; with the default of 5 ms a turn, each waits for the other too long.
    sys.setswitchinterval(_TURN_SECONDS)
    server = _Server(config, lambda: on_ready(f"http://{place}"))
    # uvicorn listens to signals while it runs, and raises them again in the end: then the folder is still to be closed.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, server.handle_exit)
    try:
        with kept_up(state):
            server.run(sockets=[listener])
    finally:
        gc.unfreeze()
        _hear_no_more_stops()


def _hear_no_more_stops() -> None:
    """Ignore further signals to stop: this is the way out.

    Python forgets its own handlers before it has ended, and the exit code would be that of a killed process. One that
    comes just now Python reports as ignored, with a traceback; it is meant to be.
    """
    hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    sys.unraisablehook = hook


class _Server(uvicorn.Server):
    """Tells when it answers."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready()


def listen(settings: Settings) -> socket.socket:
    """Take the address to listen on.

    Raises:
        OSError: it is in use, is none of this machine, or may not be taken.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError:
        listener.close()
        raise
    return listener


def raise_descriptors() -> int:
    """Take as many descriptors as this process may have, and return how many that are."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, _MOST_DESCRIPTORS)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return most
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


def _bounds(settings: Settings, descriptors: int) -> Bounds:
    """Return what connections may do. Files need descriptors too, and must always find some."""
    kept = min(_KEPT_DESCRIPTORS, descriptors // 2)
    return Bounds(
        connections=min(settings.connections, descriptors - kept),
        address_connections=settings.address_connections,
    )


def _budget(settings: Settings) -> Budget:
    taken = settings.memory_megabytes * _MEGABYTE or min(memory().total // 4, 4096 * _MEGABYTE)
    return Budget(taken, settings.threads or os.cpu_count() or 1)
