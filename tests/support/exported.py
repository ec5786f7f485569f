"""What an export is, read with nothing of ours: CSV after the grammar of RFC 4180 §2, NDJSON, and Parquet."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import duckdb

from tests.support.product import Caller, Json

CSV, NDJSON, PARQUET = "text/csv", "application/x-ndjson", "application/vnd.apache.parquet"
_FIELD = r'(?:"(?:[^"]|"")*+"|[^",\r\n]*+)'
_FILE = re.compile(rf"(?:{_FIELD}(?:,{_FIELD})*+\r\n)++")


def exported(caller: Caller, accept: str, view: str, body: Json) -> bytes:
    """Return the file that the server must make."""
    headers = {"Authorization": f"Bearer {caller.key}", "Accept": accept}
    answer = caller.client.post(f"/query/{view}/export", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.content


def csv_lines(content: bytes) -> list[list[str]]:
    """Return the cells of a CSV file, which has the grammar and no more."""
    text = content.decode()
    assert _FILE.fullmatch(text), text
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def json_lines(content: bytes) -> list[Json]:
    """Return the rows of an NDJSON file."""
    assert content.endswith(b"\n") or not content
    return [json.loads(line) for line in content.split(b"\n")[:-1]]


def parquet(content: bytes, folder: Path) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Return the types of the columns of a Parquet file, and its rows; times as the wire has them."""
    path = folder / "answer.parquet"
    path.write_bytes(content)
    described = duckdb.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
    types = {str(name): str(type_) for name, type_, *_ in described}
    # A time with a zone comes to Python by way of a package that nothing else here needs.
    places = ", ".join(_place(place, type_) for place, type_ in enumerate(types.values()))
    names = ", ".join(f"c{place}" for place in range(len(types)))
    found = duckdb.execute(f"SELECT {places} FROM read_parquet(?) AS file({names})", [str(path)]).fetchall()
    return types, [dict(zip(types, row, strict=True)) for row in found]


def _place(place: int, type_: str) -> str:
    is_time = type_ == "TIMESTAMP WITH TIME ZONE"
    return f"strftime(c{place} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ')" if is_time else f"c{place}"
