"""What every engine of records does with conversations: log, replace, match, find, count, page and delete."""

from __future__ import annotations

import pytest

from tests.support.stores import World, agent, user
from threadline.errors import ForbiddenError, InvalidRequestError, NotFoundError
from threadline.services import conversations
from threadline.services.access import Caller


def contents(stored: dict[str, list[dict[str, str]]]) -> list[str]:
    return [message["content"] for message in stored["messages"]]


def test_what_was_logged_is_read_back(world: World, api: Caller) -> None:
    stored = world.log(api, user("a"), agent("b"), id="c", properties={"n": 1}, tags=["x", "y"])
    assert world.get(api, "c") == stored
    assert (stored["properties"], stored["tags"], contents(stored)) == ({"n": 1}, ["x", "y"], ["a", "b"])


def test_a_conversation_without_an_id_gets_one(world: World, api: Caller) -> None:
    first, second = world.log(api, user("a")), world.log(api, user("a"))
    assert first["id"] != second["id"]
    assert world.get(api, first["id"]) == first


def test_the_same_id_again_replaces(world: World, api: Caller) -> None:
    world.log(api, user("a"), id="c", visibility="public")
    world.log(api, user("b"), agent("c"), id="c", visibility="private")
    stored = world.get(api, "c")
    assert (contents(stored), stored["visibility"]) == (["b", "c"], "private")
    assert world.page(api)["total"] == 1


def test_what_a_body_leaves_out_keeps_its_value_and_null_clears(world: World, api: Caller) -> None:
    world.log(api, user("a"), id="c", externalUrl="https://a.example", tags=["x"])
    assert world.log(api, user("a"), id="c")["tags"] == ["x"]
    stored = world.log(api, user("a"), id="c", tags=None)
    assert (stored["tags"], stored["externalUrl"]) == (None, "https://a.example")


def test_a_type_does_not_change(world: World, api: Caller) -> None:
    world.log(api, user("a"), id="c")
    with pytest.raises(InvalidRequestError):
        world.log(api, user("a"), id="c", type="openai")
    assert world.get(api, "c")["type"] == "support_ticket"


def test_the_same_message_keeps_its_id_and_its_time(world: World, api: Caller) -> None:
    before = world.log(api, user("a"), id="c")["messages"][0]
    world.now += 1_000
    after = world.log(api, user("a"), agent("b"), id="c")["messages"]
    assert after[0] == before
    assert after[1]["id"] != before["id"]


def test_a_message_whose_text_goes_on_is_the_same_message(world: World, api: Caller) -> None:
    before = world.log(api, agent("Good"), id="c")["messages"][0]
    world.now += 1_000
    after = world.log(api, agent("Good day"), id="c")["messages"][0]
    assert (after["id"], after["createdAt"]) == (before["id"], before["createdAt"])
    assert after["updatedAt"] > before["updatedAt"]


def test_a_message_with_another_text_is_another_message(world: World, api: Caller) -> None:
    before = world.log(api, user("a"), id="c")["messages"][0]
    assert world.log(api, user("b"), id="c")["messages"][0]["id"] != before["id"]


def test_a_message_is_found_again_by_its_own_id_wherever_it_stands(world: World, api: Caller) -> None:
    world.log(api, user("a", id="m1"), agent("b", id="m2"), id="c")
    before = {message["id"]: message for message in world.get(api, "c")["messages"]}
    world.now += 1_000
    after = world.log(api, agent("b", id="m2"), user("a", id="m1"), id="c")["messages"]
    assert [message["id"] for message in after] == ["m2", "m1"]
    assert all(message["createdAt"] == before[message["id"]]["createdAt"] for message in after)


def test_a_shorter_history_takes_messages_away(world: World, api: Caller) -> None:
    world.log(api, user("a"), agent("b"), user("c"), id="c")
    assert contents(world.log(api, user("a"), id="c")) == ["a"]
    assert len(world.store.reader.messages_of(world.rid(api, "c"))) == 1


