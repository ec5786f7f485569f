"""Kinds of refusal: what the server tells a caller who asked for what cannot be.

A refusal (`ServiceError`) is the caller's to mend; anything else that is raised is a defect. No status codes here:
`serving/problems.py` has the only table of them.

    ServiceError
    ├── UnauthenticatedError     no key, unknown key
    ├── ForbiddenError           a known key that may not
    ├── NotFoundError            no such thing
    ├── ConflictError            same id, other content
    ├── MalformedError           the body or a parameter has the wrong shape
    ├── InvalidRequestError      well-formed, and cannot be carried out
    ├── TooLargeError            over a limit of size
    ├── UnsupportedEncodingError a body packed in a way that is not read here
    └── UnavailableError         busy, or over the time limit; try again later
"""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault of a body, and where it is."""

    pointer: str
    """JSON Pointer (RFC 6901) into the body; empty for the whole body."""

    message: str
    """A sentence that names the fault and what would work."""


class ServiceError(Exception):
    """A refusal: the caller's fault, told in a sentence."""

    def __init__(self, detail: str, *, violations: "Iterable[Violation]" = ()) -> None:
        """Keep the sentence and the faults behind it."""
        super().__init__(detail)
        self.detail = detail
        self.violations = tuple(violations)


class UnauthenticatedError(ServiceError):
    """No key came with the request, or one that nobody issued."""


class ForbiddenError(ServiceError):
    """The key is known and may not do this."""


class NotFoundError(ServiceError):
    """There is no such thing in the key's project."""

    def __init__(self, kind: str, identifier: str) -> None:
        """Name the kind of thing and the id that was asked for."""
        super().__init__(f"There is no {kind} `{shorten(identifier)}` in this project.")


class DeletedError(NotFoundError):
    """What a write of before had stored is deleted."""

    def __init__(self) -> None:
        """Say what would work."""
        sentence = (
            "What was written with this `Idempotency-Key` is deleted. Use another key to write it again."
        )
        ServiceError.__init__(self, sentence)


class ConflictError(ServiceError):
    """The same id or key was used before for other content."""


class FaultyRequestError(ServiceError):
    """A request with faults that have a place each."""

    def __init__(self, *violations: Violation) -> None:
        """Say the first fault in `detail`, and keep them all."""
        first = violations[0]
        more = f" (and {len(violations) - 1} more)" if len(violations) > 1 else ""
        place = f" at `{shorten(first.pointer)}`" if first.pointer else ""
        super().__init__(f"{first.message}{place}{more}", violations=violations)


class MalformedError(FaultyRequestError):
    """The body or a parameter has the wrong shape, or a value outside its enum."""


class InvalidRequestError(FaultyRequestError):
    """The request is well-formed, and cannot be carried out."""


class TooLargeError(ServiceError):
    """The body is over the limit."""


class UnsupportedEncodingError(ServiceError):
    """The body is packed in a way that is not read here."""

    def __init__(self, detail: str, *, accepted: str) -> None:
        """Say what came, and what is read, as `Accept-Encoding` has it."""
        super().__init__(detail)
        self.accepted = accepted


class UnavailableError(ServiceError):
    """The server is busy, or the work went over its time limit."""

    def __init__(self, detail: str, *, retry_after_seconds: int) -> None:
        """Say why, and when a new try makes sense."""
        super().__init__(detail)
        self.retry_after_seconds = retry_after_seconds


class UnopenedError(ServiceError):
    """A file cannot be opened, for a reason that does not lie in it."""


class LockedError(ServiceError):
    """Another process has the projection open."""


class StoppedError(Exception):
    """The server stops: long work ended at a safe place, and begins anew at the next start. Not a refusal."""


def shorten(text: str, limit: int = 80) -> str:
    """Return `text`, cut to `limit` characters, so that a message stays readable whatever was sent."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def pointer_of(path: "Iterable[str]") -> str:
    r"""Return a path as a JSON Pointer (RFC 6901).

    >>> pointer_of(["a/b", "", "c~d"])
    '/a~1b//c~0d'
    """
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in path)


def did_you_mean(name: str, known: "Iterable[str]") -> str:
    """Return ` Did you mean ...?` with the nearest known name, or an empty text when none is near.

    >>> did_you_mean("typ", ["id", "type"])
    ' Did you mean `type`?'
    """
    names = list(known)
    lowered = {each.lower(): each for each in reversed(names)}
    near = get_close_matches(name[:80].lower(), lowered, n=1, cutoff=0.6)
    return f" Did you mean `{lowered[near[0]]}`?" if near else ""


def how_to_install(extra: str) -> str:
    """Return the command that brings an extra, in words: Threadline is on no index, so it comes from its checkout.

    >>> how_to_install("mcp")
    "pip install '.[mcp]' in the folder of Threadline's checkout"
    """
    return f"pip install '.[{extra}]' in the folder of Threadline's checkout"
