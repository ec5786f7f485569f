"""Compile the two requests behind property pickers: which keys are there, and which values a key has.

Both look into several views at once. A filter that names a field which a view lacks leaves that view out; extensions
count when no view has all its fields in the contract, so that they add no view to the answer of a contract's request.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from threadline.catalog import VIEWS, View
from threadline.query.binding.filters import bind_filter
from threadline.query.binding.search import is_known
from threadline.query.emitting.equality import both
from threadline.query.emitting.filters import emit_predicate
from threadline.query.emitting.folded import text_has
from threadline.query.emitting.paths import Spot
from threadline.query.faults import Faults, unknown
from threadline.query.forms.expression import Filter, conditions
from threadline.query.forms.plan import Predicate
from threadline.query.forms.promotion import served
from threadline.query.forms.statement import Column, Scope, Sql, Statement, bound, fill, join, nested
from threadline.query.parsing.filters import read_filter
from threadline.query.parsing.members import Node, describe
from threadline.query.rewrite import flatten
from threadline.query.settle import settle_predicate
from threadline.wire.queries import MOST_KEYS

_COLUMNS = {"properties": "properties", "userProperties": "user_properties"}
_LEGACY = {view.legacy: view for view in VIEWS.values()}
_DEFAULT_VALUES = 100
_MOST_VALUES = 1_000
_MOST_OFFSET = 1_000_000_000


@dataclass(frozen=True, slots=True)
class _Source:
    """A view to look into, and which of its rows."""

    view: View
    predicate: Predicate | None


def compile_property_keys(body: object, *, scope: Scope) -> Statement:
    """Return the statement for the names of properties and how many rows have each, most frequent first.

    Raises:
        MalformedError: the shape is wrong, or no view has the fields of the filter.
        InvalidRequestError: the filter is well-formed and cannot be carried out.
    """
    faults = Faults()
    node = _opened(body, faults)
    node.expect("a request for keys", "field", "views", "where", "search", "limit", "offset")
    field = node.choice("field", "a field of properties", names=tuple(_COLUMNS))
    sources = _sources(node)
    search = node.text("search")
    limit = node.whole("limit", least=1, most=MOST_KEYS)
    offset = node.whole("offset", least=0, most=_MOST_OFFSET)
    faults.raise_any()
    rows = [_key_rows(_COLUMNS[str(field)], source, scope) for source in sources]
    counted = _counted(join("\nunion all\n", rows), search=search, limit=limit or MOST_KEYS)
    return _from_place(counted, offset) if offset else counted


def compile_property_values(body: object, *, scope: Scope) -> Statement:
    """Return the statement for the values of a property and how many rows have each, most frequent first.

    Raises:
        MalformedError: the shape is wrong, or no view has the fields of the filter.
        InvalidRequestError: the filter is well-formed and cannot be carried out.
    """
    faults = Faults()
    node = _opened(body, faults)
    node.expect("a request for values", "field", "key", "views", "where", "search", "limit")
    field = node.choice("field", "a field of properties", names=tuple(_COLUMNS))
    key = node.needed_text("key")
    sources = _sources(node)
    search = node.text("search")
    limit = node.whole("limit", least=1, most=_MOST_VALUES)
    faults.raise_any()
    column, path = _COLUMNS[str(field)], (str(key),)
    rows = [
        _rows(Spot(column, path, promoted=scope.of_table(source.view.table)).literal, source, scope)
        for source in sources
    ]
    # Literals are grouped first: the few different ones become texts afterwards.
    value = Spot("stored", ("",), promoted={("stored", "/"): "stored"}).text
    texts = fill("select {} as value, times from {}", value, _joined(rows))
    return _counted(texts, search=search, limit=limit or _DEFAULT_VALUES)


def _opened(body: object, faults: Faults) -> Node:
    """Return the body as a node; one that is no object is refused at once."""
    node = Node.of(body, "", faults)
    faults.raise_any()
    return node or Node({}, "", faults)


def _from_place(statement: Statement, offset: int) -> Statement:
    """Return a statement that leaves out the first rows."""
    sql = fill("{}\noffset {}", Sql(statement.text, statement.parameters), bound(offset))
    return Statement(sql.text, sql.parameters, statement.columns)


def _counted(texts: Sql, *, search: str | None, limit: int) -> Statement:
    """Return the statement that adds up how often each of the texts was found."""
    wanted = text_has(Sql("value"), search, "anywhere") if search else Sql("value is not null")
    sql = fill(
        "select value, sum(times)::bigint as count\nfrom {}\nwhere {}\ngroup by value", nested(texts), wanted
    )
    sql = fill("{}\norder by count desc, value", sql)
    sql = fill("{}\nlimit {}", sql, bound(limit))
    columns = (
        Column(key="value", kind="string", omit_null=False),
        Column(key="count", kind="integer", omit_null=False),
    )
    return Statement(sql.text, sql.parameters, columns)


def _key_rows(column: str, source: _Source, scope: Scope) -> Sql:
    """Return how many rows of a source have each key: kept counts when all its rows are meant."""
    if source.predicate is None:
        template = "select key as value, sum(times) as times from property_keys where {} group by key having times > 0"
        parts = (("project_id", scope.project_id), ("tbl", source.view.table), ("field", column))
        return fill(template, both(fill("{} = {}", Sql(name), bound(value)) for name, value in parts))
    keys = _from(source, scope, Sql(f"unnest({column}_keys) as value"))
    return fill("select value, count(*) as times from {} group by value", nested(keys))


def _joined(rows: Sequence[Sql]) -> Sql:
    return nested(join("\nunion all\n", rows))


def _rows(stored: Sql, source: _Source, scope: Scope) -> Sql:
    """Return how often each value of an expression is there in a source."""
    return fill("{} group by stored", _from(source, scope, fill("{} as stored, count(*) as times", stored)))


def _from(source: _Source, scope: Scope, values: Sql) -> Sql:
    """Return the query for values of the rows of a source."""
    where = fill("project_id = {}", bound(scope.project_id))
    if source.predicate is not None:
        predicate = served(source.predicate, scope.of_table(source.view.table))
        where = fill("{} and {}", where, emit_predicate(settle_predicate(predicate, scope)))
    return fill("select {} from {} where {}", values, Sql(source.view.table), where)


def _sources(node: Node) -> list[_Source]:
    """Return the views that the request is about and that its filter fits."""
    views = _views(node)
    where = node.members.get("where")
    part = None if where is None else read_filter(where, "/where", node.faults)
    if part is None:
        return [_Source(view, None) for view in views]
    fitting = [view for view in views if _has_all(view.contract, part)]
    fitting = fitting or [view for view in views if _has_all(view, part)]
    if not fitting:
        _refuse(part, views, node.faults)
    return _bound(part, fitting, node.faults)


def _bound(part: Filter, views: Sequence[View], faults: Faults) -> list[_Source]:
    """Return the filter as the views that it fits have it; a view that cannot have such a value has no such rows."""
    found: list[_Source] = []
    refused: list[Faults] = []
    for view in views:
        own = Faults()
        predicate = bind_filter(part, view, own)
        if own:
            refused.append(own)
        else:
            found.append(_Source(view, flatten(predicate)))
    if refused and not found:
        faults.take(refused[0])
    return found


def _has_all(view: View, part: Filter) -> bool:
    return all(is_known(each, view) for each in conditions(part))


def _views(node: Node) -> list[View]:
    """Return the views that the request names, each once; all of them if it names none."""
    names = node.members.get("views")
    if not isinstance(names, list):
        if names is not None:
            node.faults.malformed(node.place("views"), f"`views` is a list, not {describe(names)}.")
        return list(VIEWS.values())
    for index, name in enumerate(names):
        if not isinstance(name, str) or name not in _LEGACY:
            message = unknown(name if isinstance(name, str) else describe(name), "a view", _LEGACY)
            node.faults.malformed(f"{node.place('views')}/{index}", message)
    return [view for name, view in _LEGACY.items() if name in names] or list(VIEWS.values())


def _refuse(part: Filter, views: Sequence[View], faults: Faults) -> None:
    """Keep why the filter fits none of the views."""
    known = dict.fromkeys(name for view in views for name in view.names)
    strange = [each for each in conditions(part) if each.field not in known]
    for each in strange:
        faults.malformed(f"{each.pointer}/field", unknown(each.field, "a field of these views", known))
    if not strange and not faults:
        faults.malformed("/where", "No view has all the fields that the filter names.")
