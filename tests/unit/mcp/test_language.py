"""What a model is told of the query language is what the compiler takes."""

from typing import Any, get_args

import jsonschema_rs
import pytest

from threadline.catalog import VIEWS, Operator
from threadline.mcp.teaching import guide
from threadline.mcp.teaching.examples import EXAMPLES
from threadline.mcp.teaching.schemas import body_schema
from threadline.mcp.tools.topics import Label
from threadline.wire.queries import Query

QUESTIONS = [(view, body) for view, examples in EXAMPLES.items() for _, body in examples]


def test_every_view_has_worked_examples() -> None:
    assert list(EXAMPLES) == list(VIEWS)


@pytest.mark.parametrize(("view", "body"), QUESTIONS)
def test_a_worked_example_fits_its_schema(view: str, body: dict[str, Any]) -> None:
    jsonschema_rs.validate(body_schema(VIEWS[view]), body)


@pytest.mark.parametrize("view", VIEWS)
def test_a_schema_names_every_field_and_refuses_others(view: str) -> None:
    schema = body_schema(VIEWS[view])
    jsonschema_rs.meta.validate(schema)
    assert schema["$defs"]["field"]["enum"] == list(VIEWS[view].names_near("durationSeconds"))
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validate(schema, {"groupBy": [{"field": "nope"}]})


def test_a_schema_takes_seconds_between_two_times() -> None:
    span = {
        "type": "durationSeconds",
        "from": "firstMessageTime",
        "to": "lastMessageTime",
        "aggregation": "p90",
    }
    schema = body_schema(VIEWS["conversations"])
    jsonschema_rs.validate(schema, {"select": [span]})
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validate(schema, {"select": [span | {"to": "nope"}]})


def test_every_member_of_a_body_is_told_but_those_for_people() -> None:
    told = {name for view in VIEWS.values() for name in body_schema(view)["properties"]}
    assert set(Query.__struct_encode_fields__) - told == {"notes", "cursor", "explain", "timeFormat"}


@pytest.mark.parametrize("view", VIEWS)
def test_the_page_of_a_view_tells_every_field_with_its_sentence(view: str) -> None:
    page = guide.of_view(view)
    assert [field.name for field in VIEWS[view].fields if f"`{field.name}`" not in page] == []
    assert [field.name for field in VIEWS[view].fields if field.sentence not in page] == []


def test_the_guide_tells_every_operator() -> None:
    assert set(guide.OPERATORS) == set(get_args(Operator))
    assert [name for name in guide.OPERATORS if f"`{name}`" not in guide.language()] == []


def test_the_guide_is_one_page() -> None:
    assert len(guide.language()) < 5_000


def test_every_label_is_a_text_field_of_semantic_threads() -> None:
    fields = {name: VIEWS["semantic-threads"].field(name) for name in get_args(Label)}
    assert [name for name, field in fields.items() if field is None or field.type != "string"] == []
