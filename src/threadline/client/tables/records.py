"""The rows of an export, read from its pieces as they come: NDJSON, or the CSV of a server that knows no other."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

import msgspec

from threadline.client.errors import AnswerError

Row = dict[str, Any]

ACCEPT = "application/x-ndjson, text/csv;q=0.5"
"""Asks for the format with types; servers of the contract alone answer CSV, where every value is a text."""

_decoder = msgspec.json.Decoder(dict[str, Any])


class RecordReader:
    """Takes pieces of a file and gives the rows that are whole."""

    def __init__(self) -> None:
        """Start before the first piece."""
        self._rest = b""
        self._header: list[str] | None = None
        self._is_csv: bool | None = None

    def take(self, piece: bytes) -> Iterator[Row]:
        """Yield the rows that end in a piece.

        Raises:
            AnswerError: it is no such file.
        """
        self._rest += piece
        whole, self._rest = _cut(self._rest, is_csv=self._starts_as_csv())
        yield from self._rows(whole)

    def end(self) -> Iterator[Row]:
        """Yield the row that has no end of line, if there is one.

        Raises:
            AnswerError: it is no such file.
        """
        whole, self._rest = self._rest, b""
        yield from self._rows(whole)

    def _starts_as_csv(self) -> bool:
        if self._is_csv is None and self._rest:
            self._is_csv = not self._rest.startswith(b"{")
        return self._is_csv is True

    def _rows(self, whole: bytes) -> Iterator[Row]:
        if not whole.strip():
            return
        try:
            yield from self._csv(whole) if self._is_csv else _decoder.decode_lines(whole)
        except (msgspec.DecodeError, csv.Error, ValueError) as error:
            raise AnswerError(f"The export cannot be read: {error}") from error

    def _csv(self, whole: bytes) -> Iterator[Row]:
        """Yield rows by the names of the header. An empty cell is no value."""
        for cells in csv.reader(StringIO(whole.decode("utf-8-sig"), newline=""), strict=True):
            if self._header is None:
                self._header = cells
            else:
                yield {name: cell or None for name, cell in zip(self._header, cells, strict=True)}


def _cut(content: bytes, *, is_csv: bool) -> tuple[bytes, bytes]:
    """Return the whole lines and the rest; in CSV a line inside quotes goes on."""
    end = content.rfind(b"\n") + 1
    while is_csv and end and content.count(b'"', 0, end) % 2:
        end = content.rfind(b"\n", 0, end - 1) + 1
    return content[:end], content[end:]
