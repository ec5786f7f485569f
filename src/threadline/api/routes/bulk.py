"""Conversations in bulk: NDJSON in, NDJSON out.

Results are sent when the last line is in: most clients send all before they read anything, and would wait for the
server while it waits for them. Until then they are kept, in memory or, when they are many, in a temporary file: that is
why the lines of a request have a limit.
"""

from __future__ import annotations

import tempfile
from functools import partial
from typing import TYPE_CHECKING

from threadline.api import answers
from threadline.api.intake.bodies import read_conversation
from threadline.api.lines import LineLimits, Lines
from threadline.errors import ServiceError, TooLargeError, UnavailableError
from threadline.services.asking.written import pieces_of
from threadline.services.documents import encode_lines
from threadline.services.importing.bulk import Bulk, none_stored
from threadline.serving.problems import line_problem
from threadline.wire.base import UNSET
from threadline.wire.bulk import LineResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from threadline.api.context import RequestContext
    from threadline.services.importing.bulk import Outcome, Stored
    from threadline.services.importing.lines import Line

_IN_MEMORY_BYTES = 1 << 20


async def log(context: RequestContext) -> Response:
    """POST /v1/bulk/conversations."""
    policy, most = context.state.policy, context.state.bulk
    bulk = Bulk(context.caller, partial(read_conversation, roles=policy.roles.chats))
    kept = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115  # the answer closes it
    limits = LineLimits(policy.body_bytes, policy.bulk_bytes, most.lines, most.group_lines)
    lines = Lines(context.request, limits, context.share)
    count = 0
    try:
        async for group in lines.groups():
            outcomes = await _take(context, bulk, group)
            kept.write(encode_lines([_result(*each) for each in outcomes]))
            count = group[-1].number
    except TooLargeError as error:
        kept.close()
        raise TooLargeError(f"{error.detail} Lines up to number {count:,} were taken in.") from error
    except BaseException:
        kept.close()
        raise
    if lines.unread:
        kept.write(encode_lines([_unread(*lines.unread, most=lines.limits.lines)]))
    kept.seek(0)
    return answers.ndjson(pieces_of(kept))


async def _take(context: RequestContext, bulk: Bulk, group: Sequence[Line]) -> list[Outcome]:
    bodies = await context.read_in_thread(lambda _: bulk.read(group))
    try:
        return await context.state.write(partial(bulk.store, bodies=bodies, facts=context.state.facts()))
    except UnavailableError as error:
        return none_stored(bodies, error)


def _result(line: int, outcome: Stored | ServiceError) -> LineResult:
    if isinstance(outcome, ServiceError):
        return LineResult(line=line, problem=line_problem(outcome))
    return LineResult(line=line, id=outcome.id, ignored=list(outcome.ignored) or UNSET)


def _unread(first: int, last: int, *, most: int) -> LineResult:
    lines = f"Lines {first:,} to {last:,} were" if last > first else f"Line {first:,} was"
    error = TooLargeError(
        f"{lines} not read: a request has at most {most:,} lines, blank ones included. Send the rest in another."
    )
    return LineResult(line=first, last_line=last, problem=line_problem(error))
