"""`threadline serve`: the server on one folder."""

from __future__ import annotations

import errno
import signal
import socket
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from threadline.cli import environment, options
from threadline.cli.demo import PER_CHANNEL, load
from threadline.cli.environment import log_to_stderr
from threadline.cli.places import folders, running
from threadline.cli.places.damaged import damage_explained
from threadline.cli.places.listening import Listening
from threadline.cli.printing.output import say
from threadline.clock import new_id, now
from threadline.errors import LockedError
from threadline.server import listen, open_state
from threadline.server import serve as serve_state
from threadline.services.importing import demo as demo_service
from threadline.services.policy import RequestFacts
from threadline.settings import unknown_variables

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from threadline.serving.state import AppState
    from threadline.settings import Settings


_LAST_PORT = 65_535


@click.command(
    epilog=options.examples(
        """
        threadline serve --demo                       # look around with sample data
        threadline serve --data /srv/threadline --port 9000
        """
    ),
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that holds everything. [./threadline-data]",
)
@click.option("--host", help="Address to listen on. [127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one. [8787]")
@click.option("--demo", is_flag=True, help="Load sample data into an empty folder, and make a key for them.")
@click.option(
    "--roles", type=click.Choice(["strict", "lenient"]), help="Accept tool roles in chats. [strict]"
)
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    help="What is logged to stderr. [warning]",
)
@click.option("--log-format", type=click.Choice(["text", "json"]), help="Lines of text, or of JSON. [text]")
def serve(demo: bool, **facts: Any) -> None:
    """Serve the API on one folder, until Ctrl-C or SIGTERM.

    Every option is also an environment variable, such as THREADLINE_PORT; docs/reference/settings.md lists all.
    """
    settings = environment.settings(**facts)
    log_to_stderr(settings)
    for sentence in unknown_variables().values():
        say(f"Warning: {sentence}")
    # A stop that comes while the folder is being opened ends the start.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    folders.require_writable(settings.data)
    with _opened(settings) as state:
        words = _demo_words(state, settings) if demo else _words(state, settings)

        with _address_explained(settings):
            listener = listen(settings)
        with running.note_removed(settings.data):
            serve_state(
                state, settings, listener, on_ready=lambda address: announce(settings.data, address, words)
            )


def announce(folder: Path, address: str, words: Callable[[str], str]) -> None:
    """Leave a note for other commands, and say where the server is; with a warning when others reach it."""
    there = Listening.at(address)
    running.leave_note(folder, there.url)
    say(words(there.url))
    if there.warning:
        say(there.warning)


@contextmanager
def _opened(settings: Settings) -> Generator[AppState]:
    try:
        with damage_explained(settings.data), open_state(settings) as state:
            yield state
    except LockedError as error:
        server = running.find(settings.data)
        there = f" at {server.url} (process {server.pid})" if server else ""
        raise click.ClickException(
            f"Another process has {settings.data} open{there}. "
            "One server serves a folder: stop that one, or use another --data."
        ) from error


@contextmanager
def _address_explained(settings: Settings) -> Generator[None]:
    """Refuse in words when the address cannot be listened on."""
    try:
        yield
    except socket.gaierror as error:
        raise click.ClickException(
            f"{settings.host} is not an address of this machine ({error.strerror})."
        ) from error
    except OSError as error:
        another = settings.port + 1 if settings.port < _LAST_PORT else settings.port - 1
        reasons = {
            errno.EADDRINUSE: f"Port {settings.port} of {settings.host} is in use. Stop what listens there, or choose"
            f" another port: --port {another}, or --port 0 for a free one.",
            errno.EACCES: f"Port {settings.port} is for administrators. Choose one from 1024 on, such as --port 8787.",
            errno.EADDRNOTAVAIL: f"{settings.host} is not an address of this machine. Use --host 127.0.0.1.",
        }
        if error.errno not in reasons:
            raise
        raise click.ClickException(reasons[error.errno]) from error


def _words(state: AppState, settings: Settings) -> Callable[[str], str]:
    """Return what is said when the server answers."""
    hint = "" if state.records.reader.all_keys() else _NO_KEY.format(data=settings.data)
    return lambda url: f"Threadline serves {settings.data} at {url} (docs: {url}/docs){hint}"


def _demo_words(state: AppState, settings: Settings) -> Callable[[str], str]:
    """Load the demo when the folder is empty, make its key, and return what is said when the server answers."""
    records = state.records
    if demo_service.is_needed(records.reader):
        load(records, settings)
    key = records.writer.write(
        lambda connection: demo_service.fresh_key(connection, RequestFacts(now(), new_id))
    ).secret
    return lambda url: _DEMO.format(url=url, key=key, data=settings.data, query=PER_CHANNEL)


_NO_KEY = "\nIt has no key yet. Make one: threadline keys create --data {data} --project NAME"

_DEMO = """
  Threadline is ready.

    Address   {url}
    Docs      {url}/docs
    Key       {key}
              (of project demo; a new one at each start)
    Data      {data}

  Ask how many minutes people wait for a first answer, by channel:

    curl -s {url}/query/conversations \\
      -H 'Authorization: Bearer {key}' -d '{query}'

  Stop with Ctrl-C.
"""
