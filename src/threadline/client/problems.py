"""What an answer says of a refusal."""

from threadline.wire.base import Wire
from threadline.wire.problems import Fault


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
