"""Tools that ask in the query language, and the one that leads from a number to its conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from threadline.catalog import VIEWS
from threadline.catalog.names import ViewName
from threadline.mcp.answers import Answer, count_of
from threadline.mcp.sizing import CELL_CHARACTERS, MOST_CELL_CHARACTERS, Cutter, fitting
from threadline.mcp.teaching.examples import EXAMPLES
from threadline.mcp.teaching.schemas import CELLS, MOST_ROWS, ROWS, body_schema
from threadline.mcp.tools.tool import Arguments, Tool, read, require_known, tool

if TYPE_CHECKING:
    from threadline.catalog import View
    from threadline.mcp.asking import Api

_BODY_MEMBERS_BESIDE_THE_SCHEMA = ("cursor", "notes")
_DRILLED, _MOST_DRILLED = 20, 100


class _Cells(Arguments, frozen=True, kw_only=True):
    cell_characters: Annotated[int, Meta(ge=20, le=MOST_CELL_CHARACTERS)] = CELL_CHARACTERS


class DrillDown(Arguments, frozen=True, kw_only=True):
    """A row of an answer, and the query that it came from."""

    view: ViewName
    query: Annotated[dict[str, Any], Meta(description="The body that was asked, as it was.")]
    row: Annotated[dict[str, Any], Meta(description="The row, as it came.")]
    key: (
        Annotated[str, Meta(description="Of one number in the row: only rows behind it count.")] | UnsetType
    ) = UNSET
    limit: Annotated[int, Meta(ge=1, le=_MOST_DRILLED)] = _DRILLED
    cursor: Annotated[str, Meta(description="From `next` of the answer before.")] | UnsetType = UNSET
    cell_characters: Annotated[int, Meta(ge=20, le=MOST_CELL_CHARACTERS)] = CELL_CHARACTERS


async def ask(api: Api, view: View, given: dict[str, Any]) -> Answer:
    """Return the rows that answer a body, as many as a model reads at once.

    Raises:
        MalformedError: it has a member that no body has.
    """
    schema = body_schema(view)
    require_known(given, [*schema["properties"], *_BODY_MEMBERS_BESIDE_THE_SCHEMA])
    cutter = Cutter(read({CELLS: given.get(CELLS, CELL_CHARACTERS)}, _Cells).cell_characters)
    body = {name: value for name, value in given.items() if name != CELLS and value is not None}
    body["timeFormat"] = "rfc3339"
    body["limit"] = _limit(body.get("limit", ROWS))
    data = (await api.ask(f"/query/{view.name}", body))["data"]
    rows = fitting([cutter.cut(row) for row in data["result"]])
    following, notes = _following(body, data, len(rows))
    return Answer(
        summary=count_of(len(rows), data["total"], "rows"),
        data={"rows": rows},
        shown=len(rows),
        total=data["total"],
        next=following,
        notes=[*notes, *cut_notes(cutter)],
    )


async def drill_down(api: Api, asked: DrillDown) -> Answer:
    """Return the conversations behind a row."""
    body = msgspec.to_builtins(asked)
    view, cutter = body.pop("view"), Cutter(body.pop("cellCharacters"))
    body["query"].pop(CELLS, None)
    data = (await api.ask(f"/v1/query/{view}/drilldown", body))["data"]
    rows = fitting([cutter.cut(row) for row in data["result"]])
    is_whole = len(rows) == data["count"]
    cursor = data.get("nextCursor")
    shown = f"{data['rowCount']:,} rows of {view} are behind this row."
    return Answer(
        summary=f"{shown} {count_of(len(rows), data['total'], 'conversations')}",
        data={"filter": cutter.cut(data["filter"]), "conversations": rows},
        shown=len(rows),
        total=data["total"],
        next={"cursor": cursor} if cursor and is_whole else None,
        notes=[*([] if is_whole else [_too_much(len(rows))]), *cut_notes(cutter)],
    )


def cut_notes(cutter: Cutter) -> list[str]:
    """Return what is said when texts were cut."""
    if not cutter.cut_count:
        return []
    what = "1 text is" if cutter.cut_count == 1 else f"{cutter.cut_count:,} texts are"
    return [
        f"{what} cut to {cutter.characters:,} characters and end in `…`. Ask with a larger `{CELLS}` for more;"
        " a row with a cut key cannot be drilled into."
    ]


def _limit(asked: object) -> object:
    """Return a limit within ours. What is no number is the API's to refuse."""
    return min(asked, MOST_ROWS) if type(asked) is int else asked


def _following(
    body: dict[str, Any], data: dict[str, Any], shown: int
) -> tuple[dict[str, Any] | None, list[str]]:
    """Return the arguments that go on behind the rows that are shown, and what is to be said about that."""
    if "cursor" in body:
        if shown < data["count"]:
            return None, [_too_much(shown)]
        cursor = data.get("nextCursor")
        return ({"cursor": cursor} if cursor else None), []
    behind = int(body.get("offset", 0)) + shown
    return ({"offset": behind} if behind < data["total"] else None), []


def _too_much(shown: int) -> str:
    return f"More than fits: ask again with `limit` {shown} and go on by `cursor`, or show fewer fields."


def _query_tool(view: View) -> Tool:
    async def run(api: Api, given: dict[str, Any]) -> Answer:
        return await ask(api, view, given)

    examples = "\n".join(
        f"{question} {msgspec.json.encode(body).decode()}" for question, body in EXAMPLES[view.name]
    )
    return Tool(
        name=f"query_{view.name.replace('-', '_')}",
        title=f"Query {view.noun}",
        description=(
            f"Count, group, filter or list {view.noun}. The arguments are a query body; `guide` explains it. With an"
            f" aggregation or groupBy, rows are groups. Times: ISO 8601 or relative, `30d`. At most {MOST_ROWS} rows;"
            f" main time: `{view.main_time.name}`. Examples:\n{examples}"
        ),
        schema=body_schema(view),
        run=run,
    )


TOOLS: tuple[Tool, ...] = (
    *(_query_tool(view) for view in VIEWS.values()),
    tool(
        DrillDown,
        drill_down,
        name="drill_down",
        title="Conversations behind a number",
        description=(
            "Lists the conversations behind one row of a query's answer. Give the view, the body that was asked, and"
            " the row as it came. Then read them with `read_conversation`."
        ),
    ),
)
