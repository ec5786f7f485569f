"""The body of every refusal: RFC 9457 `application/problem+json` in the contract's form (section 2.4)."""

from threadline.wire.base import UNSET, UnsetType, Wire


class LegacyError(Wire, frozen=True, kw_only=True):
    """The older form of the same refusal."""

    code: str
    message: str
    """At most 100 characters of `detail`."""


class Fault(Wire, frozen=True, kw_only=True):
    """One fault of a body."""

    pointer: str
    """JSON Pointer (RFC 6901) into the body."""
    message: str


class Problem(Wire, frozen=True, kw_only=True):
    """A refusal, as a caller reads it."""

    title: str
    status: int
    detail: str
    instance: str | UnsetType = UNSET
    request_id: str | UnsetType = UNSET
    code: str
    """Fixed per status, for programs."""
    error: LegacyError
    violations: list[Fault] | UnsetType = UNSET
    """Every fault of the body with its place."""
