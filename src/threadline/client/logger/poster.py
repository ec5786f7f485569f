"""Entries become requests, and answers verdicts. What to do about a verdict is the worker's business.

Conversations go in bulk where the server has an endpoint for that, and one by one where it has none, which the first
answer tells. Of the entries of one conversation none overtakes another.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import groupby
from typing import Literal

import httpx2
import msgspec

from threadline.client.bodies.altered import not_kept
from threadline.client.call import Call
from threadline.client.errors import ProblemError, ServerError, UnavailableError
from threadline.client.logger.entry import Entry, Kind
from threadline.client.operations.calls import segment
from threadline.client.problems import Problem
from threadline.client.refusals import problem_error
from threadline.client.sending.retries import may_pass
from threadline.client.sending.transport import Address
from threadline.http.retry_after import retry_after_seconds
from threadline.wire.base import IGNORED_HEADER
from threadline.wire.bulk import LineProblem, LineResult

BULK_PATH = "/v1/bulk/conversations"
MOST_DEFECTS = 5
"""How often an entry may meet a defect of the server until it counts as refused."""

Verdict = Literal["sent", "again"] | ProblemError
"""What became of an entry. A problem is for ever."""

_PATHS: dict[Kind, str] = {
    "conversation": "/conversations",
    "continuation": "/conversations",
    "event": "/events",
    "feedback": "/feedback",
}
_NO_BULK = frozenset({403, 404, 405, 501})
"""Answers that say: not here, or not with this key."""

_FROM_STORED = frozenset({"type", "conversationId"})
"""What a stored message has and a logged one has not."""


class TroubleError(Exception):
    """The server cannot be reached or is busy: nothing else is worth trying now."""

    def __init__(self, reason: str, pause_seconds: float = 0.0) -> None:
        """Take what happened, and how long the server asks to be left alone."""
        super().__init__(reason)
        self.pause_seconds = pause_seconds


@dataclass(slots=True)
class Report:
    """What became of a batch."""

    verdicts: list[Verdict]
    trouble: str = ""
    pause_seconds: float = 0.0
    """How long the server asks to be left alone."""

    altered: dict[int, str] = field(default_factory=dict)
    """What the server has not kept of entries that it took, in words, by their places in the batch."""

    def judge(self, index: int, problem: ProblemError | None, *, may_pass: bool | None = None) -> None:
        """Note what an answer says about an entry; unless told otherwise, what is the server's fault may pass."""
        if problem is None:
            self.verdicts[index] = "sent"
        elif isinstance(problem, UnavailableError | ServerError) if may_pass is None else may_pass:
            self.trouble = str(problem)
        else:
            self.verdicts[index] = problem


_Numbered = tuple[int, Entry]


