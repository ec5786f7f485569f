"""Bulk logging: one conversation a line in, one result a line out. An extension of the contract."""

from threadline.wire.base import UNSET, UnsetType, Wire
from threadline.wire.problems import Fault

MOST_LINES = 100_000
"""Lines with text that one request may have: until the last one is in, a result of each is kept."""


class LineProblem(Wire, frozen=True, kw_only=True):
    """Why a line was not stored."""

    status: int
    code: str
    detail: str
    violations: list[Fault] | UnsetType = UNSET


class LineResult(Wire, frozen=True, kw_only=True):
    """What became of a line: the id of the stored conversation, or a problem. One may stand for several lines."""

    line: int
    last_line: int | UnsetType = UNSET
    """Set when lines were not read because there are too many: the result stands for all up to this one."""

    id: str | UnsetType = UNSET
    ignored: list[str] | UnsetType = UNSET
    """Places of members that the line had and the server did not keep."""

    problem: LineProblem | UnsetType = UNSET
