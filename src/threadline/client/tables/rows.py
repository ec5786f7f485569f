"""The rows of a query's answer."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from threadline.client.tables import frames
from threadline.wire.queries import QueryAnswer

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]  # it has types, and does not say so
    import polars as pl
    import pyarrow as pa  # type: ignore[import-untyped]  # it has none


class Rows(list[dict[str, Any]]):
    """The rows of a query, by wire name, and what the answer says about them."""

    def __init__(self, answer: QueryAnswer, promised: Callable[[], tuple[str, ...]] = tuple) -> None:
        """Take the rows out of an answer.

        Args:
            answer: the answer.
            promised: returns the columns that a table has even when no row has a value for them.
        """
        super().__init__(answer.data.result)
        self._promised = promised
        self.total = answer.data.total
        """How many rows match. More than there are here, when the server's cap was reached."""
        self.page_size = answer.data.page_size
        """The cap."""
        self.next_cursor = answer.data.next_cursor or None
        """What asks for the rows behind these, when the query asked for pages with `cursor` and there are more."""
        self.explain = answer.data.explain or None
        """How they were found, when the query asked for that."""

    def to_arrow(self) -> "pa.Table":
        """Return the rows as an Arrow table. Needs `threadline[arrow]`."""
        return frames.to_arrow(self, self._promised())

    def to_pandas(self) -> "pd.DataFrame":
        """Return the rows as a data frame. Needs `threadline[pandas]`."""
        return frames.to_pandas(self, self._promised())

    def to_polars(self) -> "pl.DataFrame":
        """Return the rows as a data frame. Needs `threadline[polars]`."""
        return frames.to_polars(self, self._promised())
