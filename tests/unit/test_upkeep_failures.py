"""What the log says when the work beside requests fails again and again."""

import threading
from typing import Any, cast

import apsw
import pytest

from threadline import server
from threadline.services.keeping.upkeep import Upkeep


class Failing:
    """An upkeep that fails in turn, and ends the loop once it has worked."""

    def __init__(self, stopped: threading.Event, *failures: Exception) -> None:
        self.stopped = stopped
        self.failures = list(failures)

    def follow(self) -> None:
        if self.failures:
            raise self.failures.pop(0)

    def keep(self) -> None:
        self.stopped.set()


def logged(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, *failures: Exception
) -> list[tuple[str, bool]]:
    """Return what was logged, and whether a traceback came with it."""
    monkeypatch.setattr(server, "UPKEEP_SECONDS", 0.0)
    stopped = threading.Event()
    upkeep: Any = Failing(stopped, *failures)
    server._keep_up(cast("Upkeep", upkeep), server._Told(), stopped)
    return [(record.getMessage(), bool(record.exc_info)) for record in caplog.records]


def test_a_full_disk_is_told_once_in_a_line_and_so_is_its_end(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = [apsw.FullError("database or disk is full") for _ in range(3)]
    assert logged(caplog, monkeypatch, *full) == [
        ("Upkeep failed, and is tried again until it works: database or disk is full", False),
        ("Upkeep works again", False),
    ]


def test_a_defect_is_told_whole(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    assert logged(caplog, monkeypatch, KeyError("rid"))[0] == (
        "Upkeep failed, and is tried again until it works: 'rid'",
        True,
    )
