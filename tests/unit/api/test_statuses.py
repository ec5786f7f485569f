"""Statuses of refusals: every kind has one, also a kind that the table does not name."""

import pytest

from threadline.errors import LockedError, NotFoundError, ServiceError, UnavailableError
from threadline.serving.problems import STATUSES, Occurrence, line_problem, response_of


class GoneError(NotFoundError):
    """A more particular kind."""


class SlowError(UnavailableError):
    """A more particular kind."""


WHERE = Occurrence("req_1", "/x")


@pytest.mark.parametrize(
    ("error", "status", "retry_after"),
    [
        (GoneError("conversation", "c"), 404, None),
        (SlowError("Busy.", retry_after_seconds=7), 503, "7"),
        (LockedError("Another process has it open."), 503, "5"),
        (ServiceError("The disk is gone."), 503, "5"),
    ],
)
def test_a_kind_that_the_table_does_not_name_has_the_status_of_what_it_is_a_kind_of(
    error: ServiceError, status: int, retry_after: str | None
) -> None:
    response = response_of(error, WHERE)
    assert (response.status_code, response.headers.get("retry-after")) == (status, retry_after)
    assert line_problem(error).status == status


def test_the_most_particular_kind_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STATUSES, ServiceError, STATUSES[UnavailableError])
    assert response_of(GoneError("conversation", "c"), WHERE).status_code == 404
