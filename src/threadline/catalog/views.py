"""Every field of every view, declared once."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from threadline.catalog.fields import Field, FieldType, View


def _field(type_: FieldType, name: str, column: str, sentence: str, *, required: bool = False) -> Field:
    """Declare a field; a required one is left out of a row that has no value."""
    return Field(name=name, column=column, type=type_, sentence=sentence, is_nullable_on_wire=not required)


_text, _texts = partial(_field, "string"), partial(_field, "string_list")
_count, _flag = partial(_field, "integer"), partial(_field, "boolean")


def _choice(name: str, column: str, sentence: str, *values: str, required: bool = False) -> Field:
    """Declare a text that is one of a few, which its sentence lists at `{}`."""
    *others, last = (f"`{value}`" for value in values)
    told = sentence.format(f"{', '.join(others)} or {last}")
    return replace(_text(name, column, told, required=required), values=values)


_annotation, _annotations = partial(_text, required=True), partial(_texts, required=True)
"""Declare what an annotator says of a thread; where it says nothing, the key is left out."""


def _time(name: str, column: str, sentence: str) -> Field:
    return Field(name=name, column=column, type="timestamp", sentence=sentence, is_nullable_on_wire=False)


def _objects(name: str, column: str, sentence: str) -> Field:
    return Field(name=name, column=column, type="objects", sentence=sentence)


def _extension(field: Field) -> Field:
    return replace(field, is_extension=True)


def _properties(*, is_text_map: bool = False) -> tuple[Field, Field]:
    own = Field(
        name="properties",
        column="properties",
        type="object",
        sentence="The caller's own properties.",
        is_text_map=is_text_map,
    )
    sentence = "The caller's properties of the user."
    return own, replace(own, name="userProperties", column="user_properties", sentence=sentence)


def _id(noun: str) -> Field:
    return _text("id", "id", f"Identifier of the {noun}, unique in the project.", required=True)


def _made_from(source: str, field: Field) -> Field:
    return replace(field, source=source)


def _organization(*, required: bool = True) -> Field:
    sentence = "Organization that the project belongs to."
    field = _text("organizationId", "organization_id", sentence, required=required)
    return _made_from("organization.id", field)


def _project(*, required: bool = False) -> Field:
    field = _text("projectId", "project_id", "Project that the row belongs to.", required=required)
    return _made_from("project.id", field)


def _integration(*, required: bool = False) -> Field:
    return _text("integrationId", "integration_id", "Integration that it came in by.", required=required)


_CONVERSATION_TIME = _time("firstMessageTime", "first_message_at", "UTC time of the first message.")
_EVENT_TIME = _time("createdAt", "created_at", "UTC time of the event.")
_FEEDBACK_TIME = _time("createdAt", "created_at", "UTC time of the vote.")

_CONVERSATIONS = View(
    name="conversations",
    noun="conversations",
    table="conversations",
    legacy="conversations_view",
    record="conversations",
    changed_by=("conversation",),
    conversations=("id",),
    main_time=_CONVERSATION_TIME,
    messages="conversation",
    fields=(
        _id("conversation"),
        _made_from(
            "user_messages_count",
            _count(
                "userMessageCount",
                "user_message_count",
                "Messages of the customer, by their roles: `user`, `customer`, `end-user` and the like.",
                required=True,
            ),
        ),
        _organization(required=False),
        _project(),
        _integration(),
        _CONVERSATION_TIME,
        _choice("type", "type", "Kind of conversation: {}.", "openai", "support_ticket", "support_copilot"),
        *_properties(),
        *map(
            _extension,
            (
                _texts("tags", "tags", "Tags of the conversation; a conversation without any has no value."),
                _text("externalId", "external_id", "Identifier in the system that it came from."),
                _text("externalUrl", "external_url", "Address in the system that it came from."),
                _choice(
                    "visibility", "visibility", "Who reads it: {}. No value: as private.", "public", "private"
                ),
                _text(
                    "supportTicketConversationId",
                    "support_ticket_conversation_id",
                    "Ticket of a copilot's chat.",
                ),
                _time("createdAt", "created_at", "UTC time at which the conversation began."),
                _time("updatedAt", "updated_at", "UTC time of the last change."),
                _count("messagesCount", "messages_count", "Messages of the conversation.", required=True),
                _made_from(
                    "newest_message.createdAt",
                    _time("lastMessageTime", "last_message_at", "UTC time of the newest message."),
                ),
                _made_from(
                    "newest_message.role",
                    _text("lastMessageRole", "last_message_role", "Role of the newest message."),
                ),
            ),
        ),
    ),
)

_EVENTS = View(
    name="events",
    noun="events",
    table="events",
    legacy="events_view",
    record="events",
    changed_by=("event",),
    conversations=("conversation_id", "message_conversation_id"),
    main_time=_EVENT_TIME,
    fields=(
        _id("event"),
        _organization(),
        _text("messageId", "message_id", "Message that the event is about.", required=True),
        _text("conversationId", "conversation_id", "Conversation that the event is about.", required=True),
        _EVENT_TIME,
        _project(),
        _integration(),
        _made_from(
            "entity_type",
            _choice(
                "eventType",
                "event_type",
                "Its subject: {}.",
                "message",
                "conversation",
                "search",
                required=True,
            ),
        ),
        _text("type", "type", "Name of the event, as logged.", required=True),
        _text("searchQuery", "search_query", "Text of the search.", required=True),
        *_properties(is_text_map=True),
        _extension(
            _made_from(
                "message.conversation",
                _text(
                    "messageConversationId",
                    "message_conversation_id",
                    "Conversation of the message that the event is about; the newest of several.",
                ),
            )
        ),
    ),
)

_FEEDBACK = View(
    name="feedback",
    noun="feedback",
    table="feedback",
    legacy="feedback_view",
    record="feedback",
    changed_by=("feedback",),
    conversations=("conversation_id",),
    main_time=_FEEDBACK_TIME,
    fields=(
        _id("feedback"),
        _choice("type", "type", "The vote: {}.", "positive", "negative", required=True),
        _text("messageId", "message_id", "Message that was voted on.", required=True),
        _FEEDBACK_TIME,
        _time("updatedAt", "updated_at", "UTC time of the last change."),
        _organization(),
        _objects("reasons", "reasons", "Reasons given, each with `label` and `details`."),
        _objects("sources", "sources", "Verdicts on single sources of the answer."),
        _text("details", "details", "Comment of the voter."),
        *_properties(),
        _made_from(
            "conversation.id",
            _text("conversationId", "conversation_id", "Conversation of the message.", required=True),
        ),
        _project(),
        _made_from("conversation.integration_id", _integration()),
    ),
)

_SEMANTIC_THREADS = View(
    name="semantic-threads",
    noun="semantic threads",
    table="semantic_threads",
    legacy="semantic_threads_view",
    record="conversations",
    changed_by=("conversation", "threads"),
    batch=2_000,
    conversations=("conversation_ids",),
    component="SemanticThread",
    main_time=_CONVERSATION_TIME,
    has_text_search=True,
    messages="span",
    fields=(
        _id("thread"),
        _texts("messageIds", "message_ids", "Messages of the thread, oldest first."),
        _count("messagesCount", "messages_count", "Messages of the thread."),
        _organization(),
        _text("question", "question", "What the user asked.", required=True),
        _count("questionLength", "question_length", "Characters of the question."),
        _text("answer", "answer", "What was answered.", required=True),
        _annotation("isOnTopic", "is_on_topic", "Whether it is about the product: `yes` or `no`."),
        _annotation("isClear", "is_clear", "Whether the question can be understood: `yes` or `no`."),
        _annotation("isDocumented", "is_documented", "Whether the documentation answers it: `yes` or `no`."),
        _annotation(
            "isFeatureSupported",
            "is_feature_supported",
            "Whether the product can do it: `yes`, `no` or `unknown`.",
        ),
        _annotation(
            "isAnswerConfident", "is_answer_confident", "Whether the answer is sure of itself: `yes` or `no`."
        ),
        _annotation("gapSummary", "gap_summary", "What the documentation lacks."),
        _annotation("subject", "subject", "Short label of what it is about."),
        _annotation("category", "category", "Short label of the kind of subject."),
        _annotations("languages", "languages", "Languages of the question, ISO 639-1."),
        _annotations(
            "firstPartyEntities", "first_party_entities", "Own products and features that are named."
        ),
        _annotations("thirdPartyEntities", "third_party_entities", "Other products that are named."),
        _annotation("emotion", "emotion", "Short label of the user's mood."),
        _annotation("sentiment", "sentiment", "`positive`, `neutral` or `negative`."),
        _annotation("questionType", "question_type", "Kind of question, such as `how_to`."),
        _project(required=True),
        _integration(required=True),
        *_properties(),
        _CONVERSATION_TIME,
        _time("lastMessageTime", "last_message_at", "UTC time of the last message."),
        _time("lastUpdated", "updated_at", "UTC time of the annotation."),
        _flag("hasPositiveFeedback", "has_positive_feedback", "Whether someone voted it up.", required=True),
        _flag(
            "hasNegativeFeedback", "has_negative_feedback", "Whether someone voted it down.", required=True
        ),
        _texts(
            "conversationIds",
            "conversation_ids",
            "Conversations that the thread was found in.",
            required=True,
        ),
        _flag(
            "areAIAnnotationsVerified",
            "are_ai_annotations_verified",
            "Whether a person checked the annotations.",
            required=True,
        ),
        _flag(
            "isInitialQuestionAnswer",
            "is_initial_question_answer",
            "Whether it opens its conversation.",
            required=True,
        ),
    ),
)

VIEWS: Mapping[str, View] = MappingProxyType(
    {view.name: view for view in (_CONVERSATIONS, _EVENTS, _FEEDBACK, _SEMANTIC_THREADS)}
)
"""Every view, by its name in the address."""
