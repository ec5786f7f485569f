"""What the log says when a job beside requests fails again and again."""

import itertools
import threading

import apsw
import pytest

from threadline.errors import StoppedError
from threadline.jobs.runner import Job, Runner


def logged(caplog: pytest.LogCaptureFixture, *failures: Exception) -> list[tuple[str, bool]]:
    """Return what was logged of a job that fails in turn and then works, and whether a traceback came with it."""
    left, worked = list(failures), threading.Event()

    def work() -> None:
        if left:
            raise left.pop(0)
        if worked.is_set():
            raise StoppedError
        worked.set()

    job = Job("one", work, pace_seconds=0.0)
    runner = Runner([job], lambda: 7, itertools.count().__next__, (apsw.Error,))
    runner.start()
    worked.wait()
    runner.stop()
    assert job.failures == len(failures)
    return [(record.getMessage(), bool(record.exc_info)) for record in caplog.records]


def test_a_full_disk_is_told_once_in_a_line_and_so_is_its_end(caplog: pytest.LogCaptureFixture) -> None:
    full = [apsw.FullError("database or disk is full") for _ in range(3)]
    assert logged(caplog, *full) == [
        ("Upkeep failed, and is tried again until it works: database or disk is full", False),
        ("Upkeep works again", False),
    ]


def test_a_defect_is_told_whole(caplog: pytest.LogCaptureFixture) -> None:
    assert logged(caplog, KeyError("rid"))[0] == (
        "Upkeep failed, and is tried again until it works: 'rid'",
        True,
    )


def test_a_defect_without_words_is_told_by_its_kind(caplog: pytest.LogCaptureFixture) -> None:
    assert logged(caplog, AssertionError())[0][0].endswith("tried again until it works: AssertionError")
