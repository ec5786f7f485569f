"""Bulk logging: one conversation a line in, one result a line out. An extension of the contract."""

from threadline.wire.base import UNSET, UnsetType, Wire
from threadline.wire.problems import Fault


class LineProblem(Wire, frozen=True, kw_only=True):
    """Why a line was not stored."""

    status: int
    code: str
    detail: str
    violations: list[Fault] | UnsetType = UNSET


class LineResult(Wire, frozen=True, kw_only=True):
    """What became of a line: the id of the stored conversation, or a problem."""

    line: int
    id: str | UnsetType = UNSET
    problem: LineProblem | UnsetType = UNSET
