"""Where a question goes: a data folder, which is opened for it, or a running server, which is asked by the SDK.

`opened` is for questions, which need the folder alone; `opened_records` for what goes on beside a server.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar, cast

import click
import msgspec

from threadline.analytics.projection import LockedError
from threadline.cli import environment
from threadline.cli.places import folders
from threadline.cli.places.damaged import damage_explained
from threadline.cli.places.requests import Book
from threadline.client.errors import UnreachableError
from threadline.client.operations import calls
from threadline.client.sending.retries import Retries
from threadline.client.sync import Threadline
from threadline.errors import UnavailableError
from threadline.server import open_state
from threadline.services.access import Caller
from threadline.services.asking import exports, queries, sheets
from threadline.services.importing.lines import caller_for

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from threadline.catalog.names import ViewName
    from threadline.cli.places.requests import Errand, Question
    from threadline.records.projects import Project
    from threadline.serving.state import AppState

T = TypeVar("T")

_TRIES = 2
"""A person waits, so the SDK gives up sooner than a program would."""

_NAME = "command line"
"""The integration of what is logged by hand."""


class Queried(Protocol):
    """What answers query bodies about one project."""

    def query(self, view: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a query body, as the API has it."""
        ...


class Place(Queried, Protocol):
    """What answers all questions about one project."""

    def csv(self, view: str, body: dict[str, Any], *, excel: bool) -> Iterator[bytes]:
        """Return all rows of a query body as CSV, in pieces; such that spreadsheets show it with `excel`."""
        ...

    def ask(self, question: Question) -> Any:
        """Return the answer to a question, as the API has it."""
        ...

    def run(self, errand: Errand) -> Any:
        """Do what is asked, and return the answer of the API."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """A data folder that this process has open."""

    state: AppState
    caller: Caller

    def query(self, view: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a query body, as the API has it."""
        told = self._answered(lambda: queries.run(self.state.engine, self.caller, view, body))
        answer: dict[str, Any] = msgspec.json.decode(told.whole())
        return answer

    def csv(self, view: str, body: dict[str, Any], *, excel: bool) -> Iterator[bytes]:
        """Return all rows of a query body as CSV, in pieces; such that spreadsheets show it with `excel`."""
        style = sheets.EXCEL if excel else sheets.PLAIN
        table = self._answered(
            lambda: exports.as_csv(self.state.engine, self.caller, view, body, style=style)
        )
        return table.pieces

    def ask(self, question: Question) -> Any:
        """Return the answer to a question, as the API has it."""
        return msgspec.json.decode(
            self._answered(lambda: question.answer(self.state.engine, self.caller, self.state.policy))
        )

    def _answered(self, work: Callable[[], T]) -> T:
        """Return an answer; a file that turns out to be of no use is made anew, and the question asked again."""
        try:
            return work()
        except UnavailableError:
            if not self.state.engine.mend():
                raise
        return work()

    def run(self, errand: Errand) -> Any:
        """Do what is asked, and return the answer of the API."""
        return msgspec.json.decode(errand.run(Book(self.state.records, self.caller, self.state.facts())))


@dataclass(frozen=True, slots=True)
class RecordsFolder:
    """A data folder of which this process has the records open."""

    book: Book

    def run(self, errand: Errand) -> Any:
        """Do what is asked, and return the answer of the API."""
        return msgspec.json.decode(errand.run(self.book))


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    client: Threadline

    def query(self, view: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a query body, as the API has it."""
        rows = self.client.send(calls.query_view(cast("ViewName", view), body, {}))
        data = {"result": list(rows), "total": rows.total, "pageSize": rows.page_size, "count": len(rows)}
        return {"status": "ok", "data": data}

    def csv(self, view: str, body: dict[str, Any], *, excel: bool) -> Iterator[bytes]:
        """Return all rows of a query body as CSV, in pieces; such that spreadsheets show it with `excel`."""
        return self.client.stream(calls.export_view(cast("ViewName", view), body, {"excel": excel}))

    def ask(self, question: Question) -> Any:
        """Return the answer to a question, as the API has it."""
        return self.client.send(question.call)

    def run(self, errand: Errand) -> Any:
        """Do what is asked, and return the answer of the API."""
        return self.client.send(errand.call)


@contextmanager
def opened(where: dict[str, Any]) -> Generator[Place]:
    """Open the place that the options `data`, `project`, `url` and `key` name, and close it in the end.

    Raises:
        click.ClickException: a server has the folder open, or the folder has no such project.
    """
    if _is_server(where):
        with reached(where["url"], where["key"]) as server:
            yield server
        return
    with _folder(Path(where["data"]), where["project"]) as folder:
        yield folder


@contextmanager
def opened_records(
    where: dict[str, Any], *, project: Literal["needed", "made"] = "needed"
) -> Generator[Server | RecordsFolder]:
    """Open the place that the options name, for what the records alone answer. A server may run on the folder.

    Args:
        where: the options `data`, `project`, `url` and `key`.
        project: whether the project must be there, or is made when it is new.
    """
    if _is_server(where):
        with reached(where["url"], where["key"]) as server:
            yield server
        return
    data, name = Path(where["data"]), where["project"]
    if project == "needed" or name is None:
        folders.require_data(data)
    settings = environment.settings(data=data)
    with folders.opened_records(data) as records:
        facts = environment.facts(settings.policy)
        chosen = name if project == "made" and name else folders.chosen_project(records.reader, name).name
        caller = records.writer.write(lambda connection: caller_for(connection, chosen, facts, name=_NAME))
        yield RecordsFolder(Book(records, caller, facts))


def _is_server(where: dict[str, Any]) -> bool:
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
def reached(url: str, key: str | None) -> Generator[Server]:
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
            yield Server(client)
    except UnreachableError as error:
        raise click.ClickException(
            f"The server at {url} does not answer. Is it running? ({error})"
        ) from error


@contextmanager
def _folder(data: Path, project: str | None) -> Generator[Folder]:
    folders.require_data(data)
    folders.require_writable(data)
    try:
        with damage_explained(data), open_state(environment.settings(data=data)) as state:
            yield Folder(state, _caller(folders.chosen_project(state.records.reader, project)))
    except LockedError as error:
        raise folders.held_by_another(data) from error


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
