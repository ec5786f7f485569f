"""The last stage: a plan in, statements out. With its neighbours `emit_*`, the only place that writes SQL.

Every statement looks at the rows of one project and at nothing else. A value of a request is always a
parameter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from threadline.query.emit_filter import emit_predicate
from threadline.query.emit_value import aggregate, argument, column, group_key, shown, sort_terms, stored
from threadline.query.plan import Aggregate, All, Bucket, Order, Plan, Relevance, Stored
from threadline.query.statement import Column, Scope, Sql, Statement, bound, fill, join, nested

Purpose: TypeAlias = Literal["rows", "export"]

_RANKING = """select thread.id, min(found.rank) as relevance
from {} as thread
join (select unnest({}::bigint[]) as rid, unnest({}::bigint[]) as rank) as found
on found.rid between thread.first_message_rid and thread.last_message_rid
where thread.project_id = {}
group by thread.id"""


def emit(plan: Plan, scope: Scope, *, purpose: Purpose = "rows") -> Statement:
    """Return the statement for the rows of a plan."""
    sql = _grouped_rows(plan, scope) if plan.is_grouped else _plain_rows(plan, scope)
    columns = tuple(column(output, purpose=purpose) for output in plan.outputs if output.is_shown)
    return Statement(sql.text, sql.parameters, columns)


def emit_total(plan: Plan, scope: Scope) -> Statement:
    """Return the statement that counts the rows of a plan without its limit."""
    keys = [group_key(key) for key in plan.keys]
    if not plan.is_grouped:
        sql = fill("select count(*)\n{}", _source(plan, scope))
    elif keys:
        groups = fill("select distinct {}\n{}", join(", ", keys), _source(plan, scope))
        sql = fill("select count(*)\nfrom {}", nested(groups))
    else:
        sql = Sql("select 1")
    return Statement(sql.text, sql.parameters, (Column(key="total", kind="integer", omit_null=False),))


def _plain_rows(plan: Plan, scope: Scope) -> Sql:
    """Write a query for single rows: the few rows of the answer are found first, and shown afterwards."""
    outputs = join(", ", (shown(key, stored(key)) for key in plan.keys))
    order = join(", ", (term for order in plan.order for term in _plain_terms(order, scope)))
    source = _source(plan, scope)
    page = _page(plan)
    if page.text:
        found = fill("select *\n{}\norder by {}{}", source, order, page)
        source = fill("from {}", nested(found))
    return fill("select {}\n{}\norder by {}", outputs, source, order)


def _plain_terms(order: Order, scope: Scope) -> Iterable[Sql]:
    if isinstance(order.value, Relevance):
        return [Sql("relevance")] if scope.ranking is not None else []
    if isinstance(order.value, Aggregate):
        message = "rows have no aggregates"
        raise TypeError(message)
    return (_directed(term, order) for term in sort_terms(order.value, stored(order.value)))


def _grouped_rows(plan: Plan, scope: Scope) -> Sql:
    """Write a query for groups: rows give their keys and what is aggregated, then they are grouped."""
    names = _GroupNames.of(plan)
    outputs = (names.shown(output.value) for output in plan.outputs if output.is_shown)
    inner = fill("select {}\n{}", names.definitions, _source(plan, scope))
    rows = fill("select {}\nfrom {}", join(", ", outputs), nested(inner))
    if names.keys:
        rows = fill("{}\ngroup by {}", rows, join(", ", map(Sql, names.keys.values())))
    orders = [term for order in plan.order for term in names.terms(order)]
    if orders:
        rows = fill("{}\norder by {}", rows, join(", ", orders))
    return fill("{}{}", rows, _page(plan))


@dataclass(frozen=True, slots=True)
class _GroupNames:
    """The names that the inner query of a grouped one gives to keys (`k1`) and arguments (`a1`)."""

    keys: dict[Stored | Bucket, str]
    arguments: dict[Aggregate | Bucket, str]

    @classmethod
    def of(cls, plan: Plan) -> "_GroupNames":
        """Name the keys of a plan, and the arguments of what it shows or orders by."""
        keys = {key: f"k{index}" for index, key in enumerate(plan.keys, 1)}
        values = [*(output.value for output in plan.outputs), *(order.value for order in plan.order)]
        arguments: dict[Aggregate | Bucket, str] = {}
        for value in values:
            if isinstance(value, Aggregate | Bucket) and value not in keys and argument(value) is not None:
                arguments.setdefault(value, f"a{len(arguments) + 1}")
        return cls(keys, arguments)

    @property
    def definitions(self) -> Sql:
        """Return what the inner query selects."""
        keys = (fill(f"{{}} as {name}", group_key(key)) for key, name in self.keys.items())
        arguments = (
            fill(f"{{}} as {name}", argument(value) or Sql("1")) for value, name in self.arguments.items()
        )
        return join(", ", (*keys, *arguments) if self.keys or self.arguments else [Sql("1")])

    def shown(self, value: Stored | Bucket | Aggregate) -> Sql:
        """Return a value of a group as a row shows it."""
        return self._aggregate(value) if isinstance(value, Aggregate) else shown(value, Sql(self.keys[value]))

    def terms(self, order: Order) -> Iterable[Sql]:
        """Return what groups are sorted by."""
        value = order.value
        if isinstance(value, Relevance):
            return []
        if isinstance(value, Aggregate) or (isinstance(value, Bucket) and value not in self.keys):
            return [_directed(self._aggregate(value), order)]
        return (_directed(term, order) for term in sort_terms(value, Sql(self.keys[value])))

    def _aggregate(self, value: Aggregate | Bucket) -> Sql:
        name = self.arguments.get(value)
        return aggregate(value, None if name is None else Sql(name))


def _directed(term: Sql, order: Order) -> Sql:
    return fill(f"{{}} {order.direction} nulls last", term)


def _page(plan: Plan) -> Sql:
    limit = Sql("") if plan.limit is None else fill("\nlimit {}", bound(plan.limit))
    offset = Sql("") if plan.offset == 0 else fill("\noffset {}", bound(plan.offset))
    return fill("{}{}", limit, offset)


def _source(plan: Plan, scope: Scope) -> Sql:
    """Return the `from` and `where` of a plan: its view's rows in the project that it is about."""
    table = Sql(plan.view.table)
    parts = plan.where.parts if isinstance(plan.where, All) else () if plan.where is None else (plan.where,)
    where = join("\n  and ", (fill("project_id = {}", bound(scope.project_id)), *map(emit_predicate, parts)))
    if plan.text is None or scope.ranking is None:
        return fill("from {}\nwhere {}", table, where)
    rids, ranks = ([pair[index] for pair in scope.ranking] for index in (0, 1))
    ranking = fill(_RANKING, table, bound(rids), bound(ranks), bound(scope.project_id))
    return fill("from {}\njoin {} as ranking using (id)\nwhere {}", table, nested(ranking), where)
