"""A million rows: an export of all of them stays within the memory of a small one, and in nobody's way."""

import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw
import httpx2
import pytest

from tests.support.exported import CSV, NDJSON, PARQUET
from tests.support.product import condition, counting, user
from tests.support.server import Server, create_key, running_server
from threadline.analytics.opening import open_projection
from threadline.analytics.projection import Budget
from threadline.analytics.tables import TABLES
from threadline.positions import START

ROWS, FEW_ROWS = 1_000_000, 100_000
MEMORY_MEGABYTES = 192
"""What the database may use. A sort of all rows takes more and goes on on disk."""

GROWTH = MEMORY_MEGABYTES << 20
"""By so much a million rows may need more memory than a tenth of them: a sort's. The files are as large again."""

FIELDS = ("id", "properties")
START_MILLISECONDS = 1_700_000_000_000
MOMENT = "2023-11-16T02:00:00Z"
"""Before it lie a tenth of the rows."""

LOGGED = 5
"""So many conversations come while an export waits for its reader."""

_FILL = """
INSERT INTO conversations (rid, project_id, id, type, first_message_at, properties)
SELECT 1000000000 + n, ?, 'conversation-' || n, 'openai', make_timestamp_ms(? + n * 1000),
  to_json({'plan': n % 7, 'hash': sha256(n::VARCHAR), 'text': 'a, "b"' || chr(13) || chr(10) || n})
FROM range(?) AS t(n)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("million")
    fill(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THREADLINE_MEMORY_MEGABYTES", str(MEMORY_MEGABYTES))
        with running_server(folder) as server:
            yield server


def fill(folder: Path) -> None:
    """Make a folder whose projection has the rows; the records know nothing of them."""
    create_key(folder, project="main", kind="api")
    records = apsw.Connection(str(folder / "records.sqlite"))
    (project_id,) = records.execute("SELECT id FROM projects").fetchall()[0]
    (identity,) = records.execute("SELECT identity FROM store").fetchall()[0]
    records.close()
    projection = open_projection(folder, Budget(MEMORY_MEGABYTES << 20, 2), identity=int(str(identity)))
    projection.run(_FILL, [project_id, START_MILLISECONDS, ROWS])
    for table in TABLES:
        projection.reach(table, START)
    projection.close()


@contextmanager
def exporting(server: Server, accept: str, **body: Any) -> Generator[Iterator[bytes]]:
    """Yield the pieces of an export as they come."""
    select = [{"type": "field", "field": name} for name in FIELDS]
    headers = {"Authorization": f"Bearer {server.api_key}", "Accept": accept}
    url = f"{server.url}/query/conversations/export"
    with httpx2.stream("POST", url, json={"select": select, **body}, headers=headers, timeout=60) as answer:
        assert answer.status_code == 200
        yield answer.iter_bytes()


def exported_lines(server: Server, accept: str, **body: Any) -> int:
    with exporting(server, accept, **body) as pieces:
        return sum(piece.count(b"\n") for piece in pieces)


def post(server: Server, path: str, body: Any) -> Any:
    headers = {"Authorization": f"Bearer {server.api_key}"}
    answer = httpx2.post(f"{server.url}{path}", json=body, headers=headers, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.json()


def count(server: Server) -> int:
    found = post(server, "/query/conversations", {"select": [counting()]})
    number: int = found["data"]["result"][0]["count"]
    return number


def log(server: Server, id_: str) -> None:
    post(server, "/conversations", {"type": "support_ticket", "id": id_, "messages": [user("late")]})


def memory_bytes(server: Server, name: str) -> int:
    """Return `VmRSS`, the memory that the server holds, or `VmHWM`, the most that it held since `forget_peak`."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return next(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith(f"{name}:"))


def forget_peak(server: Server) -> None:
    Path(f"/proc/{server.process.pid}/clear_refs").write_text("5")


def peak_bytes(server: Server, accept: str, rows: int) -> int:
    """Return the most memory that the server held while it exported that many rows."""
    forget_peak(server)
    where = condition("firstMessageTime", "lt", MOMENT if rows == FEW_ROWS else "2100-01-01")
    lines = exported_lines(server, accept, where=where)
    if accept != PARQUET:
        per_row = 2 if accept == CSV else 1
        assert lines == rows * per_row + (accept == CSV)
    return memory_bytes(server, "VmHWM")


@pytest.mark.timeout(900)
@pytest.mark.parametrize("accept", [CSV, NDJSON, PARQUET])
def test_a_million_rows_take_hardly_more_memory_than_a_tenth_of_them(server: Server, accept: str) -> None:
    few = peak_bytes(server, accept, FEW_ROWS)
    assert peak_bytes(server, accept, ROWS) - few < GROWTH


@pytest.mark.timeout(900)
def test_a_slow_reader_gets_the_rows_of_one_moment_and_keeps_nobody_from_work(server: Server) -> None:
    before = count(server)
    with exporting(server, NDJSON) as pieces:
        begun = next(pieces)
        held = memory_bytes(server, "VmRSS")
        for number in range(LOGGED):
            log(server, f"late-{number}")
            assert count(server) == before + number + 1
        assert exported_lines(server, NDJSON) == before + LOGGED
        assert memory_bytes(server, "VmRSS") - held < GROWTH
        content = begun + b"".join(pieces)
    assert content.count(b"\n") == before
    assert b"late" not in content
    assert json.loads(content.rpartition(b"\n{")[2].join((b"{", b"")))["id"] == "conversation-0"
