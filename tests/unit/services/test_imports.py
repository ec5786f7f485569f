"""Imports: batches, rejected lines, and the place to go on."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import chat
from threadline.cli.importing.takings import takings
from threadline.errors import UnavailableError
from threadline.records.store import Records, open_records
from threadline.records.tables import conversations, memory, projects
from threadline.records.tables.memory import Progress
from threadline.services.access import Caller
from threadline.services.importing.lines import BATCH_LINES, Import, Line, Reject, caller_for
from threadline.services.policy import RequestFacts
from threadline.settings import Settings

SOURCE = "conversations:chats.jsonl"
_numbers = itertools.count(1)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    records = open_records(tmp_path, now=0)
    yield records
    records.close()


@dataclass
class Run:
    """One import of conversations into project `support`."""

    records: Records
    rejects: list[Reject] = field(default_factory=list)
    source: str = SOURCE

    def take(self, *texts: object, start: Progress | None = None) -> list[Progress]:
        """Import some lines, and return the progress after each batch."""
        begin = start or Progress()
        lines = [
            Line(number, text if isinstance(text, bytes) else json.dumps(text).encode())
            for number, text in enumerate(texts, start=begin.position + 1)
        ]
        return list(self.work().run(lines, begin))

    def work(self) -> Import[Any]:
        """Return the import before its first line."""
        return Import(
            writer=self.records.writer,
            caller=caller(self.records),
            taking=takings(Settings().policy)["conversations"],
            facts=facts,
            on_rejects=self.keep,
            source=self.source,
        )

    def keep(self, rejects: Sequence[Reject]) -> None:
        """Remember rejected lines."""
        self.rejects += rejects

    @property
    def count(self) -> int:
        """Conversations that are stored."""
        return conversations.count(self.records.reader, caller(self.records).project_rid)

    @property
    def kept(self) -> Progress:
        """The progress that a later run would find."""
        return memory.progress(self.records.reader, caller(self.records).project_rid, SOURCE)


def facts() -> RequestFacts:
    return RequestFacts(1_000, lambda prefix: f"{prefix}_{next(_numbers)}")


def caller(records: Records) -> Caller:
    return records.writer.write(lambda connection: caller_for(connection, "support", facts()))


def test_a_batch_is_stored_with_its_position(records: Records) -> None:
    run = Run(records)
    assert run.take(chat(1), chat(2)) == [Progress(position=2, stored=2)]
    assert (run.count, run.kept) == (2, Progress(position=2, stored=2))


def test_lines_after_a_full_batch_are_a_batch_of_their_own(records: Records) -> None:
    reached = Run(records).take(*(chat(number) for number in range(BATCH_LINES + 1)))
    assert [each.position for each in reached] == [BATCH_LINES, BATCH_LINES + 1]


def test_a_rejected_line_is_told_with_its_number_and_the_rest_is_stored(records: Records) -> None:
    run = Run(records)
    (reached,) = run.take(chat(1), b"{", {"type": "openai", "messages": []}, chat(2))
    assert (reached, run.count) == (Progress(position=4, stored=2, rejected=2), 2)
    assert [(each.line.number, each.faults[0].pointer) for each in run.rejects] == [(2, ""), (3, "/messages")]


def test_a_line_that_the_records_refuse_changes_nothing(records: Records) -> None:
    run = Run(records)
    run.take(chat(1, id="c1", tags=["first"]))
    ticket = {"id": "c1", "type": "support_ticket", "messages": [{"role": "user", "content": "x"}]}
    (reached,) = run.take(ticket, chat(2), start=Progress(1, 1))
    found = conversations.find(records.reader, caller(records).project_rid, "c1")
    assert found is not None
    assert (found[1].type, found[1].tags, reached.rejected, run.count) == ("openai", '["first"]', 1, 2)


def test_the_same_id_updates_and_counts_as_stored(records: Records) -> None:
    run = Run(records)
    (reached,) = run.take(chat(1, id="c1"), chat(1, id="c1"))
    assert (reached.stored, run.count) == (2, 1)


def test_progress_goes_on_from_an_earlier_run(records: Records) -> None:
    run = Run(records)
    (first,) = run.take(chat(1), b"x")
    (second,) = run.take(chat(2), start=first)
    assert second == run.kept == Progress(position=3, stored=2, rejected=1)


def test_empty_lines_count_as_lines_and_as_nothing_else(records: Records) -> None:
    run = Run(records)
    (reached,) = run.take(b"\n", chat(1), b"  \n", chat(2), b"\n")
    assert reached == Progress(position=4, stored=2)
    assert run.rejects == []


def test_a_line_that_nobody_reads_to_its_end_is_rejected(records: Records) -> None:
    run = Run(records)
    (reached,) = run.work().run([Line(1, b"{", is_cut=True)], Progress())
    assert (reached.rejected, run.rejects[0].faults[0].message[:20]) == (1, "The line is too long")


def test_a_source_without_a_name_keeps_no_progress(records: Records) -> None:
    run = Run(records, source="")
    run.take(chat(1))
    assert (run.count, run.kept) == (1, Progress())


def test_a_batch_whose_rejects_cannot_be_told_is_not_stored(records: Records) -> None:
    class Full(Run):
        def keep(self, rejects: Sequence[Reject]) -> None:
            raise OSError(f"no room for {len(rejects)} lines")

    run = Full(records)
    with pytest.raises(OSError, match="no room"):
        run.take(chat(1), b"x")
    assert (run.count, run.kept) == (0, Progress())


def test_a_folder_that_cannot_be_written_ends_the_import(records: Records) -> None:
    run = Run(records)
    work = run.work()
    records.writer.connection.execute("PRAGMA query_only=1")
    with pytest.raises(UnavailableError):
        list(work.run([Line(1, json.dumps(chat(1)).encode())], Progress()))


def test_a_project_is_made_once_with_an_integration_named_import(records: Records) -> None:
    first, second = caller(records), caller(records)
    assert first == second
    assert (first.type, first.is_trusted, first.integration_id != "") == ("api", True, True)
    assert [project.name for project in projects.projects(records.reader)] == ["support"]
