"""What the SDK raises. The server's own kinds of refusal (`threadline.errors`) stay there; their documents arrive.

ThreadlineError
├── ProblemError             the server answered, and not with success
│   ├── BadRequestError      400, 413, 415: the body or a parameter has the wrong shape, size or packing
│   ├── UnauthorizedError    401: no key, or an unknown one
│   ├── ForbiddenError       403: a known key that may not do this
│   ├── NotFoundError        404: no such thing in the key's project
│   ├── ConflictError        409: the same id or key was used before for other content
│   ├── UnprocessableError   422: well-formed, and cannot be carried out
│   ├── UnavailableError     429, 502, 503, 504: busy; try again later
│   └── ServerError          any other 5xx: a defect of the server
├── UnreachableError         no answer: refused or broken off
│   └── TimedOutError        no answer in time: of a connection, of a silence, or of the whole call
├── QuestionError            a question that cannot be asked (`questions.names`)
├── MissingExtraError        a library for tables is not installed (`tables.frames`)
└── AnswerError              success, with a body that is not what the API promises
"""

from collections.abc import Mapping
from http import HTTPStatus

import msgspec

from threadline.http.retry_after import retry_after_seconds
from threadline.wire.base import Wire
from threadline.wire.problems import Fault

_DETAIL_CHARACTERS = 500


class Problem(Wire, frozen=True, kw_only=True):
    """What an answer says of a refusal. Members that the answer lacks are empty."""

    status: int = 0
    """The status of the answer."""
    code: str = ""
    """Fixed per kind of refusal, for programs."""
    title: str = ""
    detail: str = ""
    """A sentence for people. It may change."""
    request_id: str | None = None
    """Names the request in the server's log."""
    violations: tuple[Fault, ...] = ()
    """Every fault of the body with its place."""


class ThreadlineError(Exception):
    """Anything that the SDK raises by itself."""


class ProblemError(ThreadlineError):
    """The server answered, and not with success."""

    def __init__(self, problem: Problem, retry_after_seconds: float | None = None) -> None:
        """Keep what the server says, and when it says that a new try makes sense."""
        super().__init__(problem, retry_after_seconds)
        self.problem = problem
        self.retry_after_seconds = retry_after_seconds

    def __str__(self) -> str:
        """Return the refusal in a line, and below it the faults when there are several."""
        problem = self.problem
        request = f" (request {problem.request_id})" if problem.request_id else ""
        head = f"{problem.status} {problem.code or problem.title}: {problem.detail}{request}"
        faults = [f"  {fault.pointer or '/'}: {fault.message}" for fault in problem.violations]
        return "\n".join([head, *faults]) if len(faults) > 1 else head


class BadRequestError(ProblemError):
    """The body or a parameter has the wrong shape, or is too large."""


class UnauthorizedError(ProblemError):
    """No key came with the request, or one that the server does not know."""


class ForbiddenError(ProblemError):
    """The key is known and may not do this."""


class NotFoundError(ProblemError):
    """There is no such thing in the key's project."""


class ConflictError(ProblemError):
    """The same id or key was used before for other content."""


class UnprocessableError(ProblemError):
    """The request is well-formed, and cannot be carried out."""


class UnavailableError(ProblemError):
    """The server is busy, or something before it. `retry_after_seconds` says when to come again, if it is known."""


class ServerError(ProblemError):
    """A defect of the server. Its log has the details under `problem.request_id`."""


class UnreachableError(ThreadlineError):
    """No answer came: the connection was refused, timed out, or broke off."""


class TimedOutError(UnreachableError):
    """No answer came in time: the connection, a silence in the answer, or the whole call took too long."""


class AnswerError(ThreadlineError):
    """The status says success, and the body is not what the API promises. Is the base URL that of an API?"""


_BY_STATUS: dict[int, type[ProblemError]] = {
    HTTPStatus.BAD_REQUEST: BadRequestError,
    HTTPStatus.UNAUTHORIZED: UnauthorizedError,
    HTTPStatus.FORBIDDEN: ForbiddenError,
    HTTPStatus.NOT_FOUND: NotFoundError,
    HTTPStatus.REQUEST_TIMEOUT: UnavailableError,
    HTTPStatus.CONFLICT: ConflictError,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: BadRequestError,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: BadRequestError,
    HTTPStatus.UNPROCESSABLE_ENTITY: UnprocessableError,
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: BadRequestError,
    HTTPStatus.TOO_MANY_REQUESTS: UnavailableError,
    HTTPStatus.BAD_GATEWAY: UnavailableError,
    HTTPStatus.SERVICE_UNAVAILABLE: UnavailableError,
    HTTPStatus.GATEWAY_TIMEOUT: UnavailableError,
}


def problem_error(status: int, content: bytes, headers: Mapping[str, str]) -> ProblemError:
    """Return the error that an answer without success stands for, whatever its body is."""
    otherwise = ServerError if status >= HTTPStatus.INTERNAL_SERVER_ERROR else ProblemError
    kind = _BY_STATUS.get(status, otherwise)
    return kind(_problem(status, content, headers), retry_after_seconds(headers))


def _problem(status: int, content: bytes, headers: Mapping[str, str]) -> Problem:
    """Read a problem document, and fill in what it lacks; proxies answer pages of their own."""
    try:
        problem = msgspec.json.decode(content, type=Problem)
    except msgspec.DecodeError:
        problem = Problem()
    text = content[:_DETAIL_CHARACTERS].decode(errors="replace").strip()
    return msgspec.structs.replace(
        problem,
        status=status,
        title=problem.title or _phrase(status),
        detail=problem.detail or text or "The answer has no body.",
        request_id=problem.request_id or headers.get("x-request-id"),
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown status"
