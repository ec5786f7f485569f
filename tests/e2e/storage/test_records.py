"""The system of record: migrations, group commit, the change log."""

import threading
from pathlib import Path

import apsw
import pytest

from threadline.errors import ServiceError, UnavailableError
from threadline.positions import Position
from threadline.records.connection import number, open_connection, run
from threadline.records.migrations.migrate import Migration, MigrationError, migrate, shipped
from threadline.records.store import Records, open_records
from threadline.records.tables import changes
from threadline.records.tables.changes import Changed, Kind

ONE = Migration(1, "0001_one", "CREATE TABLE a (x INTEGER)")
TWO = Migration(2, "0002_two", "ALTER TABLE a ADD COLUMN y TEXT; INSERT INTO a VALUES (1, 'z')")


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return open_records(tmp_path, now=0)


def test_migrations_run_once_and_in_order(tmp_path: Path) -> None:
    connection = open_connection(tmp_path / "a.sqlite")
    assert migrate(connection, [ONE], now=1) == 1
    assert migrate(connection, [ONE, TWO], now=2) == 2
    assert migrate(connection, [ONE, TWO], now=3) == 2
    assert connection.execute("SELECT x, y FROM a").fetchall() == [(1, "z")]
    assert connection.execute("SELECT version, applied_at FROM migrations").fetchall() == [(1, 1), (2, 2)]


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    connection = open_connection(tmp_path / "a.sqlite")
    broken = Migration(2, "0002_broken", "CREATE TABLE b (x INTEGER); INSERT INTO nowhere VALUES (1)")
    with pytest.raises(apsw.SQLError):
        migrate(connection, [ONE, broken], now=1)
    assert number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'") == 0
    assert migrate(connection, [ONE, TWO], now=2) == 2


def test_an_altered_migration_is_refused(tmp_path: Path) -> None:
    connection = open_connection(tmp_path / "a.sqlite")
    migrate(connection, [ONE], now=1)
    with pytest.raises(MigrationError, match="differs"):
        migrate(connection, [Migration(1, "0001_one", "CREATE TABLE b (x INTEGER)")], now=2)


def test_a_folder_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    connection = open_connection(tmp_path / "a.sqlite")
    migrate(connection, [ONE, TWO], now=1)
    with pytest.raises(MigrationError, match="newer"):
        migrate(connection, [ONE], now=2)


def test_shipped_migrations_are_numbered_without_gaps() -> None:
    assert [each.version for each in shipped()] == list(range(1, len(shipped()) + 1))


def test_a_write_is_durable_before_it_is_answered(records: Records) -> None:
    records.writer.write(lambda connection: changes.note(connection, Kind.EVENT, 7))
    other = open_connection(records.path)
    assert other.execute("SELECT kind, rid FROM changes").fetchall() == [(3, 7)]
    records.close()


def test_a_refused_job_takes_nothing_else_with_it(records: Records) -> None:
    def refuse(connection: apsw.Connection) -> None:
        changes.note(connection, Kind.EVENT, 1)
        raise ServiceError("no")

    with pytest.raises(ServiceError, match="no"):
        records.writer.write(refuse)
    records.writer.write(lambda connection: changes.note(connection, Kind.EVENT, 2))
    assert changes.since(records.reader, (Kind.EVENT,), after=Position(0), until=Position(10)) == [
        Changed(2, 0)
    ]
    records.close()


def test_jobs_that_wait_together_share_a_commit(records: Records) -> None:
    gate, is_held = threading.Event(), threading.Event()

    def hold(_: apsw.Connection) -> None:
        is_held.set()
        gate.wait()

    threads = [threading.Thread(target=records.writer.write, args=(hold,))]
    threads[0].start()
    is_held.wait()
    threads += [
        threading.Thread(target=records.writer.write, args=(lambda c, n=n: changes.note(c, Kind.EVENT, n),))
        for n in range(20)
    ]
    for thread in threads[1:]:
        thread.start()
    while records.writer.waiting < 20:
        threads[-1].join(0.001)
    gate.set()
    for thread in threads:
        thread.join()
    assert (records.writer.stats.jobs, records.writer.stats.commits) == (21, 2)
    records.close()


def test_a_file_that_another_process_holds_is_told_as_busy(records: Records) -> None:
    records.writer.connection.set_busy_timeout(1)
    other = open_connection(records.path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UnavailableError):
        records.writer.write(lambda connection: changes.note(connection, Kind.EVENT, 1))
    other.execute("ROLLBACK")
    records.writer.write(lambda connection: changes.note(connection, Kind.EVENT, 2))
    assert changes.newest(records.reader) == Position(1)
    records.close()


def test_a_row_that_changed_often_is_told_once_from_its_first_changed_message(records: Records) -> None:
    for position in (5, 2, 9):
        records.writer.write(lambda c, p=position: changes.note(c, Kind.CONVERSATION, 1, p))  # type: ignore[misc]
    assert changes.since(records.reader, (Kind.CONVERSATION,), after=Position(0), until=Position(3)) == [
        Changed(1, 2)
    ]
    assert changes.since(records.reader, (Kind.CONVERSATION,), after=Position(2), until=Position(3)) == [
        Changed(1, 9)
    ]
    records.close()


def test_pruned_numbers_are_never_used_again(records: Records) -> None:
    for rid in range(3):
        records.writer.write(lambda c, r=rid: changes.note(c, Kind.EVENT, r))  # type: ignore[misc]
    records.writer.write(lambda c: changes.prune(c, reached=(Position(99), Position(99))))
    assert number(records.reader, "SELECT count(*) FROM changes") == 1
    records.writer.write(lambda c: changes.note(c, Kind.EVENT, 9))
    assert changes.newest(records.reader) == Position(4)
    records.close()


def test_a_reader_cannot_write(records: Records) -> None:
    with pytest.raises(apsw.ReadOnlyError):
        run(records.reader, "DELETE FROM changes")
    records.close()
