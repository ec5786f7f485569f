"""Settings: read once from the environment, into one frozen value. The command line's options win over the environment.

Each setting is the environment variable `THREADLINE_` + its name in capitals, such as `THREADLINE_BODY_BYTES`. What
fits is declared beside the field; the refusal and the reference page follow from it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_type_hints

from threadline.client.sending.defaults import KEY_VARIABLE, URL_VARIABLE
from threadline.errors import ServiceError, Violation, did_you_mean, shorten
from threadline.services.policy import USUAL, Policy, Roles, customers_with, hosts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PREFIX = "THREADLINE_"

_DAY_SECONDS = 86_400


class SettingsError(ServiceError):
    """A server cannot run with these settings."""

    def __init__(self, faults: list[Violation]) -> None:
        """Say the first fault in `detail`, and keep them all."""
        super().__init__(f"{faults[0].pointer.lstrip('/')}: {faults[0].message}", violations=faults)


@dataclass(frozen=True, slots=True)
class Between:
    """A number that fits: within bounds, or 0 where that has a meaning of its own."""

    least: float
    most: float
    or_zero: bool = False

    def read(self, value: object, kind: type) -> object:
        """Return the number that a value stands for.

        Raises:
            ValueError: it is no such number.
        """
        number = kind(value)
        if not (self.least <= number <= self.most or (self.or_zero and number == 0)):
            raise ValueError
        return number

    def words(self, kind: type) -> str:
        """Say what fits."""
        zero = "0, or " if self.or_zero else ""
        what = "a whole number" if kind is int else "a number"
        return f"{zero}{what} from {self.least:,} to {self.most:,}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """A word that fits: one of a few."""

    choices: tuple[str, ...]

    def read(self, value: object, kind: type) -> object:
        """Return the word.

        Raises:
            ValueError: it is none of them.
        """
        if value not in self.choices:
            raise ValueError
        return kind(value)

    def words(self, _kind: type) -> str:
        """Say what fits."""
        *others, last = (f"`{choice}`" for choice in self.choices)
        return f"{', '.join(others)} or {last}"


@dataclass(frozen=True, slots=True)
class Words:
    """A text that fits: any."""

    meant: str
    """What kind of text it is."""

    def read(self, value: object, kind: type) -> object:
        """Return the text.

        Raises:
            ValueError: it is blank.
        """
        if not str(value).strip():
            raise ValueError
        return kind(value)

    def words(self, _kind: type) -> str:
        """Say what fits."""
        return self.meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator can decide. The docstring of each is its help."""

    data: Annotated[Path, Words("a folder")] = Path("threadline-data")
    """Folder that holds everything; it is made when it is missing."""

    host: Annotated[str, Words("an address or a name of this machine")] = "127.0.0.1"
    """Address to listen on. Anything but loopback belongs behind a proxy that speaks TLS."""

    port: Annotated[int, Between(0, 65_535)] = 8787
    """Port to listen on; 0 takes a free one."""

    organization: Annotated[str, Words("an id")] = USUAL.organization
    """The `organizationId` of new projects."""

    roles: Annotated[str, OneOf(("strict", "lenient"))] = USUAL.roles.chats
    """`lenient` accepts the roles `developer`, `tool` and `function` in chats."""

    customer_roles: Annotated[str, Words("names")] = ""
    """More roles of customers, with commas: `userMessageCount` counts them; semantic threads begin with them."""

    unknown_messages: Annotated[str, OneOf(("accept", "refuse"))] = USUAL.unknown_messages
    """Feedback on a message that nobody logged: `accept` keeps it until the message comes, `refuse` answers 422."""

    repeat_seconds: Annotated[float, Between(0, _DAY_SECONDS)] = USUAL.repeat_seconds
    """How long a body without an id that comes again is the same write, if its answer may be lost; 0 for never."""

    body_bytes: Annotated[int, Between(1_000, 1_000_000_000)] = USUAL.body_bytes
    """Largest body of a request, and largest line of a bulk request."""

    bulk_bytes: Annotated[int, Between(1_000, 1_000_000_000_000)] = USUAL.bulk_bytes
    """Largest body of a bulk request."""

    received_megabytes: Annotated[int, Between(1, 100_000_000, or_zero=True)] = USUAL.received_megabytes
    """Memory for bodies of all requests until they are answered; 0 takes a sixteenth of the machine's, at most 512."""

    connections: Annotated[int, Between(16, 60_000)] = 1_000
    """Connections open at once; beyond them the one that waits longest for a request is closed."""

    address_connections: Annotated[int, Between(1, 60_000, or_zero=True)] = 200
    """Connections open at once from one address other than loopback; 0 for any number, behind a proxy elsewhere."""

    plain_rows: Annotated[int, Between(1, 1_000_000)] = 1_000
    """Most rows of a query without groups."""

    grouped_rows: Annotated[int, Between(1, 1_000_000)] = 10_000
    """Most rows of a query with groups."""

    groups: Annotated[int, Between(1, 1_000_000_000)] = 1_000_000
    """Most groups that a query may make, shown or not; exports may make more."""

    query_seconds: Annotated[float, Between(0.1, _DAY_SECONDS)] = 10.0
    """Most time that a query may take; what takes longer is stopped and refused. Exports may take longer."""

    memory_megabytes: Annotated[int, Between(64, 100_000_000, or_zero=True)] = 0
    """Memory for queries; 0 takes a quarter of the machine's, at most 4,096."""

    threads: Annotated[int, Between(0, 1_024)] = 0
    """Threads for queries; 0 takes one per processor."""

    fold_typing_seconds: Annotated[float, Between(0, _DAY_SECONDS)] = USUAL.fold_typing_seconds
    """In search reports: texts typed on, back or right within this time count as the last of them; 0 counts all."""

    fold_typing: Annotated[str, OneOf(("web", "all"))] = USUAL.fold_typing
    """Whose typing is folded: that of `web` keys, which widgets send letter by letter, or that of `all` keys."""

    anonymous_searches: Annotated[str, OneOf(("count", "ignore"))] = USUAL.anonymous_searches
    """In the weekly report: `count` each search of nobody known as one person, or `ignore` them."""

    csv_formulas: Annotated[str, OneOf(("keep", "escape"))] = USUAL.csv_formulas
    """In CSV over HTTP, where a caller does not say: texts that a spreadsheet would compute stay, or are defused."""

    mcp_writes: Annotated[str, OneOf(("off", "on"))] = USUAL.mcp_writes
    """`on` offers agents tools that store votes and events, too."""

    mcp_hosts: Annotated[str, Words("names")] = ""
    """Further names by which agents may call this server, such as that of a proxy, with commas between them."""

    log_level: Annotated[str, OneOf(("debug", "info", "warning", "error"))] = "warning"
    """What is logged to stderr."""

    log_format: Annotated[str, OneOf(("text", "json"))] = "text"
    """How: lines with time and level, or a JSON object a line, for programs that gather logs."""

    @property
    def policy(self) -> Policy:
        """What of this is about requests, for those who answer them."""
        return Policy(
            roles=Roles(self.roles, customers_with(self.customer_roles)),
            hosts=hosts_of(self.host, self.mcp_hosts),
            **{name: getattr(self, name) for name in _OF_REQUESTS},
        )


