"""How refusals are said."""

from __future__ import annotations

from threadline.cli.main import refusal
from threadline.client.errors import Problem, UnprocessableError
from threadline.errors import InvalidRequestError, NotFoundError, Violation
from threadline.wire.problems import Fault

FAULTS = ("`a` is unknown.", "/select/0/field"), ("`limit` is too large.", "/limit")


def test_one_fault_is_said_in_a_line_with_its_place() -> None:
    error = InvalidRequestError(Violation("/limit", "`limit` is too large."))
    assert refusal(error) == "Error: `limit` is too large. at `/limit`"


def test_several_faults_are_listed_with_their_places() -> None:
    error = InvalidRequestError(*(Violation(pointer, message) for message, pointer in FAULTS))
    assert refusal(error).splitlines() == [
        "Error: there are 2 faults.",
        "  /select/0/field: `a` is unknown.",
        "  /limit: `limit` is too large.",
    ]


def test_a_server_that_refuses_is_said_in_the_same_way() -> None:
    faults = tuple(Fault(pointer=pointer, message=message) for message, pointer in FAULTS)
    error = UnprocessableError(Problem(status=422, detail="Two things.", violations=faults))
    assert "  /limit: `limit` is too large." in refusal(error).splitlines()


def test_a_refusal_without_faults_is_its_sentence() -> None:
    assert refusal(NotFoundError("key", "k1")) == "Error: There is no key `k1` in this project."


def test_a_full_disk_is_a_refusal_that_names_the_file() -> None:
    assert (
        refusal(OSError(28, "No space left on device", "out.csv"))
        == "Error: No space left on device: out.csv"
    )
