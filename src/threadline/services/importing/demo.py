"""The demo: real public support conversations with feedback and events, loaded into a project of their own.

Every row has an id, so that loading it again changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from threadline.records.tables.memory import Progress
from threadline.services import keys
from threadline.services.importing.lines import Import, Line, caller_for
from threadline.services.keys import KeyWish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from threadline.records.protocol import Reading, Writing
    from threadline.records.writer import Writer
    from threadline.services.importing.lines import Reject, Taking
    from threadline.services.keys import CreatedKey
    from threadline.services.policy import RequestFacts


PROJECT = "demo"
KINDS = ("conversations", "feedback", "events")
"""In the order in which they are loaded: votes find their messages."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of each kind the demo has."""

    conversations: int
    feedback: int
    events: int


def load(writer: Writer, takings: Mapping[str, Taking[Any]], facts: Callable[[], RequestFacts]) -> Loaded:
    """Load the demo, or bring it to the version that is shipped."""
    caller = writer.write(lambda writing: caller_for(writing, PROJECT, facts(), name=PROJECT))
    counts = {}
    for kind in KINDS:
        demo = Import(writer=writer, caller=caller, taking=takings[kind], facts=facts, on_rejects=_refuse)
        counts[kind] = sum(progress.stored for progress in _last(demo.run(_lines(kind), Progress())))
    return Loaded(**counts)


def is_needed(reading: Reading) -> bool:
    """Tell whether no project has a conversation."""
    return not any(reading.count_conversations(project.rid) for project in reading.all_projects())


def fresh_key(writing: Writing, facts: RequestFacts) -> CreatedKey:
    """Return a new key of the demo; earlier ones are revoked, because only their hashes are known.

    Runs in a transaction of the writer.
    """
    for key in writing.all_keys():
        if key.project == PROJECT and key.name == PROJECT and key.revoked_at is None:
            keys.revoke(writing, key.id, facts)
    return keys.create(writing, KeyWish(project=PROJECT, type="api", name=PROJECT), facts)


def _lines(kind: str) -> Iterator[Line]:
    with resources.files("threadline.demo").joinpath(f"{kind}.jsonl").open("rb") as file:
        for number, text in enumerate(file, start=1):
            yield Line(number, text)


def _last(progress: Iterator[Progress]) -> list[Progress]:
    return list(progress)[-1:]


def _refuse(rejects: Sequence[Reject]) -> None:
    """Take no rejected line: our own data fit our own rules."""
    first = rejects[0]
    raise ValueError(f"line {first.line.number} of the demo was refused: {first.faults[0].message}")
