"""JSON that a person gives: on the command line, in a file, or on stdin. Faults are told by line and column."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click


def read_body(given: str) -> dict[str, Any]:
    """Return a query body.

    Args:
        given: the JSON itself, the name of a file, or `-` for stdin.

    Raises:
        click.UsageError: it is no JSON object.
    """
    if given == "-":
        return json_object(sys.stdin.buffer.read().decode(errors="replace"), "stdin")
    if given.lstrip().startswith("{"):
        return json_object(given, "the query body")
    return json_object(_text_of(given), given)


def read_filter(given: str) -> dict[str, Any]:
    """Return the filter that `--where` asks for: as JSON, or `@` and the name of a file.

    Raises:
        click.UsageError: it is no JSON object.
    """
    if given.startswith("@"):
        return json_object(_text_of(given[1:]), given[1:])
    return json_object(given, "--where")


def json_object(text: str, name: str) -> dict[str, Any]:
    """Return the object that a text holds.

    Raises:
        click.UsageError: it holds something else.
    """
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise click.UsageError(f"{name} is not JSON: {error.msg} at {where}.") from error
    if not isinstance(found, dict):
        raise click.UsageError(f"{name} must be a JSON object, such as {{}}.")
    return found


def _text_of(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise click.UsageError(f"The file {name} cannot be read: {reason}.") from error
