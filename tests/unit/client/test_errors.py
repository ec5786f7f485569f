"""Refusals: every status has its class, and every body can be read."""

import json
import pickle
from typing import Any

import pytest

from threadline.client import errors
from threadline.client.errors import ProblemError
from threadline.client.operations import calls
from threadline.serving.problems import CODES

CALL = calls.get_conversation("c1")


def refusal(status: int, content: bytes = b"", headers: dict[str, str] | None = None) -> ProblemError:
    with pytest.raises(ProblemError) as caught:
        CALL.read(status, content, headers or {})
    return caught.value


def document(status: int, **members: Any) -> bytes:
    whole = {
        "title": "Title",
        "status": status,
        "detail": "What went wrong.",
        "requestId": "req_1",
        "code": "code",
        "error": {"code": "code", "message": "What went wrong."},
    }
    return json.dumps(whole | members).encode()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadRequestError),
        (401, errors.UnauthorizedError),
        (403, errors.ForbiddenError),
        (404, errors.NotFoundError),
        (405, errors.ProblemError),
        (408, errors.UnavailableError),
        (409, errors.ConflictError),
        (413, errors.BadRequestError),
        (422, errors.UnprocessableError),
        (431, errors.BadRequestError),
        (429, errors.UnavailableError),
        (500, errors.ServerError),
        (501, errors.ServerError),
        (502, errors.UnavailableError),
        (503, errors.UnavailableError),
        (504, errors.UnavailableError),
        (302, errors.ProblemError),
    ],
)
def test_every_status_has_its_class(status: int, kind: type[ProblemError]) -> None:
    assert type(refusal(status, document(status))) is kind


def test_every_status_of_the_server_but_a_wrong_method_has_a_class_of_its_own() -> None:
    plain = {status for status in CODES if type(refusal(status)) is ProblemError}
    assert plain == {405}


def test_a_problem_document_is_read_whole() -> None:
    faults = [{"pointer": "/select/0/field", "message": "No such field."}]
    problem = refusal(422, document(422, code="unprocessable_entity", violations=faults)).problem
    assert (problem.status, problem.code, problem.title) == (422, "unprocessable_entity", "Title")
    assert (problem.detail, problem.request_id) == ("What went wrong.", "req_1")
    assert [(fault.pointer, fault.message) for fault in problem.violations] == [
        ("/select/0/field", "No such field.")
    ]


@pytest.mark.parametrize(
    "content",
    [b"<h1>Bad Gateway</h1>", b"\xff\xfe", b"", b"[1]", b"null", b'{"error":"x"}', b'{"detail":3}'],
)
def test_a_body_that_is_no_problem_document_is_told_as_it_is(content: bytes) -> None:
    error = refusal(502, content, {"x-request-id": "req_2"})
    assert (error.problem.status, error.problem.title) == (502, "Bad Gateway")
    assert (error.problem.request_id, error.problem.violations) == ("req_2", ())
    assert error.problem.detail == (content.decode(errors="replace") or "The answer has no body.")


def test_the_text_of_an_error_names_status_code_sentence_and_request() -> None:
    assert str(refusal(404, document(404, code="not_found"))) == (
        "404 not_found: What went wrong. (request req_1)"
    )


def test_the_text_of_an_error_lists_several_faults_with_their_places() -> None:
    faults = [{"pointer": "", "message": "One."}, {"pointer": "/where", "message": "Two."}]
    assert str(refusal(400, document(400, violations=faults))).splitlines()[1:] == [
        "  /: One.",
        "  /where: Two.",
    ]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "Mon, 05 Jan 2026 10:00:30 GMT", "date": "Mon, 05 Jan 2026 10:00:00 GMT"}, 30.0),
        ({"retry-after": "Mon, 05 Jan 2026 09:00:00 GMT", "date": "Mon, 05 Jan 2026 10:00:00 GMT"}, 0.0),
        ({"retry-after": "Mon, 05 Jan 2026 10:00:30 -0000", "date": "Mon, 05 Jan 2026 10:00:00 GMT"}, None),
        ({"retry-after": "Mon, 05 Jan 2026 10:00:30 GMT"}, None),
    ],
)
def test_the_time_for_a_new_try_is_read_from_the_header(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert refusal(503, b"", headers).retry_after_seconds == seconds


def test_an_error_survives_the_way_between_processes() -> None:
    error = refusal(503, document(503), {"retry-after": "7"})
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), copy.problem, copy.retry_after_seconds) == (type(error), error.problem, 7.0)
