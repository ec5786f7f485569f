"""Where a command asks: at a running server, or in this process, which opens a data folder and is asked the same way.

`opened` is for questions, which need the folder alone; `opened_records` for what goes on beside a server.
"""

from __future__ import annotations

import math
import secrets
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
import httpx2

from threadline.api.app import make_routes
from threadline.cli import environment
from threadline.cli.places import folders
from threadline.cli.places.api import Api
from threadline.cli.places.damaged import damage_explained
from threadline.cli.places.in_process import InProcess
from threadline.client.errors import UnreachableError
from threadline.client.sending.retries import Retries
from threadline.client.sync import Threadline
from threadline.clock import new_id, now
from threadline.errors import LockedError
from threadline.server import open_state
from threadline.services.access import Caller
from threadline.services.importing.lines import caller_for
from threadline.serving.pool import QueryPool
from threadline.serving.state import AppState, Clock

if TYPE_CHECKING:
    from collections.abc import Generator

    from threadline.services.keeping.folder import Project
    from threadline.settings import Settings

_TRIES = 2
"""A person waits, so the SDK gives up sooner than a program would."""

_NAME = "command line"
"""The integration of what is logged by hand."""

_HERE = "http://in-process"


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """A data folder that this process has open, and who asks."""

    state: AppState
    caller: Caller


@contextmanager
def opened(where: dict[str, Any]) -> Generator[Api]:
    """Open the place that the options `data`, `project`, `url` and `key` name, and close it in the end.

    Raises:
        click.ClickException: a server has the folder open, or the folder has no such project.
    """
    if is_server(where):
        with reached(where["url"], where["key"]) as client:
            yield Api(client)
        return
    settings = _unbounded(environment.settings(data=Path(where["data"])))
    with opened_folder(settings, where["project"]) as folder, _asked(folder) as api:
        yield api


@contextmanager
def opened_records(where: dict[str, Any], *, project: Literal["needed", "made"] = "needed") -> Generator[Api]:
    """Open the place that the options name, for what the records alone answer. A server may run on the folder.

    Args:
        where: the options `data`, `project`, `url` and `key`.
        project: whether the project must be there, or is made when it is new.
    """
    if is_server(where):
        with reached(where["url"], where["key"]) as client:
            yield Api(client)
        return
    data, name = Path(where["data"]), where["project"]
    if project == "needed" or name is None:
        folders.require_data(data)
    settings = _unbounded(environment.settings(data=data))
    with folders.opened_records(data) as records:
        chosen = name if project == "made" and name else folders.chosen_project(records, name).name
        caller = records.writer.write(
            lambda connection: caller_for(connection, chosen, environment.facts(settings.policy), name=_NAME)
        )
        pool = QueryPool(settings.query_seconds, time.monotonic)
        state = AppState(records, None, pool, Clock(now, time.monotonic), new_id, settings.policy)
        try:
            with _asked(OpenFolder(state, caller)) as api:
                yield api
        finally:
            pool.close()


def is_server(where: dict[str, Any]) -> bool:
    """Return whether the options name a server, and no folder.

    Raises:
        click.UsageError: they name both, or a project beside a server.
    """
    source_of = click.get_current_context().get_parameter_source
    is_folder_named = source_of("data") is click.core.ParameterSource.COMMANDLINE
    is_server_named = source_of("url") is click.core.ParameterSource.COMMANDLINE
    if is_folder_named and is_server_named:
        raise click.UsageError("Name a folder with --data or a server with --url, not both.")
    if where["url"] and not is_folder_named:
        _refuse_project(where["project"])
        return True
    return False


def _refuse_project(project: str | None) -> None:
    """Refuse a project beside a server: its key is one project's, and another must not be answered in silence.

    Raises:
        click.UsageError: a project is named.
    """
    if project is not None:
        raise click.UsageError(
            "--project goes with a folder. A server (--url, or THREADLINE_URL) answers for the project of the key: "
            "leave --project out, or name a folder with --data."
        )


@contextmanager
def reached(url: str, key: str | None) -> Generator[Threadline]:
    """Reach a server.

    Raises:
        click.ClickException: it does not answer.
        click.UsageError: the address is none, or the key is none.
    """
    if not url.startswith(("http://", "https://")):
        raise click.UsageError(f"--url must start with http:// or https://, not be `{url}`.")
    if not key:
        raise click.UsageError(
            f"The server at {url} (--url, or THREADLINE_URL) wants a key: add --key, or set THREADLINE_API_KEY. "
            "To ask a folder instead, name it with --data."
        )
    try:
        client = Threadline(key, base_url=url, retries=Retries(most_tries=_TRIES))
    except ValueError as error:
        sentence = str(error).replace("`api_key`", "--key").replace("`base_url`", "--url")
        raise click.UsageError(sentence) from error
    try:
        with client:
            yield client
    except UnreachableError as error:
        raise click.ClickException(
            f"The server at {url} does not answer. Is it running? ({error})"
        ) from error


@contextmanager
def opened_folder(settings: Settings, project: str | None) -> Generator[OpenFolder]:
    """Open all of a folder, and close it in the end.

    Raises:
        click.ClickException: a server has the folder open, or the folder has no such project.
    """
    data = settings.data
    folders.require_data(data)
    folders.require_writable(data)
    try:
        with damage_explained(data), open_state(settings) as state:
            yield OpenFolder(state, _caller(folders.chosen_project(state.records, project)))
    except LockedError as error:
        raise folders.held_by_another(data) from error


@contextmanager
def _asked(folder: OpenFolder) -> Generator[Api]:
    """Ask the API in this process, with a key that it alone knows."""
    state, secret = folder.state, secrets.token_hex()
    state.keys.admit(secret, folder.caller)
    transport = InProcess(make_routes(state), new_id, mend=state.mend)
    with httpx2.Client(transport=transport, base_url=_HERE) as http:
        yield Api(Threadline(secret, http_client=http, retries=Retries(most_tries=1)), nameless="write")


def _unbounded(settings: Settings) -> Settings:
    """Return settings for who asks in this process, and takes the time and the room of nobody else."""
    return replace(
        settings, query_seconds=math.inf, body_bytes=sys.maxsize, repeat_seconds=0.0, csv_formulas="keep"
    )


def _caller(project: Project) -> Caller:
    """Return who asks about a project: whoever may read its folder may read all of it."""
    return Caller(
        key_rid=0,
        key_id="",
        type="api",
        project_rid=project.rid,
        project_id=project.id,
        organization_id=project.organization_id,
        integration_id="",
        may_read_own=True,
        may_delete=False,
    )