def test_a_message_that_feedback_points_at_is_kept_out_of_sight(world: World, api: Caller) -> None:
    world.log(api, user("a"), agent("b", id="m"), id="c")
    world.vote(api, "m", id="f")
    world.log(api, user("a"), id="c")
    assert contents(world.get(api, "c")) == ["a"]
    assert world.votes(api)["positiveFeedback"][0]["message"]["content"] == "b"


def test_a_hidden_message_comes_back_as_itself(world: World, api: Caller) -> None:
    world.log(api, user("a"), agent("b", id="m"), id="c")
    before = world.get(api, "c")["messages"][1]
    world.vote(api, "m", id="f")
    world.log(api, user("a"), id="c")
    assert world.log(api, user("a"), agent("b", id="m"), id="c")["messages"][1] == before
    assert len(world.store.reader.messages_of(world.rid(api, "c"))) == 2


def test_a_long_history_is_stored_whole_and_in_order(world: World, api: Caller) -> None:
    texts = [str(number) for number in range(300)]
    world.log(api, *(user(text) for text in texts), id="c")
    assert contents(world.get(api, "c")) == texts


def test_text_of_any_script_comes_back_as_it_was(world: World, api: Caller) -> None:
    text = "Grüße, 你好, \u202eabc, 👩‍👩‍👧, \\ \" ' %s ? \u2028"
    assert contents(world.log(api, user(text), id=text[:5])) == [text]
    assert contents(world.get(api, text[:5])) == [text]


def test_numbers_and_order_of_keys_come_back_as_they_were(world: World, api: Caller) -> None:
    properties = {"z": 1.0, "a": 12345678901234567890, "m": {"y": 0.1, "b": [None, True]}, "e": 1e300}
    world.log(api, user("a"), id="c", properties=properties)
    stored = world.get(api, "c")["properties"]
    assert (stored, list(stored)) == (properties, ["z", "a", "m", "e"])


def test_an_external_id_leads_to_the_conversation_that_was_updated_last(world: World, api: Caller) -> None:
    for id in ("c1", "c2", "c1"):
        world.now += 1_000
        world.log(api, user("a"), id=id, externalId="ticket")
    found = world.store.reader.get_conversation_by_external_id(api.project_rid, "ticket")
    assert found is not None
    assert found.row.id == "c1"


def test_of_conversations_updated_at_once_the_external_id_leads_to_the_later_one(
    world: World, api: Caller
) -> None:
    for id in ("c1", "c2"):
        world.log(api, user("a"), id=id, externalId="ticket")
    found = world.store.reader.get_conversation_by_external_id(api.project_rid, "ticket")
    assert found is not None
    assert found.row.id == "c2"


def test_an_unknown_external_id_leads_nowhere(world: World, api: Caller) -> None:
    with pytest.raises(NotFoundError):
        conversations.get_by_external_id(world.store.reader, api, "none")


def test_projects_do_not_see_each_other(world: World, api: Caller) -> None:
    other = world.caller(project="other")
    world.log(api, user("a"), id="c")
    with pytest.raises(NotFoundError):
        world.get(other, "c")
    world.log(other, user("b"), id="c")
    assert contents(world.get(api, "c")) == ["a"]
    assert (world.page(api)["total"], world.page(other)["total"]) == (1, 1)


def test_pages_are_newest_first_and_cover_everything_once(world: World, api: Caller) -> None:
    for number in range(7):
        world.now += 1
        world.log(api, user("a"), id=f"c{number}")
    pages = [world.page(api, limit=3, offset=offset)["conversations"] for offset in (0, 3, 6, 9)]
    assert [[each["id"] for each in page] for page in pages] == [
        ["c6", "c5", "c4"],
        ["c3", "c2", "c1"],
        ["c0"],
        [],
    ]


def test_conversations_of_one_moment_are_paged_by_their_ids(world: World, api: Caller) -> None:
    for id in ("b", "a", "c"):
        world.log(api, user("a"), id=id)
    assert [each["id"] for each in world.page(api)["conversations"]] == ["c", "b", "a"]


