"""The environment of commands: their settings, and where they log."""

from __future__ import annotations

import logging
import time
from dataclasses import fields
from typing import TYPE_CHECKING

import msgspec

from threadline.cli.refusals import Origin, told_by_origin
from threadline.clock import new_id, now
from threadline.services.policy import USUAL, Policy, RequestFacts
from threadline.settings import PREFIX, Settings, read_settings

if TYPE_CHECKING:
    from typing import Any


_VARIABLES = [f"{PREFIX}{each.name.upper()}" for each in fields(Settings)]
_OPTIONS = [f"--{each.name.replace('_', '-')}" for each in fields(Settings)]
_ORIGINS = {f"/{name}": Origin(name) for name in (*_VARIABLES, *_OPTIONS)}


def settings(**given: Any) -> Settings:
    """Return the settings: the environment, and what options say.

    Args:
        given: values by name; `None` means not given.

    Raises:
        click.UsageError: a value that does not fit; all of them are told.
    """
    with told_by_origin(_ORIGINS):
        return read_settings(**given)


def facts(policy: Policy = USUAL) -> RequestFacts:
    """Return what services are told about something that is asked for now."""
    return RequestFacts(now(), new_id, policy)


_TIME = "%Y-%m-%dT%H:%M:%S"


class _Lines(logging.Formatter):
    """Times are in UTC, as everywhere."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s: %(message)s", _TIME)
        self.converter = time.gmtime


class _Objects(_Lines):
    """The same as a JSON object a line: `time`, `level`, `logger`, `message`, and `exception` when there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "time": f"{self.formatTime(record, _TIME)}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return msgspec.json.encode(line).decode()


def log_to_stderr(settings: Settings) -> None:
    """Log from now on, as the settings say."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Objects() if settings.log_format == "json" else _Lines())
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler])
