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

How an answer becomes one of them is in `refusals`. What it warns of is here too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadline.client.problems import Problem


class ThreadlineError(Exception):
    """Anything that the SDK raises by itself."""


class AlteredWarning(UserWarning):
    """Of what was logged, something is not kept, or not as it was given."""


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