def test_counts_follow_what_is_stored(world: World, api: Caller) -> None:
    reader = world.store.reader
    assert reader.count_conversations(api.project_rid) == 0
    for id in ("a", "b", "a"):
        world.log(api, user("x"), id=id)
    assert reader.count_conversations(api.project_rid) == 2
    world.delete(api, "a")
    assert reader.count_conversations(api.project_rid) == 1


def test_messages_are_counted_with_those_of_the_customer_apart(world: World, api: Caller) -> None:
    world.log(api, user("a"), agent("b"), user("c"), id="c")
    found = world.store.reader.find_conversation(api.project_rid, "c")
    assert found is not None
    assert (found.row.messages_count, found.row.user_messages_count) == (3, 2)


def test_a_deleted_conversation_is_gone_with_its_messages(world: World, api: Caller) -> None:
    world.log(api, user("a", id="m"), id="c")
    rid = world.rid(api, "c")
    world.delete(api, "c")
    reader = world.store.reader
    assert reader.messages_of(rid) == []
    assert reader.newest_with_message(api.project_rid, "m") is None
    with pytest.raises(NotFoundError):
        world.get(api, "c")
    with pytest.raises(NotFoundError):
        world.delete(api, "c")


def test_a_deleted_id_can_be_used_again(world: World, api: Caller) -> None:
    world.log(api, user("a"), id="c", tags=["old"])
    world.delete(api, "c")
    stored = world.log(api, user("b"), id="c")
    assert (contents(stored), stored["tags"]) == (["b"], None)


def test_a_message_leads_to_the_newest_conversation_that_has_it(world: World, api: Caller) -> None:
    for id in ("c1", "c2"):
        world.log(api, user("a", id="m"), id=id)
    assert world.store.reader.newest_with_message(api.project_rid, "m") == world.rid(api, "c2")
    world.delete(api, "c2")
    assert world.store.reader.newest_with_message(api.project_rid, "m") == world.rid(api, "c1")


def test_documents_of_messages_are_looked_up_by_their_numbers(world: World, api: Caller) -> None:
    stored = world.log(api, user("a"), agent("b"), id="c")
    first = world.rid(api, "c") << 20
    found = world.store.reader.documents_of([first + 1, first + 9])
    assert list(found) == [first + 1]
    assert stored["messages"][1]["id"].encode() in found[first + 1]


def test_a_write_only_key_changes_what_it_knows_and_nothing_else(world: World, api: Caller) -> None:
    web, other = world.caller("web"), world.caller("web", name="elsewhere")
    world.log(web, user("a"), id="c")
    assert contents(world.log(web, user("a"), agent("b"), id="c")) == ["a", "b"]
    with pytest.raises(ForbiddenError):
        world.log(web, user("guess"), id="c")
    with pytest.raises(ForbiddenError):
        world.log(other, user("a"), agent("b"), id="c")
    assert contents(world.get(api, "c")) == ["a", "b"]


def test_logs_of_one_chat_that_race_are_one_conversation(world: World, api: Caller) -> None:
    web = world.caller("web")
    question = {"role": "user", "content": "q", "id": "m1"}
    answer = {"role": "assistant", "content": "a", "id": "m2"}
    first = world.log(web, question, type="openai")
    second = world.log(web, question, answer, type="openai")
    assert first["id"] == second["id"]
    assert contents(world.get(api, first["id"])) == ["q", "a"]


def test_logs_that_race_keep_the_later_messages_in_any_order(world: World, api: Caller) -> None:
    web = world.caller("web")
    question = {"role": "user", "content": "q", "id": "m1"}
    answer = {"role": "assistant", "content": "a", "id": "m2"}
    first = world.log(web, question, answer, type="openai")
    world.log(web, question, type="openai")
    assert contents(world.get(api, first["id"])) == ["q", "a"]
    assert world.page(api)["total"] == 1
