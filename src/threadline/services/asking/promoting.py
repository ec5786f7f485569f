"""Compiling with promoted columns: what a query asks for again and again is read as a column.

The compiler tells which paths it would like; those get columns, and the query is compiled once more, which costs a
fraction of a millisecond.
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
        projection: where the columns are, and come to be.
        tables: those that the query reads. They have caught up, because a new column is filled from their rows.
        scope: what the query may see.
        compiled: compiles it; is called twice when a path gets a column.
    """
    wishes = {table: Wishes(projection.promoted_columns(table)) for table in tables}
    result = compiled(replace(scope, promoted=wishes))
    promoted = {
        table: projection.promote(table, wanted=list(wish.missing), used=list(wish.found))
        for table, wish in wishes.items()
    }
    is_new = any(name in promoted[table] for table, wish in wishes.items() for name in wish.missing)
    return compiled(replace(scope, promoted=promoted)) if is_new else result
