"""Tools that group semantic threads: by what they are about, and by what the documentation lacks.

Labels come from an annotator. Where none has written any, the tools say so and give the questions as they came.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from threadline.catalog import VIEWS
from threadline.mcp.answers import Answer
from threadline.mcp.sizing import CELL_CHARACTERS, Cutter, fitting
from threadline.mcp.teaching.examples import COUNT, condition
from threadline.mcp.teaching.schemas import where_schema
from threadline.mcp.tools.tool import Arguments, Tool, tool

if TYPE_CHECKING:
    from threadline.mcp.asking import Api

_THREADS = VIEWS["semantic-threads"]
_LABELS, _MOST_LABELS = 30, 200
_QUESTIONS = 30
"""Questions that are shown in place of labels."""

_GAP = "gapSummary"
_SHOWN = ("question", "answer", "conversationIds", "lastMessageTime", "hasNegativeFeedback")
_SINCE = Annotated[
    str, Meta(description="Only threads since then: `30d`, `12w`, or ISO 8601.", min_length=1, max_length=40)
]

Label = Literal[
    "subject",
    "category",
    "questionType",
    "sentiment",
    "emotion",
    "isOnTopic",
    "isClear",
    "isDocumented",
    "isFeatureSupported",
    "isAnswerConfident",
]
"""The fields of semantic threads that hold one label."""


class ListGaps(Arguments, frozen=True, kw_only=True):
    """Which gaps."""

    since: _SINCE | UnsetType = UNSET
    where: dict[str, Any] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=_MOST_LABELS)] = _LABELS
    offset: Annotated[int, Meta(ge=0)] = 0


class ListTopics(ListGaps, frozen=True, kw_only=True):
    """Which labels."""

    by: Annotated[Label, Meta(description="Which label to group by.")] = "subject"


async def list_topics(api: Api, asked: ListTopics) -> Answer:
    """Return how many threads have each label."""
    counted = await _counted(api, asked, asked.by)
    if counted.annotated:
        return await _labels(api, asked, counted)
    return await _as_they_came(api, asked, counted, "The newest questions follow as they came:")


async def list_gaps(api: Api, asked: ListGaps) -> Answer:
    """Return what the documentation lacks, most frequent first."""
    counted = await _counted(api, asked, _GAP)
    if counted.annotated:
        return await _labels(api, asked, counted)
    unhappy = {"or": [condition("hasNegativeFeedback", "eq", value=True), condition("answer", "isNull")]}
    sentence = "In its place, the newest questions that got no answer or a negative vote:"
    return await _as_they_came(api, asked, counted, sentence, where=unhappy)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """How many threads there are, and how many of them have a label."""

    label: str
    where: dict[str, Any]
    threads: int
    annotated: int


async def _counted(api: Api, asked: ListGaps, label: str) -> _Counted:
    where = _where(asked)
    having_label = {"type": "aggregation", "aggregation": "count", "field": label}
    row = (await _query(api, {"select": [COUNT, having_label], "where": where}))["result"][0]
    return _Counted(label=label, where=where, threads=row["count"], annotated=row[f"count_{label}"])


async def _labels(api: Api, asked: ListGaps, counted: _Counted) -> Answer:
    label, cutter = counted.label, Cutter(CELL_CHARACTERS)
    query = {
        "select": [COUNT],
        "groupBy": [{"field": label}],
        "where": {"and": [counted.where, condition(label, "isNotNull")]},
        "orderBy": [{"field": "count", "direction": "desc"}],
        "limit": asked.limit,
        "offset": asked.offset,
    }
    data = await _query(api, query)
    rows = fitting([cutter.cut(row) for row in data["result"]])
    share = f"{counted.annotated:,} of {counted.threads:,} semantic threads have a `{label}`"
    return Answer(
        summary=f"{share}; {len(rows):,} of {data['total']:,} different ones shown, most frequent first.",
        data={"groups": rows, "query": query},
        shown=len(rows),
        total=data["total"],
        next=_following(asked, len(rows), data["total"]),
        notes=[
            "`drill_down` with view `semantic-threads`, this `query` and a row leads to its conversations."
        ],
    )


async def _as_they_came(
    api: Api, asked: ListGaps, counted: _Counted, sentence: str, *, where: dict[str, Any] | None = None
) -> Answer:
    """Return threads in place of labels that nobody has given."""
    cutter = Cutter(CELL_CHARACTERS)
    query = {
        "select": [{"type": "field", "field": name} for name in _SHOWN],
        "where": {"and": [counted.where, *([where] if where else [])]},
        "limit": min(asked.limit, _QUESTIONS),
        "offset": asked.offset,
    }
    data: dict[str, Any] = {"result": [], "total": 0}
    if counted.threads:
        data = await _query(api, query)
    rows = fitting([cutter.cut(row) for row in data["result"]])
    none = (
        f"None of {counted.threads:,} matching semantic threads has a `{counted.label}`:"
        " no annotator has written any."
    )
    if not counted.threads:
        none, sentence = "There are no semantic threads that match.", ""
    return Answer(
        summary=f"{none} {sentence} {len(rows):,} of {data['total']:,}.".replace("  ", " "),
        data={"threads": rows},
        shown=len(rows),
        total=data["total"],
        next=_following(asked, len(rows), data["total"]),
        notes=_UNANNOTATED if rows else [],
    )


_UNANNOTATED = ["Group them yourself, and say that the grouping is yours."]


def _following(asked: ListGaps, shown: int, total: int) -> dict[str, Any] | None:
    behind = asked.offset + shown
    return {"offset": behind} if shown and behind < total else None


def _where(asked: ListGaps) -> dict[str, Any]:
    since = [] if asked.since is UNSET else [condition(_THREADS.main_time.name, "gte", asked.since)]
    return {"and": [*since, *([] if asked.where is UNSET else [asked.where])]}


async def _query(api: Api, body: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = (await api.ask(f"/query/{_THREADS.name}", body))["data"]
    return data


def _with_filter(made: Tool) -> Tool:
    where, definitions = where_schema(_THREADS, "Which threads count.")
    made.schema["properties"]["where"] = where
    made.schema["$defs"] = definitions
    return made


TOOLS: tuple[Tool, ...] = (
    _with_filter(
        tool(
            ListTopics,
            list_topics,
            name="list_topics",
            title="What people ask about",
            description=(
                "Groups semantic threads (a question with its answer) by a label such as `subject` or `category`, most"
                " frequent first. Says so when no annotator has labelled anything, and gives questions as they came."
            ),
        )
    ),
    _with_filter(
        tool(
            ListGaps,
            list_gaps,
            name="list_gaps",
            title="What the documentation lacks",
            description=(
                "Lists what the documentation lacks, by `gapSummary` of semantic threads, most frequent first. Says so"
                " when no annotator has written any, and gives unanswered and voted-down questions in their place."
            ),
        )
    ),
)
