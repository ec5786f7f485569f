"""Compiling with promoted columns: what queries ask for again and again is read as a column.

The compiler tells which paths it would like. That is noted, and upkeep gives them columns: no query waits for one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from threadline.query import Wishes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from threadline.analytics.projection import Projection
    from threadline.query import Scope

T = TypeVar("T")


def with_promoted(
    projection: Projection, tables: Sequence[str], scope: Scope, compiled: Callable[[Scope], T]
) -> T:
    """Return what `compiled` makes of a scope that knows the promoted columns of some tables.

    Args:
        projection: where the columns are.
        tables: those that the query reads.
        scope: what the query may see.
        compiled: compiles it.
    """
    wishes = {table: Wishes(projection.promoted_columns(table)) for table in tables}
    result = compiled(replace(scope, promoted=wishes))
    for table, wish in wishes.items():
        projection.promoted[table].note(wanted=list(wish.missing), used=list(wish.found))
    return result
