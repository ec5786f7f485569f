"""Bind a question for properties: its filter, in each view that has the fields.

A filter that names a field which a view lacks leaves that view out; extensions count when no view has all its fields in
the contract, so that they add no view to the answer of a contract's request.
"""

from collections.abc import Sequence

from threadline.catalog import View
from threadline.query.binding.filters import bind_filter
from threadline.query.binding.search import is_known
from threadline.query.binding.zones import Zones
from threadline.query.faults import Faults, unknown
from threadline.query.forms.expression import Filter, PropertyRequest, conditions
from threadline.query.forms.plan import PropertyPlan, PropertySource
from threadline.query.rewrite import flatten


def plan_properties(request: PropertyRequest, zones: Zones) -> PropertyPlan:
    """Return the plan of a question for properties.

    Raises:
        MalformedError: the shape is wrong, or no view has the fields of the filter.
        InvalidRequestError: the filter is well-formed and cannot be carried out.
    """
    faults = request.faults.copy()
    sources = _sources(request, faults, zones)
    faults.raise_any()
    return PropertyPlan(
        column=request.column,
        key=request.key,
        sources=tuple(sources),
        search=request.search,
        limit=request.limit,
        offset=request.offset,
    )


def _sources(request: PropertyRequest, faults: Faults, zones: Zones) -> list[PropertySource]:
    """Return the views that the request is about and that its filter fits."""
    part, views = request.where, request.views
    if part is None:
        return [PropertySource(view) for view in views]
    fitting = [view for view in views if _has_all(view.contract, part)]
    fitting = fitting or [view for view in views if _has_all(view, part)]
    if not fitting:
        _refuse(part, views, faults)
    return _bound(part, fitting, faults, zones=zones)


def _bound(part: Filter, views: Sequence[View], faults: Faults, *, zones: Zones) -> list[PropertySource]:
    """Return the filter as the views that it fits have it; a view that cannot have such a value has no such rows."""
    found: list[PropertySource] = []
    refused: list[Faults] = []
    for view in views:
        own = Faults()
        predicate = bind_filter(part, view, own, zones=zones)
        if own:
            refused.append(own)
        else:
            found.append(PropertySource(view, flatten(predicate)))
    if refused and not found:
        faults.take(refused[0])
    return found


def _has_all(view: View, part: Filter) -> bool:
    return all(is_known(each, view) for each in conditions(part))


def _refuse(part: Filter, views: Sequence[View], faults: Faults) -> None:
    """Keep why the filter fits none of the views."""
    known = dict.fromkeys(name for view in views for name in view.names)
    strange = [each for each in conditions(part) if each.field not in known]
    for each in strange:
        faults.malformed(f"{each.pointer}/field", unknown(each.field, "a field of these views", known))
    if not strange and not faults:
        faults.malformed("/where", "No view has all the fields that the filter names.")
