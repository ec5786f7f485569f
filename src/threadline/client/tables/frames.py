"""Rows as tables of other libraries: pandas, Polars and Arrow. Each is an extra, and loaded when it is asked for."""

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from threadline.client.errors import ThreadlineError
from threadline.client.tables.columns import Column, Kind, columns
from threadline.errors import how_to_install

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]  # it has types, and does not say so
    import polars as pl
    import pyarrow as pa  # type: ignore[import-untyped]  # it has none

Rows = Iterable[Mapping[str, Any]]
Promised = tuple[str, ...]


class MissingExtraError(ThreadlineError, ImportError):
    """A library that is asked for is not installed. The text says which extra brings it."""


def to_arrow(rows: Rows, promised: Promised = ()) -> "pa.Table":
    """Return rows as an Arrow table, with the promised columns also where no row has a value.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    return _arrow(columns(rows, promised), "arrow")


def to_pandas(rows: Rows, promised: Promised = ()) -> "pd.DataFrame":
    """Return rows as a data frame. Integers and booleans are of pandas' types that know missing values.

    Raises:
        MissingExtraError: pandas is not installed.
    """
    pandas = _library("pandas", "pandas")
    arrow = _library("pyarrow", "pandas")
    types = {arrow.int64(): pandas.Int64Dtype(), arrow.bool_(): pandas.BooleanDtype()}
    return _arrow(columns(rows, promised), "pandas").to_pandas(types_mapper=types.get)


def to_polars(rows: Rows, promised: Promised = ()) -> "pl.DataFrame":
    """Return rows as a data frame.

    Raises:
        MissingExtraError: Polars is not installed.
    """
    polars = _library("polars", "polars")
    types: dict[Kind, Any] = {
        "text": polars.String,
        "json": polars.String,
        "integer": polars.Int64,
        "number": polars.Float64,
        "boolean": polars.Boolean,
        "time": polars.Datetime("ms", "UTC"),
        "texts": polars.List(polars.String),
    }
    frame: pl.DataFrame = polars.DataFrame(
        [polars.Series(each.name, each.values, dtype=types[each.kind]) for each in columns(rows, promised)]
    )
    return frame


def _arrow(found: Sequence[Column], extra: str) -> "pa.Table":
    arrow = _library("pyarrow", extra)
    types: dict[Kind, Any] = {
        "text": arrow.string(),
        "json": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "boolean": arrow.bool_(),
        "time": arrow.timestamp("ms", tz="UTC"),
        "texts": arrow.list_(arrow.string()),
    }
    arrays = [arrow.array(each.values, type=types[each.kind]) for each in found]
    return arrow.table(arrays, names=[each.name for each in found])


def _library(name: str, extra: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtraError(
            f"`{name}` is not installed. What brings it: {how_to_install(extra)}."
        ) from error
