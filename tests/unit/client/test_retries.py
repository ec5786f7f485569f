"""Decisions about new tries: what, how often, after which pause, and until when."""

import httpx2
import pytest

from tests.support.stopwatch import Stopwatch
from threadline.client.call import Effect
from threadline.client.sending.retries import Outcome, Retries, Tries, may_pass

BUSY = httpx2.Response(503)
EFFECTS: tuple[Effect, ...] = ("read", "write", "keyed write")


def pauses(outcome: Outcome, retries: Retries, watch: Stopwatch) -> list[float]:
    tries = Tries("read", retries)
    while (pause := tries.pause_after(outcome)) is not None:
        watch.sleep(pause)
    return watch.pauses


@pytest.mark.parametrize("effect", EFFECTS)
@pytest.mark.parametrize(
    "outcome",
    [
        httpx2.Response(429),
        httpx2.Response(502),
        httpx2.Response(503),
        httpx2.Response(504),
        httpx2.ConnectError("refused"),
        httpx2.ConnectTimeout("late"),
        httpx2.ReadTimeout("late"),
        httpx2.ReadError("reset"),
        httpx2.RemoteProtocolError("closed"),
    ],
)
def test_what_may_pass_is_tried_again_whatever_the_call_does(outcome: Outcome, effect: Effect) -> None:
    assert may_pass(outcome, effect)


@pytest.mark.parametrize("effect", EFFECTS)
@pytest.mark.parametrize(
    "outcome",
    [
        *(httpx2.Response(status) for status in (200, 302, 400, 401, 403, 404, 409, 413, 422, 501)),
        httpx2.UnsupportedProtocol("gopher"),
        httpx2.LocalProtocolError("illegal header"),
        httpx2.DecodingError("not gzip"),
    ],
)
def test_what_stays_is_not_tried_again(outcome: Outcome, effect: Effect) -> None:
    assert not may_pass(outcome, effect)


def test_a_defect_of_the_server_is_tried_again_by_reads_alone() -> None:
    assert [may_pass(httpx2.Response(500), effect) for effect in EFFECTS] == [True, False, False]


def test_pauses_double_up_to_the_longest_one() -> None:
    watch = Stopwatch()
    retries = Retries(most_tries=6, first_pause_seconds=1, longest_pause_seconds=5, pace=watch.pace(chance=1))
    assert pauses(BUSY, retries, watch) == [1, 2, 4, 5, 5]


def test_half_of_a_pause_is_chance() -> None:
    watch = Stopwatch()
    retries = Retries(most_tries=4, first_pause_seconds=1, longest_pause_seconds=5, pace=watch.pace(chance=0))
    assert pauses(BUSY, retries, watch) == [0.5, 1, 2]


def test_the_server_is_not_asked_again_sooner_than_it_says() -> None:
    watch = Stopwatch()
    busy = httpx2.Response(503, headers={"Retry-After": "9"})
    assert pauses(busy, Retries(most_tries=3, pace=watch.pace(chance=0)), watch) == [9, 9]


def test_a_pause_that_would_end_too_late_is_not_made() -> None:
    watch = Stopwatch()
    busy = httpx2.Response(503, headers={"Retry-After": "9"})
    assert pauses(busy, Retries(total_seconds=20, pace=watch.pace(chance=0)), watch) == [9, 9]
    assert pauses(busy, Retries(total_seconds=8, pace=watch.pace(chance=0)), Stopwatch()) == []


def test_time_that_passes_in_tries_counts() -> None:
    watch = Stopwatch()
    tries = Tries("read", Retries(total_seconds=60, pace=watch.pace()))
    watch.seconds = 60
    assert tries.pause_after(httpx2.ReadTimeout("late")) is None


def test_one_try_means_one_try() -> None:
    watch = Stopwatch()
    assert pauses(BUSY, Retries(most_tries=1, pace=watch.pace()), watch) == []


def test_a_deadline_counts_from_the_first_try() -> None:
    watch = Stopwatch()
    tries = Tries("read", Retries(deadline_seconds=10, pace=watch.pace(chance=1)))
    assert tries.seconds_left == 10
    watch.seconds = 9
    assert (tries.seconds_left, tries.pause_after(BUSY)) == (1, 0.5)
    watch.seconds = 9.9
    assert tries.pause_after(BUSY) is None
    watch.seconds = 11
    assert tries.seconds_left == 0


def test_without_a_deadline_there_is_time() -> None:
    assert Tries("read", Retries()).seconds_left is None
