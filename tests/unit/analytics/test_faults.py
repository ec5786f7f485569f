"""What an error of DuckDB says about a file: only one that says so for certain makes it be made anew."""

from pathlib import Path

import duckdb
import pytest

from threadline.analytics.faults import advice, is_beyond_use, is_locked, why

FILE = Path("/srv/corrupt/analytics.duckdb")


@pytest.mark.parametrize(
    "error",
    [
        duckdb.IOException(
            f'IO Error: The file "{FILE}" exists, but it is not a valid DuckDB database file!'
        ),
        duckdb.IOException(
            f'IO Error: Could not read enough bytes from file "{FILE}": attempted to read 4096'
        ),
        duckdb.IOException("IO Error: Trying to read a database file with storage version number 64, but"),
        duckdb.Error("Corrupt database file: computed checksum 1 does not match stored checksum 2 in block"),
        duckdb.SerializationException("Serialization Error: Failed to deserialize: expected end of object"),
        duckdb.CatalogException("Catalog Error: Table with name reached does not exist!"),
    ],
)
def test_a_file_that_is_broken_or_of_another_version_is_beyond_use(error: duckdb.Error) -> None:
    assert is_beyond_use(error, FILE)


@pytest.mark.parametrize(
    "error",
    [
        duckdb.SyntaxException("Syntax Error: Must have at least 1 thread!"),
        duckdb.OutOfMemoryException("Out of Memory Error: failed to pin block of size 256.0 KiB"),
        duckdb.IOException(f'IO Error: Cannot open file "{FILE}": Permission denied'),
        duckdb.IOException(f'IO Error: Could not write file "{FILE}": No space left on device'),
        duckdb.IOException(f'IO Error: Could not set lock on file "{FILE}": Conflicting lock is held'),
        duckdb.InternalException("INTERNAL Error: Attempted to access index 3"),
    ],
)
def test_what_lies_around_a_file_says_nothing_of_it(error: duckdb.Error) -> None:
    assert not is_beyond_use(error, FILE)


def test_a_lock_is_told_from_other_faults_of_reading() -> None:
    assert is_locked(duckdb.IOException("IO Error: Could not set lock on file"))
    assert not is_locked(duckdb.IOException("IO Error: Cannot open file"))


def test_a_refusal_is_one_line_with_what_may_be_done() -> None:
    error = duckdb.OutOfMemoryException("Out of Memory Error: failed to pin!\n\nPossible solutions:\n* more")
    assert (why(error), advice(error)) == (
        "Out of Memory Error: failed to pin",
        "Give queries more memory, or free some.",
    )
