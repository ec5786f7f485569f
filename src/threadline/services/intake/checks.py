"""What no shape can say about a logged conversation, an event or a vote: the faults that are found beside the types.

Contract: sections 3.1 and 3.2, and the lenient roles of chat messages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from threadline.errors import InvalidRequestError, MalformedError, Violation, did_you_mean, shorten
from threadline.rids import HIDDEN
from threadline.services.moments import faults_of_time
from threadline.wire.conversations import LogOpenAIConversation
from threadline.wire.messages import LogOpenAIMessage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threadline.wire.base import JsonObject, UnsetType
    from threadline.wire.conversations import LogConversation
    from threadline.wire.events import LogEvent
    from threadline.wire.feedback import SubmitFeedback
    from threadline.wire.messages import LogMessage

_NUMBER_OR_TEXT = ("id", "userId")
_TEXT = ("identificationType", "supportAgentName", "supportAgentEmail", "userType")
_STRICT_ROLES = ("system", "user", "assistant")
_RESULT_ROLES = ("tool", "function")
_LENIENT_ROLES = ("developer", *_RESULT_ROLES)

MOST_ID_CHARACTERS = 1_024
"""What was logged must be reachable by its id, and no address has room for a long one."""


def check_conversation(body: LogConversation, *, roles: str) -> None:
    """Find the faults of a conversation.

    Args:
        body: what was logged.
        roles: `strict`, or `lenient` to accept `developer`, `tool` and `function` in chats.

    Raises:
        MalformedError: a value of a wrong kind.
        InvalidRequestError: no messages, too many, or the same id twice.
    """
    faults = (
        _faults_of_row(body, "")
        + _faults_of_id(body.id, "/id")
        + _faults_of_id(body.external_id, "/externalId")
    )
    for index, message in enumerate(body.messages):
        if message.id and len(message.id) > MOST_ID_CHARACTERS:
            faults.append(_too_long(f"/messages/{index}/id"))
        if message.user_properties or message.created_at or message.updated_at:
            faults += _faults_of_row(message, f"/messages/{index}")
        if isinstance(message, LogOpenAIMessage):
            faults += _faults_of_chat(message, f"/messages/{index}", roles)
    if faults:
        raise MalformedError(*faults)
    impossible = _faults_of_list(body.messages)
    if impossible:
        raise InvalidRequestError(*impossible)


def check_row(body: LogEvent | SubmitFeedback) -> None:
    """Find the faults of an event or a vote.

    Raises:
        MalformedError: a value of a wrong kind.
    """
    faults = [
        *_faults_of_id(body.id, "/id"),
        *faults_of_user(body.user_properties, "/userProperties"),
        *faults_of_time(body.created_at, "/createdAt"),
    ]
    if faults:
        raise MalformedError(*faults)


def faults_of_user(user: JsonObject | None | UnsetType, pointer: str) -> list[Violation]:
    """Return the faults of the members of `userProperties` whose type the contract fixes (section 3.1)."""
    if not isinstance(user, dict):
        return []
    faults = [
        Violation(f"{pointer}/{name}", f"`{name}` must be a string, a number or null.")
        for name in _NUMBER_OR_TEXT
        if name in user
        and (isinstance(user[name], bool) or not isinstance(user[name], str | int | float | None))
    ]
    return faults + [
        Violation(f"{pointer}/{name}", f"`{name}` must be a string or null.")
        for name in _TEXT
        if name in user and not isinstance(user[name], str | None)
    ]


def fault_of_role(role: str, roles: str) -> str:
    """Return what is wrong with the role of a chat message, in words; empty when nothing is.

    Args:
        role: what was logged.
        roles: as in `check_conversation`.
    """
    taken = _STRICT_ROLES if roles == "strict" else (*_STRICT_ROLES, *_LENIENT_ROLES)
    if role in taken:
        return ""
    if role in _LENIENT_ROLES:
        return (
            f"`{role}` is not a role of chats here: use `system`, `user` or `assistant`,"
            " or allow it with `--roles lenient`, which serving and importing know."
        )
    listed = ", ".join(f"`{each}`" for each in sorted(taken))
    return f"`{shorten(role)}` is no `role`.{did_you_mean(role, taken)} There are: {listed}."


def fold_tool_results(body: LogConversation) -> LogConversation:
    """Return a lenient chat in the roles that every client can read.

    `developer` becomes `system`. The result of a tool has no place in the chat format that clients parse: it goes to
    `properties.toolResults` of the message before it.
    """
    if not isinstance(body, LogOpenAIConversation) or all(
        each.role in _STRICT_ROLES for each in body.messages
    ):
        return body
    folded: list[LogOpenAIMessage] = []
    for message in body.messages:
        if message.role in _RESULT_ROLES and folded:
            folded[-1] = _with_result(folded[-1], message)
        else:
            role = message.role if message.role in _STRICT_ROLES else "system"
            folded.append(msgspec.structs.replace(message, role=role))
    return msgspec.structs.replace(body, messages=folded)


def _with_result(message: LogOpenAIMessage, result: LogOpenAIMessage) -> LogOpenAIMessage:
    properties = dict(message.properties) if isinstance(message.properties, dict) else {}
    told: JsonObject = {"name": result.name or None, "content": msgspec.to_builtins(result.content)}
    more = dict(result.properties) if isinstance(result.properties, dict) else {}
    if (id_ := more.pop("toolCallId", None)) is not None:
        told["toolCallId"] = id_
    if more:
        told["properties"] = more
    earlier = properties.get("toolResults")
    properties["toolResults"] = [*(earlier if isinstance(earlier, list) else []), told]
    return msgspec.structs.replace(message, properties=properties)


def _faults_of_id(id: str | None | UnsetType, pointer: str) -> list[Violation]:
    return [_too_long(pointer)] if id and len(id) > MOST_ID_CHARACTERS else []


def _too_long(pointer: str) -> Violation:
    sentence = f"It has more than {MOST_ID_CHARACTERS:,} characters, and ids stand in addresses."
    return Violation(pointer, sentence)


def _faults_of_row(body: LogConversation | LogMessage, pointer: str) -> list[Violation]:
    return [
        *faults_of_user(body.user_properties, f"{pointer}/userProperties"),
        *faults_of_time(body.created_at, f"{pointer}/createdAt"),
        *faults_of_time(body.updated_at, f"{pointer}/updatedAt"),
    ]


def _faults_of_chat(message: LogOpenAIMessage, pointer: str, roles: str) -> list[Violation]:
    sentence = fault_of_role(message.role, roles)
    return [Violation(f"{pointer}/role", sentence)] if sentence else []


def _faults_of_list(messages: Sequence[LogMessage]) -> list[Violation]:
    if not messages:
        return [Violation("/messages", "A conversation needs at least one message.")]
    if len(messages) > HIDDEN:
        return [Violation("/messages", f"A conversation has at most {HIDDEN:,} messages.")]
    seen: set[str] = set()
    faults = []
    for index, message in enumerate(messages):
        if message.id and str(message.id) in seen:
            sentence = f"The id `{shorten(str(message.id))}` is used twice in this conversation."
            faults.append(Violation(f"/messages/{index}/id", sentence))
        seen.add(str(message.id))
    return faults
