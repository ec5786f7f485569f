"""Settings: read once from the environment, into one frozen value. The command line's options win over the environment.

Each setting is the environment variable `THREADLINE_` + its name in capitals, such as `THREADLINE_BODY_BYTES`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from threadline.errors import InvalidRequestError, Violation

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "THREADLINE_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator can decide. The docstring of each is its help."""

    data: Path = Path("threadline-data")
    """Folder that holds everything; it is made when it is missing."""

    host: str = "127.0.0.1"
    """Address to listen on. Anything but loopback belongs behind a proxy that speaks TLS."""

    port: int = 8787
    """Port to listen on; 0 takes a free one."""

    organization: str = "org_default"
    """The `organizationId` of new projects."""

    roles: str = "strict"
    """`lenient` accepts the roles `developer`, `tool` and `function` in chats."""

    unknown_messages: str = "accept"
    """Feedback on a message that nobody logged: `accept` keeps it until the message comes, `refuse` answers 422."""

    repeat_seconds: float = 3.0
    """The same body from the same key within this time, without an id, is the same write; 0 switches it off."""

    body_bytes: int = 2_000_000
    """Largest body of a request, and largest line of a bulk request."""

    bulk_bytes: int = 100_000_000
    """Largest body of a bulk request."""

    plain_rows: int = 1_000
    """Most rows of a query without groups."""

    grouped_rows: int = 10_000
    """Most rows of a query with groups."""

    groups: int = 1_000_000
    """Most groups that a query may make, shown or not; exports may make more."""

    query_seconds: float = 10.0
    """Most time that a query may take; what takes longer is stopped and refused. Exports may take longer."""

    memory_megabytes: int = 0
    """Memory for queries; 0 takes a quarter of the machine's, at most 4,096."""

    threads: int = 0
    """Threads for queries; 0 takes one per processor."""

    fold_typing_seconds: float = 0.0
    """In search reports: a text that the same person continues within this time does not count; 0 counts all."""

    anonymous_searches: str = "count"
    """In the weekly report: `count` each search of nobody known as one person, or `ignore` them."""

    mcp_writes: str = "off"
    """`on` offers agents tools that store votes and events, too."""

    mcp_hosts: str = ""
    """Further names by which agents may call this server, such as that of a proxy, with commas between them."""

    log_level: str = "warning"
    """`debug`, `info`, `warning` or `error`."""


_CHOICES = {
    "roles": ("strict", "lenient"),
    "unknown_messages": ("accept", "refuse"),
    "anonymous_searches": ("count", "ignore"),
    "mcp_writes": ("off", "on"),
    "log_level": ("debug", "info", "warning", "error"),
}


def read_settings(environment: Mapping[str, str] | None = None, **options: object) -> Settings:
    """Return the settings of this process.

    Args:
        environment: variables to read; those of the process when left out.
        options: values from the command line; `None` means not given.

    Raises:
        InvalidRequestError: a value that does not fit; all of them are told.
    """
    variables = os.environ if environment is None else environment
    faults, found = [], {}
    for each in fields(Settings):
        text = variables.get(PREFIX + each.name.upper())
        if text is None:
            continue
        try:
            found[each.name] = _value(each.name, text)
        except ValueError as error:
            faults.append(Violation(f"/{PREFIX}{each.name.upper()}", str(error)))
    if faults:
        raise InvalidRequestError(*faults)
    given = {name: value for name, value in options.items() if value is not None}
    return replace(Settings(), **(found | given))  # type: ignore[arg-type]  # checked by name and type above


def _value(name: str, text: str) -> object:
    default = getattr(Settings(), name)
    choices = _CHOICES.get(name)
    if choices and text not in choices:
        raise ValueError(f"`{text}` is not possible; use one of {', '.join(choices)}.")
    try:
        return type(default)(text) if not isinstance(default, Path) else Path(text)
    except ValueError as error:
        raise ValueError(f"`{text}` is not a number.") from error
