"""How refusals are said, and when one is misuse of an option."""

from __future__ import annotations

import click
import pytest

from threadline.cli.refusals import Origin, refusal, told_by_origin
from threadline.client.errors import UnprocessableError
from threadline.client.problems import Problem
from threadline.errors import InvalidRequestError, NotFoundError, Violation
from threadline.wire.problems import Fault

FAULTS = ("`a` is unknown.", "/select/0/field"), ("`limit` is too large.", "/limit")
ORIGINS = {
    "/limit": Origin("--limit"),
    "/where": Origin("--where", is_json=True),
    "/select/0": Origin("--avg"),
}


def misuse(*violations: Violation) -> str:
    with pytest.raises(click.UsageError) as told, told_by_origin(ORIGINS):
        raise InvalidRequestError(*violations)
    return told.value.message


def test_one_fault_is_said_in_a_line_with_its_place() -> None:
    error = InvalidRequestError(Violation("/limit", "`limit` is too large."))
    assert refusal(error) == "Error: /limit: `limit` is too large."


def test_a_fault_of_the_whole_body_needs_no_place() -> None:
    assert refusal(InvalidRequestError(Violation("", "It is empty."))) == "Error: It is empty."


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
    with pytest.raises(click.UsageError, match="--limit: `limit` is too large"), told_by_origin(ORIGINS):
        raise error


def test_a_refusal_without_faults_is_its_sentence() -> None:
    assert refusal(NotFoundError("key", "k1")) == "Error: There is no key `k1` in this project."


def test_a_full_disk_is_a_refusal_that_names_the_file() -> None:
    assert (
        refusal(OSError(28, "No space left on device", "out.csv"))
        == "Error: No space left on device: out.csv"
    )


def test_a_fault_of_what_an_option_made_is_told_by_the_option() -> None:
    assert misuse(Violation("/select/0/field", "It is no number.")) == "--avg: It is no number."


def test_a_place_inside_typed_json_is_told_too() -> None:
    assert misuse(Violation("/where/condition", "It is odd.")) == "--where at /condition: It is odd."


def test_all_faults_of_options_are_told() -> None:
    told = misuse(Violation("/limit", "Too large."), Violation("/select/0", "Odd."))
    assert told.splitlines() == ["there are 2 faults.", "  --limit: Too large.", "  --avg: Odd."]


@pytest.mark.parametrize(
    "violations", [(Violation("", "Odd."),), (Violation("/limit", "Odd."), Violation("/limits", "Odd."))]
)
def test_a_fault_that_nobody_typed_stays_a_refusal(violations: tuple[Violation, ...]) -> None:
    with pytest.raises(InvalidRequestError), told_by_origin(ORIGINS):
        raise InvalidRequestError(*violations)


def test_a_refusal_without_faults_is_no_misuse() -> None:
    with pytest.raises(NotFoundError), told_by_origin(ORIGINS):
        raise NotFoundError("key", "k1")
