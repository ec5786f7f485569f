"""Keywords of keywords: they are those of the wire, and nothing else."""

from typing import Any

import pytest

from threadline.client.bodies import keywords
from threadline.client.given import wire_name
from threadline.client.operations import calls, views
from threadline.wire import conversations, drilldown, events, feedback, queries, search, words


def wire_names(*structs: type[Any]) -> set[str]:
    return {name for struct in structs for name in struct.__struct_encode_fields__}


@pytest.mark.parametrize(
    ("keywords", "names"),
    [
        (keywords.ConversationFields, wire_names(conversations.LogOpenAIConversation) | {"type"}),
        (
            keywords.EventFields,
            wire_names(events.LogMessageEvent, events.LogConversationEvent, events.LogSearchEvent)
            | {"entityType"},
        ),
        (keywords.FeedbackFields, wire_names(feedback.SubmitFeedback)),
        (keywords.QueryFields, wire_names(queries.Query) | {"limit", "offset"}),
        (keywords.ExportFields, wire_names(queries.Query) | {"format", "excel"}),
        (keywords.SearchFields, wire_names(search.SearchMessages) - {"query"}),
        (keywords.WordsFields, wire_names(words.AskForWords)),
        (keywords.DrilldownFields, wire_names(drilldown.Drilldown)),
        (keywords.PropertyKeysFields, wire_names(queries.PropertyKeys)),
        (keywords.PropertyValuesFields, wire_names(queries.PropertyValues)),
    ],
)
def test_keywords_are_the_members_of_the_wire(keywords: type[Any], names: set[str]) -> None:
    assert {wire_name(keyword) for keyword in keywords.__annotations__} == names


def test_an_unknown_keyword_is_refused_by_name() -> None:
    unknown: Any = {"externalId": "T-1"}
    with pytest.raises(TypeError, match=r"no keyword `externalId`.*external_id"):
        calls.log_conversation(**unknown)


def test_a_body_is_given_once() -> None:
    with pytest.raises(TypeError, match="not both"):
        views.query_events({"notes": "whole"}, notes="keyword")
