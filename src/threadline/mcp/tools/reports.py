"""Tools that tell what there is: property keys and values, the search reports, and the guide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from threadline.catalog.names import ViewName
from threadline.mcp.answers import Answer, count_of
from threadline.mcp.sizing import CELL_CHARACTERS, Cutter, fitting
from threadline.mcp.teaching import guide
from threadline.mcp.tools.tool import Arguments, Tool, tool
from threadline.wire.queries import MOST_KEYS, PropertyField

if TYPE_CHECKING:
    from threadline.mcp.asking import Api

_VALUES, _MOST_VALUES = 50, 500
_Shown = Annotated[int, Meta(ge=1, le=_MOST_VALUES)]
_After = Annotated[str, Meta(description="A date or an ISO 8601 time.", min_length=1, max_length=40)]
_VIEW_NAMES: dict[str, str] = guide.LEGACY_NAMES


class ListPropertyKeys(Arguments, frozen=True, kw_only=True):
    """Of which properties."""

    field: PropertyField = "properties"
    views: (
        Annotated[
            list[ViewName],
            Meta(description="Only in these views."),
        ]
        | UnsetType
    ) = UNSET
    search: Annotated[str, Meta(description="Only those with this text in them.")] | UnsetType = UNSET
    limit: _Shown = _VALUES


class ListPropertyValues(ListPropertyKeys, frozen=True, kw_only=True):
    """Of which property."""

    key: Annotated[str, Meta(description="A key that `list_property_keys` lists.")]


class Report(Arguments, frozen=True, kw_only=True):
    """Since when."""

    after: _After | UnsetType = UNSET
    limit: _Shown = _VALUES


class Guide(Arguments, frozen=True, kw_only=True):
    """About which view."""

    view: (
        Annotated[
            ViewName,
            Meta(description="Without it: the language itself."),
        ]
        | UnsetType
    ) = UNSET


async def list_property_keys(api: Api, asked: ListPropertyKeys) -> Answer:
    """Return the keys of properties."""
    found = (await api.ask("/query/property-keys", _wanted(asked)))["results"]
    return _listed(found, asked.limit, "keys", total=len(found) if len(found) < MOST_KEYS else None)


async def list_property_values(api: Api, asked: ListPropertyValues) -> Answer:
    """Return the values of a property; one more than is shown is asked for, to see whether there are more."""
    body = _wanted(asked) | {"key": asked.key, "limit": asked.limit + 1}
    found = (await api.ask("/query/property-values", body))["results"]
    return _listed(found, asked.limit, "values", total=len(found) if len(found) <= asked.limit else None)


async def top_searches(api: Api, asked: Report) -> Answer:
    """Return what people searched for."""
    data = (await api.get("/query/top-search-queries", **_since(asked)))["data"]
    cutter = Cutter(CELL_CHARACTERS)
    rows = [{"search": row["search_query"], "count": int(row["count"])} for row in data["result"]]
    shown = fitting([cutter.cut(row) for row in rows[: asked.limit]])
    return Answer(
        summary=f"{count_of(len(shown), data['total'], 'search texts')} Most frequent first.",
        data={"searches": shown},
        shown=len(shown),
        total=data["total"],
    )


async def weekly_search_users(api: Api, asked: Report) -> Answer:
    """Return how many people searched each week."""
    data = (await api.get("/query/weekly-search-users", **_since(asked)))["data"]
    rows = [{"week": row["week"], "users": int(row["unique_users"])} for row in data["result"]]
    shown = rows[-asked.limit :]
    return Answer(
        summary=f"{count_of(len(shown), len(rows), 'weeks')} By their Mondays, oldest first.",
        data={"weeks": shown},
        shown=len(shown),
        total=len(rows),
    )


async def show_guide(_api: Api, asked: Guide) -> Answer:
    """Return the guide to the query language, or the fields of a view. All of it is ours."""
    text = guide.language() if asked.view is UNSET else guide.of_view(asked.view)
    return Answer(summary=text, data={})


def _wanted(asked: ListPropertyKeys) -> dict[str, Any]:
    body: dict[str, Any] = {"field": asked.field}
    if asked.views is not UNSET:
        body["views"] = [_VIEW_NAMES[view] for view in asked.views]
    if asked.search is not UNSET:
        body["search"] = asked.search
    return body


def _listed(found: list[str], limit: int, noun: str, *, total: int | None) -> Answer:
    cutter = Cutter(CELL_CHARACTERS)
    shown = fitting([cutter.cut(each) for each in found[:limit]])
    is_all = total is not None and len(shown) == total
    return Answer(
        summary=f"{count_of(len(shown), total, noun)} Most frequent first.",
        data={noun: shown},
        shown=len(shown),
        total=total,
        notes=[] if is_all else ["For others, ask with `search` or a larger `limit`."],
    )


def _since(asked: Report) -> dict[str, str]:
    return {} if asked.after is UNSET else {"after": asked.after}


TOOLS: tuple[Tool, ...] = (
    tool(
        ListPropertyKeys,
        list_property_keys,
        name="list_property_keys",
        title="Property keys",
        description=(
            "Which keys `properties` or `userProperties` have in this project. Ask this before filtering or grouping by"
            " a property: keys differ from project to project."
        ),
    ),
    tool(
        ListPropertyValues,
        list_property_values,
        name="list_property_values",
        title="Property values",
        description="Which values a property has. In a query, such a key is the path `[KEY]` of its field.",
    ),
    tool(
        Report,
        top_searches,
        name="top_searches",
        title="Top searches",
        description="What people typed into search, most frequent first; without `after` of the last 30 days.",
    ),
    tool(
        Report,
        weekly_search_users,
        name="weekly_search_users",
        title="People who search, by week",
        description="How many different people searched each week; without `after` of the last 12 weeks.",
    ),
    tool(
        Guide,
        show_guide,
        name="guide",
        title="Guide to the query language",
        description=(
            "How a query is written, in one page; with `view`, every field of that view with its type and meaning. Read"
            " it before the first query."
        ),
    ),
)
