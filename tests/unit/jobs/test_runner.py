"""Jobs side by side: their paces, their failures, and their stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import apsw
import pytest

from tests.support.waiting import until
from threadline.errors import StoppedError
from threadline.jobs.folder import FOLLOWERS, hindrance
from threadline.jobs.runner import Job, Runner


def runner(*jobs: Job) -> Runner:
    return Runner(jobs, lambda: 7_000, time.monotonic, (apsw.Error,))


def counted(name: str) -> tuple[Job, list[int]]:
    """Return a job that counts its runs, and its count."""
    runs: list[int] = []
    return Job(name, lambda: runs.append(len(runs)), pace_seconds=0.0), runs


def failing(error: Exception) -> Callable[[], None]:
    def work() -> None:
        raise error

    return work


def test_a_slow_job_holds_up_no_other() -> None:
    let_go, begun = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        let_go.wait()

    quick, runs = counted("quick")
    slow = Job("slow", wait)
    both = runner(slow, quick)
    both.start()
    begun.wait()
    until(lambda: len(runs) > 3)
    assert slow.succeeded_at == 0
    let_go.set()
    both.stop()
    assert slow.succeeded_at == 7_000


def test_a_defect_is_logged_with_its_traceback_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    broken = Job("broken", failing(KeyError("rid")))
    sound, runs = counted("sound")
    both = runner(broken, sound)
    both.start()
    until(lambda: broken.failures > 0)
    before = len(runs)
    until(lambda: len(runs) > before + 3)
    both.stop()
    assert [bool(record.exc_info) for record in caplog.records] == [True]
    assert (broken.failure, sound.failure) == ("'rid'", "")


def test_jobs_that_meet_the_same_obstacle_tell_it_once(caplog: pytest.LogCaptureFixture) -> None:
    jobs = [Job(name, failing(apsw.FullError("full")), pace_seconds=0.0) for name in ("one", "two")]
    both = runner(*jobs)
    both.start()
    until(lambda: all(job.failures > 1 for job in jobs))
    both.stop()
    assert [record.getMessage() for record in caplog.records] == [
        "Upkeep failed, and is tried again until it works: full"
    ]


def test_two_jobs_with_defects_in_the_same_words_are_both_told(caplog: pytest.LogCaptureFixture) -> None:
    jobs = [Job(name, failing(KeyError("rid"))) for name in ("one", "two")]
    both = runner(*jobs)
    both.start()
    until(lambda: all(job.failures for job in jobs))
    both.stop()
    assert len(caplog.records) == 2


def test_a_job_that_fails_waits_twice_as_long_each_time_and_no_longer_than_it_may() -> None:
    job = Job("a", lambda: None, pace_seconds=1.0, longest_wait_seconds=5.0)
    waits = []
    for failures in range(6):
        job.failed_in_a_row = failures
        waits.append(job.wait_seconds)
    assert waits == [1.0, 1.0, 2.0, 4.0, 5.0, 5.0]
    job.failed_in_a_row = 10_000
    assert job.wait_seconds == 5.0


def test_a_pace_that_is_longer_than_the_longest_wait_stays() -> None:
    assert Job("a", lambda: None, 90.0, 60.0, failed_in_a_row=9).wait_seconds == 90.0


def test_a_success_ends_the_waiting() -> None:
    job, runs = counted("a")
    job.failed_in_a_row, job.failure = 4, "no"
    one = runner(job)
    one.start()
    until(lambda: bool(runs))
    one.stop()
    assert (job.failed_in_a_row, job.failure, job.succeeded_at) == (0, "", 7_000)


def test_a_stop_waits_for_the_run_that_is_begun_and_begins_no_other() -> None:
    begun, ended = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        ended.wait(0.05)

    only = Job("a", work, pace_seconds=3_600.0)
    one = runner(only)
    one.start()
    begun.wait()
    one.stop()
    assert only.succeeded_at == 7_000
    assert not [each for each in threading.enumerate() if each.name == "threadline-a"]


def test_a_job_that_is_told_to_stop_has_not_failed() -> None:
    job = Job("a", failing(StoppedError()), pace_seconds=0.0)
    one = runner(job)
    one.start()
    one.stop()
    assert (job.failures, job.failure) == (0, "")


def test_a_job_counts_the_time_that_it_worked() -> None:
    times = iter([10.0, 13.0])
    done = threading.Event()
    one = Runner([Job("a", done.set, pace_seconds=3_600.0)], lambda: 1, lambda: next(times))
    one.start()
    done.wait()
    one.stop()
    assert one.jobs[0].seconds == 3.0


def test_questions_wait_until_every_follower_has_followed_once() -> None:
    jobs = [Job(name, lambda: None) for name in (*FOLLOWERS, "notes")]
    assert hindrance(jobs) == "The projection is being built. Logging and reading work already."
    for job in jobs[:-1]:
        job.succeeded_at = 1
    assert hindrance(jobs) == ""


def test_what_hinders_a_follower_is_told_and_what_hinders_another_job_is_not() -> None:
    jobs = [Job(name, lambda: None, succeeded_at=1) for name in (*FOLLOWERS, "notes")]
    jobs[-1].failure = "full"
    assert hindrance(jobs) == ""
    jobs[1].failure = "full"
    assert hindrance(jobs) == "Followers cannot take in what was written: full"
