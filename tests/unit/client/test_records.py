"""The rows of a file, wherever its pieces are cut."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadline import AnswerError
from threadline.client.tables.records import RecordReader, Row

CELLS = st.text(alphabet='ab"\n\r,é', max_size=4)


def read(content: bytes, size: int) -> list[Row]:
    reader = RecordReader()
    found: list[Row] = []
    for start in range(0, len(content), size):
        found += reader.take(content[start : start + size])
    return [*found, *reader.end()]


@given(rows=st.lists(st.tuples(CELLS, CELLS), max_size=4), size=st.integers(1, 12))
def test_csv_is_read_whole_however_it_is_cut(rows: list[tuple[str, str]], size: int) -> None:
    file = StringIO()
    writer = csv.writer(file)
    writer.writerows([("id", "properties.a"), *rows])
    expected = [{"id": one or None, "properties.a": other or None} for one, other in rows]
    assert read(file.getvalue().encode(), size) == expected


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_ndjson_is_read_whole_however_it_is_cut(size: int) -> None:
    content = '{"id":"é"}\n{"id":"b","properties":{"a":[1]}}\n'.encode()
    assert read(content, size) == [{"id": "é"}, {"id": "b", "properties": {"a": [1]}}]
    assert read(content.rstrip(), size) == read(content, size)


def test_a_file_without_rows_has_none() -> None:
    assert read(b"", 1) == read(b"id,type\r\n", 3) == []


def test_a_byte_order_mark_is_no_part_of_a_name() -> None:
    assert read(b"\xef\xbb\xbfid\r\n1\r\n", 100) == [{"id": "1"}]


@pytest.mark.parametrize(
    "content", [b'{"id":\n', b'{"id":1}\nnothing\n', b"id,type\r\n1\r\n", b'id\r\n"1\r\n']
)
def test_a_broken_file_is_no_answer(content: bytes) -> None:
    with pytest.raises(AnswerError, match="The export cannot be read"):
        read(content, 5)
