"""What is logged to stderr: a line with its time and its level, or a JSON object a line."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from threadline.settings import Settings

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