_OF_REQUESTS = sorted(
    {each.name for each in fields(Policy)} & {each.name for each in fields(Settings)} - {"roles"}
)
"""Settings that a policy has as they are."""


def read_settings(environment: Mapping[str, str] | None = None, **options: object) -> Settings:
    """Return the settings of this process.

    Args:
        environment: variables to read; those of the process when left out. An empty one is as good as none.
        options: values from the command line; `None` means not given.

    Raises:
        SettingsError: a value that does not fit; all of them are told.
    """
    variables = os.environ if environment is None else environment
    faults: list[Violation] = []
    found: dict[str, Any] = {}
    for name, kind, fit in _declared():
        given, place, origin = options.get(name), f"--{name.replace('_', '-')}", ""
        if given is None:
            place = PREFIX + name.upper()
            given, origin = variables.get(place) or None, " in the environment"
        if given is None:
            continue
        try:
            found[name] = fit.read(given, kind)
        except ValueError:
            words = f"`{shorten(str(given))}`{origin} does not fit: give {fit.words(kind)}."
            faults.append(Violation(f"/{place}", words))
    if faults:
        raise SettingsError(faults)
    return replace(Settings(), **found)


def fitting() -> dict[str, str]:
    """Return what fits each setting, in words, by its name."""
    return {name: fit.words(kind) for name, kind, fit in _declared()}


def unknown_variables(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return a sentence about each variable that begins like ours and that nobody reads, by its name."""
    variables = os.environ if environment is None else environment
    known = {PREFIX + each.name.upper() for each in fields(Settings)} | {URL_VARIABLE, KEY_VARIABLE}
    unknown = sorted(name for name in variables if name.startswith(PREFIX) and name not in known)
    return {name: f"{name} is no setting and does nothing.{did_you_mean(name, known)}" for name in unknown}


def _declared() -> Iterator[tuple[str, type, Between | OneOf | Words]]:
    """Yield every setting's name, its type, and what fits."""
    for name, hint in get_type_hints(Settings, include_extras=True).items():
        kind, fit = get_args(hint)
        yield name, kind, fit
