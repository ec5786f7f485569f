"""The catalogue agrees with the contract and with the tables."""

import pytest

from threadline.analytics.tables import TABLES
from threadline.catalog import VIEWS, View
from threadline.query import order_names


@pytest.mark.parametrize(
    ("name", "field_count", "order_count"),
    [("conversations", 9, 90), ("events", 12, 120), ("feedback", 14, 140), ("semantic-threads", 33, 330)],
)
def test_a_view_has_as_many_fields_and_order_names_as_the_contract(
    name: str, field_count: int, order_count: int
) -> None:
    contract = VIEWS[name].contract
    assert len(contract.fields) == field_count
    assert len(set(order_names(contract))) == order_count


@pytest.mark.parametrize("view", VIEWS.values(), ids=lambda view: view.name)
def test_every_field_has_a_column_of_its_type(view: View) -> None:
    types = {
        "string": "VARCHAR",
        "integer": "INTEGER",
        "boolean": "BOOLEAN",
        "timestamp": "TIMESTAMP_MS",
        "string_list": "VARCHAR[]",
        "object": "VARCHAR",
        "objects": "VARCHAR",
    }
    columns = dict(TABLES[view.table].columns)
    assert {field.name for field in view.fields if columns[field.column] != types[field.type]} == set()


@pytest.mark.parametrize("view", VIEWS.values(), ids=lambda view: view.name)
def test_names_and_columns_are_unique_and_the_main_time_is_a_field(view: View) -> None:
    assert len({field.column for field in view.fields}) == len(set(view.names)) == len(view.fields)
    assert view.main_time in view.fields
    assert view.identity.name == "id"


def test_null_is_never_shown_where_clients_fail_on_it() -> None:
    required = {
        "conversations": {"id", "userMessageCount", "firstMessageTime"},
        "events": {
            "id",
            "messageId",
            "conversationId",
            "searchQuery",
            "eventType",
            "type",
            "createdAt",
            "organizationId",
        },
        "feedback": {"id", "type", "messageId", "conversationId", "organizationId", "createdAt", "updatedAt"},
        "semantic-threads": {
            *("id", "projectId", "integrationId", "question", "answer", "organizationId", "conversationIds"),
            *("firstMessageTime", "lastMessageTime", "lastUpdated"),
            *("hasPositiveFeedback", "hasNegativeFeedback", "isInitialQuestionAnswer"),
        },
    }
    for name, view in VIEWS.items():
        assert {field.name for field in view.fields if field.is_nullable_on_wire} & required[name] == set()


def test_what_no_annotator_said_is_left_out_of_a_thread() -> None:
    view = VIEWS["semantic-threads"]
    nullable = {field.name for field in view.fields if field.is_nullable_on_wire}
    assert nullable == {"messageIds", "messagesCount", "questionLength", "properties", "userProperties"}
