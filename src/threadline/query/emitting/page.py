"""Write the part of a statement that makes a page: order, limit, offset, and where the page before ended.

A page after another begins behind the last row's sort values, wherever that row is by now, or was. Its statement
carries the sort values of each row in extra columns, and one row more than the page, to know whether there is another.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from threadline.catalog import Direction
from threadline.query.emitting.context import Context
from threadline.query.emitting.dialect import Dialect
from threadline.query.forms.plan import Order, Plan
from threadline.query.paging import Key, keys_of
from threadline.query.sql import FALSE, Sql, both, bound, either, fill, join

_AFTER: dict[Direction, str] = {"asc": ">", "desc": "<"}


@dataclass(frozen=True, slots=True)
class Term:
    """One expression to sort by, and what it holds."""

    sql: Sql
    key: Key
    dialect: Dialect

    @property
    def order(self) -> Sql:
        """Return its part of the `order by` clause; every row of a search has a rank, the best one lowest."""
        if self.key.kind == "rank":
            return self.sql
        return fill(f"{{}} {self.key.direction} nulls last", self.sql)

    @property
    def value(self) -> Sql:
        """Return the expression that a cursor carries."""
        return self.dialect.times.microseconds(self.sql) if self.key.kind == "time" else self.sql

    def is_same(self, value: object) -> Sql:
        """Return whether a row has the value of the last one."""
        return fill("{} is not distinct from {}", self.sql, self._bound(value))

    def is_behind(self, value: object) -> Sql:
        """Return whether a row comes behind the last one by this term alone; nothing comes behind no value."""
        if value is None:
            return FALSE
        behind = fill(f"{{}} {_AFTER[self.key.direction]} {{}}", self.sql, self._bound(value))
        return fill("({} or {} is null)", behind, self.sql)

    def _bound(self, value: object) -> Sql:
        if value is None:
            return Sql("null")
        if isinstance(value, list):
            return self.dialect.lists.given(value)
        return self.dialect.times.from_microseconds(bound(value)) if self.key.kind == "time" else bound(value)


def terms_of(context: Context, order: Order, expressions: Sequence[Sql], *, is_grouped: bool) -> list[Term]:
    """Return the terms of an order, given what it sorts by."""
    keys = keys_of(order, is_grouped=is_grouped)
    return [Term(sql, key, context.dialect) for sql, key in zip(expressions, keys, strict=True)]


def behind(terms: Sequence[Term], values: Sequence[object]) -> Sql:
    """Return whether a row comes behind the row with the values."""
    if not terms:
        return FALSE
    term, value = terms[0], values[0]
    if not terms[1:]:
        return term.is_behind(value)
    return either([term.is_behind(value), both([term.is_same(value), behind(terms[1:], values[1:])])])


def ordered(terms: Sequence[Term]) -> Sql:
    """Return the clause that sorts rows; nothing when there is nothing to sort by."""
    return fill("\norder by {}", join(", ", (term.order for term in terms))) if terms else Sql("")


def cut(plan: Plan) -> Sql:
    """Return the clauses that cut a page out of the rows."""
    most = plan.limit if plan.limit is None or plan.page is None else plan.limit + 1
    limit = Sql("") if most is None else fill("\nlimit {}", bound(most))
    offset = Sql("") if plan.offset == 0 else fill("\noffset {}", bound(plan.offset))
    return fill("{}{}", limit, offset)
