"""A channel's log becomes conversations: lines, cutting, selection, bodies."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tools.demo import irc
from tools.demo.cutting import cut
from tools.demo.irclog import Line, read_line, read_lines, read_links
from tools.demo.weeks import DAYS, FIRST_DAY, spread

CHANNEL = """\
rust 2018-05-29 [21:00:00] <ann> how do I convert a String to a &str?
rust 2018-05-29 [21:00:20] <carl> hi, is there a crate for ordinals?
rust 2018-05-29 [21:00:40] <bob> ann: borrow it, see https://doc.rust-lang.org/std/string/
rust 2018-05-29 [21:01:00] <rustbot> string (0.1.0) - whatever
rust 2018-05-29 [21:01:10] <dora> carl: there is one of that very name
rust 2018-05-29 [21:01:30] <ann> bob: thanks!
rust 2018-05-29 [21:02:00] <carl> that worked
"""


def line(number: int, nick: str, text: str, *, minute: int = 0) -> Line:
    return Line(number, datetime(2018, 5, 29, 21, minute, tzinfo=UTC), nick, text)


def numbers(conversations: list[list[Line]]) -> list[list[int]]:
    return [[line.number for line in conversation] for conversation in conversations]


@pytest.fixture
def log(tmp_path: Path) -> irc.Log:
    folder = tmp_path / "irc-rust"
    folder.mkdir()
    (folder / "rust.0.annotation.txt").write_text("", encoding="ascii")
    (folder / "rust.0.ascii.txt").write_text(CHANNEL, encoding="ascii")
    return irc.read_log(folder / "rust.0.ascii.txt")


def test_a_line_has_its_speaker_its_time_and_its_text_without_colours() -> None:
    raw = "mediawiki 2013-01-26 [15:04:04] <Ann_>\t \x0303how  <unconverted> so\x03?"
    assert read_line(7, raw) == Line(7, datetime(2013, 1, 26, 15, 4, 4, tzinfo=UTC), "Ann_", "how so?")


def test_what_somebody_does_names_who_does_it() -> None:
    heard = read_line(0, "rust 2018-05-29 [23:14:44] * Ann pines")
    assert heard is not None
    assert (heard.nick, heard.text) == ("Ann", "* Ann pines")


@pytest.mark.parametrize(
    "said", ["<wikibugs> 03(mod) bug", "-eval- [1]", "<ann> eval: 1 + 1", "<ann> !e Parsoid", "<ann>  "]
)
def test_bots_and_those_who_call_them_are_not_heard(said: str) -> None:
    assert read_line(0, f"rust 2018-05-29 [23:14:44] {said}") is None


def test_a_link_to_itself_opens_a_conversation() -> None:
    assert read_links("998 1000 -\n1001 1001 -\n") == {1000: (998,), 1001: ()}


def test_two_conversations_at_the_same_time_are_told_apart() -> None:
    assert numbers(cut(read_lines(CHANNEL), {})) == [[0, 2, 5], [1, 4, 6]]


def test_an_annotated_link_wins_over_an_address() -> None:
    lines = [
        line(0, "ann", "how does it work?"),
        line(1, "bob", "why is it so?"),
        line(2, "carl", "ann: like this"),
    ]
    assert numbers(cut(lines, {2: (1,)})) == [[0], [1, 2]]


def test_a_helper_who_asks_back_stays_in_the_conversation() -> None:
    lines = [line(0, "ann", "is there a list of hooks?"), line(1, "bob", "do you mean the manual?", minute=1)]
    assert numbers(cut(lines, {})) == [[0, 1]]


def test_a_conversation_ends_soon_after_its_asker_has_left() -> None:
    talk = [line(0, "ann", "how?"), *(line(number, "bob", "so", minute=number) for number in range(1, 9))]
    kept = irc.until_the_asker_leaves(talk)
    assert len(kept) == 1 + irc.AFTERTALK_LINES


@pytest.mark.parametrize(
    "talk",
    [
        pytest.param([("ann", "how do I do this?"), ("ann", "anyone?")], id="nobody answers"),
        pytest.param([("ann", "nice weather"), ("bob", "yes, very nice indeed")], id="nobody asks"),
        pytest.param([("ann", "how do I do this?"), ("bob", "hm")], id="no answer of substance"),
        pytest.param(
            [("ann", "how do I do this?"), ("bob", "just write to bob@example.org")], id="a mail address"
        ),
        pytest.param([("ann", "how do I do this?"), ("bob", "what a retarded idea that is")], id="coarse"),
        pytest.param(
            [("bob", "do you mean the manual?"), ("ann", "yes, that is the one")], id="begun by an answer"
        ),
    ],
)
def test_what_does_not_read_as_support_is_left_out(talk: list[tuple[str, str]]) -> None:
    assert not irc.is_support([line(number, nick, text) for number, (nick, text) in enumerate(talk)])


def test_the_asker_is_the_user_and_two_speakers_about_rust_are_a_chat(log: irc.Log) -> None:
    body = irc.conversation(irc.cases(log)[0])
    assert (body["id"], body["externalId"], body["type"]) == ("demo-irc-rust-0-0", "irc-rust-0-0", "openai")
    assert [(one["role"], one["name"]) for one in body["messages"]] == [
        ("user", "ann"),
        ("assistant", "bob"),
        ("user", "ann"),
    ]
    assert body["userProperties"]["supportAgentName"] == "bob"


def test_the_properties_are_counted_from_the_lines(log: irc.Log) -> None:
    properties = irc.conversation(irc.cases(log)[0])["properties"]
    assert (properties["helpers"], properties["firstResponseMinutes"], properties["durationMinutes"]) == (
        1,
        0.7,
        1.5,
    )
    assert properties["linkedHosts"] == ["doc.rust-lang.org"]
    assert properties["log"] == {
        "file": "rust.0",
        "line": 0,
        "startedAt": "2018-05-29T21:00:00.000Z",
        "cut": "rules",
    }


def test_a_page_that_an_answer_points_at_is_its_link(log: irc.Log) -> None:
    answer = irc.conversation(irc.cases(log)[0])["messages"][1]
    assert answer["links"] == [{"url": "https://doc.rust-lang.org/std/string/", "type": "documentation"}]


def test_a_third_speaker_makes_a_ticket(log: irc.Log) -> None:
    lines = [*log.lines, line(9, "eve", "ann: or use as_str", minute=3)]
    body = irc.conversation(irc.cases(irc.Log("rust", "rust.0", lines, {}))[0])
    assert (body["type"], body["messages"][-1]["role"]) == ("support_ticket", "agent")


def test_what_an_editor_leaves_out_is_gone(log: irc.Log) -> None:
    assert [case.id for case in irc.cases(log, {"irc-rust-0-0"})] == ["irc-rust-0-1"]


def test_conversations_are_spread_over_the_weeks_in_order_and_keep_their_clocks() -> None:
    starts = [datetime(2018, 5, day, hour, 30, tzinfo=UTC) for day in (29, 30, 31) for hour in range(1, 22)]
    moved = [start + move for start, move in zip(starts, spread(starts), strict=True)]
    assert moved == sorted(moved)
    assert [one.time() for one in moved] == [start.time() for start in starts]
    assert moved[0].date() == FIRST_DAY.date()
    assert DAYS - 10 < (moved[-1] - FIRST_DAY).days < DAYS
