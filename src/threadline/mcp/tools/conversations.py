"""Tools that find messages and read conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from threadline.catalog import VIEWS
from threadline.errors import MalformedError, Violation
from threadline.mcp.answers import Answer, count_of
from threadline.mcp.asking import segment
from threadline.mcp.sizing import CELL_CHARACTERS, Cutter, fitting
from threadline.mcp.teaching.schemas import where_schema
from threadline.mcp.tools.tool import Arguments, Tool, tool
from threadline.wire.messages import content_text
from threadline.wire.search import MOST_OFFSET

if TYPE_CHECKING:
    from threadline.mcp.asking import Api

_FOUND, _MOST_FOUND = 10, 50
_WORDS, _MOST_WORDS = 20, 100
_MESSAGES, _MOST_MESSAGES = 20, 100
_MESSAGE_CHARACTERS, _MOST_MESSAGE_CHARACTERS = 2_000, 30_000
_HIT = ("conversationId", "messageId", "type", "role", "createdAt", "snippet")
_HEAD = (
    "id",
    "externalId",
    "externalUrl",
    "type",
    "createdAt",
    "updatedAt",
    "integrationId",
    "visibility",
    "tags",
    "properties",
    "userProperties",
)
_BESIDE_CONTENT = ("name", "links", "tool_calls", "properties")


class SearchMessages(Arguments, frozen=True, kw_only=True):
    """Words to look for."""

    query: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=1_000,
            description='All words in one message; `"a phrase"`, `-not`, `begin*`. Case and accents do not count.',
        ),
    ]
    where: Annotated[dict[str, Any], Meta(description="Which conversations count.")] | UnsetType = UNSET
    order: Literal["best", "newest"] = "best"
    limit: Annotated[int, Meta(ge=1, le=_MOST_FOUND)] = _FOUND
    offset: Annotated[int, Meta(ge=0, le=MOST_OFFSET)] = 0


class ReadConversation(Arguments, frozen=True, kw_only=True):
    """Which part of which conversation."""

    id: Annotated[str, Meta(min_length=1)] | UnsetType = UNSET
    external_id: (
        Annotated[str, Meta(min_length=1, description="Instead of `id`: its id in the system it came from.")]
        | UnsetType
    ) = UNSET
    start: Annotated[int, Meta(ge=1, description="Number of the first message to read; the oldest is 1.")] = 1
    limit: Annotated[int, Meta(ge=1, le=_MOST_MESSAGES, description="Most messages.")] = _MESSAGES
    characters: Annotated[
        int, Meta(ge=100, le=_MOST_MESSAGE_CHARACTERS, description="Most characters of a message.")
    ] = _MESSAGE_CHARACTERS
    from_character: Annotated[
        int, Meta(ge=0, description="Where in the text of message `start` to begin, to read on in a cut one.")
    ] = 0


class FrequentWords(Arguments, frozen=True, kw_only=True):
    """Whose words."""

    where: Annotated[
        dict[str, Any], Meta(description="Which conversations: a filter as `where` of `query_conversations`.")
    ]
    limit: Annotated[int, Meta(ge=1, le=_MOST_WORDS)] = _WORDS


async def search_messages(api: Api, asked: SearchMessages) -> Answer:
    """Return the messages that have the words."""
    body: dict[str, Any] = {"query": asked.query, "order": asked.order}
    body |= {"limit": asked.limit, "offset": asked.offset}
    if asked.where is not UNSET:
        body["where"] = asked.where
    data = (await api.ask("/v1/search", body))["data"]
    found = [{name: hit[name] for name in _HIT if name in hit} for hit in data["result"]]
    total, behind = data.get("total"), asked.offset + len(found)
    is_more = len(found) == asked.limit if total is None else behind < total
    return Answer(
        summary=count_of(len(found), total, "messages"),
        data={"messages": found},
        shown=len(found),
        total=total,
        next={"offset": behind} if is_more and behind <= MOST_OFFSET else None,
        notes=["Snippets are parts of messages: `read_conversation` has the whole."] if found else [],
    )


async def frequent_words(api: Api, asked: FrequentWords) -> Answer:
    """Return the words that some conversations have more often than all."""
    data = (await api.ask("/v1/words", {"where": asked.where, "limit": asked.limit}))["data"]
    read, chosen = data["conversationsRead"], data["conversations"]
    sample = (
        [f"{read:,} of them were read, evenly spread: shares are right within 0.03."] if read < chosen else []
    )
    return Answer(
        summary=f"{data['count']:,} words of {chosen:,} conversations shown, the most telling first.",
        data={"words": data["result"]},
        shown=data["count"],
        notes=["`share` is of these conversations, `usualShare` of all.", *sample],
    )


async def read_conversation(api: Api, asked: ReadConversation) -> Answer:
    """Return the head of a conversation and some of its messages.

    Raises:
        MalformedError: neither or both of its two ids are given.
    """
    whole = await api.get(_path(asked))
    messages, end = whole["messages"], asked.start - 1 + asked.limit
    cutter = Cutter(CELL_CHARACTERS)
    wanted = [
        _message(asked, number, message, cutter)
        for number, message in enumerate(messages[asked.start - 1 : end], asked.start)
    ]
    shown = fitting(wanted)
    behind = asked.start + len(shown)
    head = {name: cutter.cut(whole[name]) for name in _HEAD if whole.get(name) is not None}
    return Answer(
        summary=_summary(asked, len(shown), len(messages)),
        data={"conversation": head, "messages": shown},
        shown=len(shown),
        total=len(messages),
        next={"start": behind, "fromCharacter": 0} if behind <= len(messages) and shown else None,
        notes=[*_cut_messages(asked, shown), *_cut_beside(cutter)],
    )


def _path(asked: ReadConversation) -> str:
    if isinstance(asked.id, str) and asked.external_id is UNSET:
        return f"/conversations/{segment(asked.id)}"
    if isinstance(asked.external_id, str) and asked.id is UNSET:
        return f"/conversations/external/{segment(asked.external_id)}"
    raise MalformedError(Violation("/id", "Give either `id` or `externalId`."))


def _message(asked: ReadConversation, number: int, message: dict[str, Any], cutter: Cutter) -> dict[str, Any]:
    """Return a message with the part of its text that is asked for."""
    text, images = _content(message.get("content"))
    first = asked.from_character if number == asked.start else 0
    part = text[first : first + asked.characters]
    told: dict[str, Any] = {"number": number, "id": message["id"], "role": message["role"]}
    told |= {"createdAt": message["createdAt"], "content": part}
    if len(part) < len(text):
        told["characters"] = {"from": first, "to": first + len(part), "of": len(text)}
    if images:
        told["images"] = [cutter.cut(image) for image in images]
    return told | {name: cutter.cut(message[name]) for name in _BESIDE_CONTENT if message.get(name)}


def _content(content: Any) -> tuple[str, list[str]]:
    """Return the text of a message and the addresses of its images."""
    parts = content if isinstance(content, list) else []
    return content_text(content), [part["image_url"]["url"] for part in parts if part.get("image_url")]


def _summary(asked: ReadConversation, shown: int, total: int) -> str:
    if not shown and total:
        return f"The conversation has {total:,} messages; none has number {asked.start:,}."
    last = asked.start + shown - 1
    told = count_of(shown, total, "messages")
    if not 0 < shown < total:
        return told
    numbers = f"number {last:,}" if shown == 1 else f"numbers {asked.start:,} to {last:,}"
    return f"{told.removesuffix('.')}: {numbers}."


def _cut_messages(asked: ReadConversation, shown: list[dict[str, Any]]) -> list[str]:
    cut = [
        each for each in shown if "characters" in each and each["characters"]["to"] < each["characters"]["of"]
    ]
    if not cut:
        return []
    first = cut[0]
    numbers = ", ".join(str(each["number"]) for each in cut)
    return [
        f"Cut after {asked.characters:,} characters: message {numbers}. The rest of message {first['number']}: the same"
        f' call with {{"start": {first["number"]}, "limit": 1, "fromCharacter": {first["characters"]["to"]},'
        f' "characters": {_MOST_MESSAGE_CHARACTERS}}}.'
    ]


def _cut_beside(cutter: Cutter) -> list[str]:
    if not cutter.cut_count:
        return []
    return [f"Properties and links longer than {cutter.characters} characters are cut and end in `…`."]


def _search_tool() -> Tool:
    where, definitions = where_schema(VIEWS["conversations"], "Which conversations count.")
    made = tool(
        SearchMessages,
        search_messages,
        name="search_messages",
        title="Search messages",
        description=(
            "Finds messages by their words, in all conversations of the project; answers snippets. For meaning, try"
            " several words that people may use."
        ),
    )
    made.schema["properties"]["where"] = where
    made.schema["$defs"] = definitions
    return made


TOOLS: tuple[Tool, ...] = (
    _search_tool(),
    tool(
        FrequentWords,
        frequent_words,
        name="frequent_words",
        title="Words above their usual share",
        description="Lists words that some conversations have more often than all: what they are about.",
    ),
    tool(
        ReadConversation,
        read_conversation,
        name="read_conversation",
        title="Read a conversation",
        description=(
            "Reads a conversation by its id, oldest message first, in parts: the answer says what is left and how to go"
            " on. Cite a conversation by its `externalUrl` or `id`."
        ),
    ),
)
