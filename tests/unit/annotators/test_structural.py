"""Cutting a conversation into question and answer pairs."""

from hypothesis import given
from hypothesis import strategies as st

from threadline.annotators.structural import Turn, cut

ROLES = ("user", "customer", "agent", "assistant", "system", "note", "somebody")
CONVERSATIONS = st.lists(st.tuples(st.sampled_from(ROLES), st.text(max_size=3)), max_size=12).map(
    lambda pairs: [Turn(index, str(index), role, text, index) for index, (role, text) in enumerate(pairs)]
)


def turns(*roles: str) -> list[Turn]:
    return [Turn(index, f"m{index}", role, f"{role}{index}", index) for index, role in enumerate(roles)]


def test_a_customers_messages_in_a_row_are_one_question() -> None:
    (pair,) = cut(turns("user", "user", "agent"))
    assert (pair.question, pair.answer) == ("user0\n\nuser1", "agent2")


def test_several_replies_are_one_answer() -> None:
    (pair,) = cut(turns("user", "bot", "agent"))
    assert pair.answer == "bot1\n\nagent2"


def test_a_question_without_a_reply_has_no_answer() -> None:
    assert cut(turns("user"))[0].answer is None


def test_only_the_first_pair_is_initial() -> None:
    assert [pair.is_initial for pair in cut(turns("user", "agent", "user", "agent"))] == [True, False]


def test_a_greeting_before_the_first_question_belongs_to_no_pair() -> None:
    (pair,) = cut(turns("agent", "user", "agent"))
    assert [turn.id for turn in pair.turns] == ["m1", "m2"]


def test_prompts_notes_and_tool_results_are_neither_asked_nor_answered() -> None:
    (pair,) = cut(turns("system", "user", "note", "tool", "agent"))
    assert [turn.id for turn in pair.turns] == ["m1", "m4"]


def test_the_first_to_speak_is_the_customer_where_no_role_is_one() -> None:
    (pair,) = cut(turns("ada", "bob", "bob"))
    assert (pair.question, pair.answer) == ("ada0", "bob1\n\nbob2")


def test_a_conversation_of_nobody_has_no_pairs() -> None:
    assert cut([]) == []
    assert cut(turns("system")) == []


@given(CONVERSATIONS)
def test_every_message_is_in_one_pair_at_most_and_in_order(conversation: list[Turn]) -> None:
    positions = [turn.position for pair in cut(conversation) for turn in pair.turns]
    assert positions == sorted(set(positions))


@given(CONVERSATIONS)
def test_every_message_of_a_customer_is_in_a_pair(conversation: list[Turn]) -> None:
    asked = {turn.position for turn in conversation if turn.role in ("user", "customer")}
    assert asked <= {turn.position for pair in cut(conversation) for turn in pair.turns}