@dataclass(slots=True)
class Poster:
    """Sends batches, one at a time."""

    address: Address
    open_http: Callable[[], tuple[httpx2.Client, bool]]
    """Returns an HTTP client, and whether to close it."""

    _http: tuple[httpx2.Client, bool] | None = None
    _has_bulk: bool = True
    _defects: Counter[str] = field(default_factory=Counter)

    def post(self, batch: Sequence[Entry]) -> Report:
        """Send a batch, as far as the server takes it, and return a verdict for each entry."""
        report = Report(["again"] * len(batch))
        # A vote or an event may be about a message of the same batch.
        ordered = sorted(enumerate(batch), key=lambda pair: pair[1].kind in {"event", "feedback"})
        try:
            for _, run in groupby(ordered, key=lambda pair: pair[1].kind):
                self._send(list(run), report)
        except TroubleError as trouble:
            report.trouble, report.pause_seconds = str(trouble), trouble.pause_seconds
        _keep_order(batch, report.verdicts)
        return report

    def close(self) -> None:
        """Close the connections, unless the HTTP client was handed in."""
        if self._http is not None and self._http[1]:
            self._http[0].close()
        self._http = None

    def _send(self, run: list[_Numbered], report: Report) -> None:
        """Send entries of one kind."""
        kind = run[0][1].kind
        if kind == "conversation" and self._has_bulk and len(run) > 1:
            run = self._in_bulk(run, report)
        for numbered in run:
            entry = numbered[1]
            body = self._continued(entry) if kind == "continuation" else entry.body
            if isinstance(body, ProblemError):
                report.judge(numbered[0], body)
            else:
                self._alone(numbered, body, report)

    def _in_bulk(self, run: list[_Numbered], report: Report) -> list[_Numbered]:
        """Send conversations as lines of one request; return those of which the answer says nothing."""
        answer = self._answer("POST", BULK_PATH, b"".join(entry.body + b"\n" for _, entry in run))
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            for index, _ in run:
                report.judge(index, _problem(answer))
            return []
        results = _results(answer) if answer.is_success else None
        if results is None:
            self._has_bulk = not (answer.is_success or answer.status_code in _NO_BULK)
            return run
        told = {result.line: result for result in results}
        for line, (index, _) in enumerate(run, start=1):
            if line in told:
                report.judge(index, _told(told[line]))
                if places := told[line].ignored:
                    report.altered[index] = not_kept(places)
        return [numbered for line, numbered in enumerate(run, start=1) if line not in told]

    def _alone(self, numbered: _Numbered, body: bytes, report: Report) -> None:
        index, entry = numbered
        answer = self._answer("POST", _PATHS[entry.kind], body)
        problem = None if answer.is_success else _problem(answer)
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            # A defect may be gone the next time.
            self._defects[entry.id] += 1
            may_pass = self._defects[entry.id] < MOST_DEFECTS
        else:
            may_pass = False
        if not may_pass:
            self._defects.pop(entry.id, None)
        report.judge(index, problem, may_pass=may_pass)
        if places := answer.headers.get(IGNORED_HEADER):
            report.altered[index] = not_kept(places.split(", "))

    def _continued(self, entry: Entry) -> bytes | ProblemError:
        """Return a body with the messages that the server has before its own."""
        answer = self._answer("GET", f"/conversations/{segment(entry.id)}", None)
        if answer.status_code == HTTPStatus.NOT_FOUND:
            return entry.body
        if not answer.is_success:
            return _problem(answer)
        stored = msgspec.json.decode(answer.content)["messages"]
        body = msgspec.json.decode(entry.body)
        body.pop("createdAt", None)
        new = {message["id"]: message for message in body["messages"]}
        kept = [new.pop(message["id"], None) or _as_logged(message) for message in stored]
        return msgspec.json.encode({**body, "messages": [*kept, *new.values()]})

    def _answer(self, method: Literal["GET", "POST"], path: str, body: bytes | None) -> httpx2.Response:
        """Return an answer that says something about the request.

        Raises:
            TroubleError: there is none, or it says that the server cannot answer now.
        """
        if self._http is None:
            self._http = self.open_http()
        http = self._http[0]
        call = Call(method=method, path=path, decode=bytes, body=body, effect="write")
        try:
            answer = http.send(self.address.request(http, call))
        except httpx2.RequestError as error:
            raise TroubleError(str(error) or type(error).__name__) from error
        if may_pass(answer, "write") or answer.status_code == HTTPStatus.REQUEST_TIMEOUT:
            raise TroubleError(str(_problem(answer)), retry_after_seconds(answer.headers) or 0.0)
        return answer


def _results(answer: httpx2.Response) -> list[LineResult] | None:
    """Return the results of a bulk request, or `None` when something else has answered."""
    try:
        return msgspec.json.Decoder(LineResult).decode_lines(answer.content)
    except msgspec.DecodeError:
        return None


def _told(result: LineResult) -> ProblemError | None:
    """Return what a line of a bulk answer says against an entry."""
    if not isinstance(result.problem, LineProblem):
        return None
    told = result.problem
    faults = tuple(told.violations) if isinstance(told.violations, list) else ()
    problem = Problem(status=told.status, code=told.code, detail=told.detail, violations=faults)
    return problem_error(told.status, msgspec.json.encode(problem), {})


def _problem(answer: httpx2.Response) -> ProblemError:
    return problem_error(answer.status_code, answer.content, answer.headers)


def _as_logged(message: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in message.items() if name not in _FROM_STORED}


def _keep_order(batch: Sequence[Entry], verdicts: list[Verdict]) -> None:
    """Send again what came behind an earlier state of the same conversation that has to be sent again."""
    late: set[str] = set()
    for index in _again_after(batch, verdicts, late):
        verdicts[index] = "again"


def _again_after(batch: Sequence[Entry], verdicts: Sequence[Verdict], late: set[str]) -> Iterator[int]:
    for index, entry in enumerate(batch):
        if verdicts[index] == "again":
            late.add(entry.id)
        elif verdicts[index] == "sent" and entry.id in late:
            yield index
