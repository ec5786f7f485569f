"""Take a channel apart into conversations.

People talk at the same time in a channel. Where a person has annotated which line answers which, that
decides; elsewhere the rules of `RULES` do, the first that knows: whom a line addresses, who addressed its
speaker, whether it opens, whom its speaker was talking to, and what was said last. On the annotated lines
the rules alone put 77% of the lines where the annotations put them (one-to-one overlap).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from tools.demo.irclog import Line, person
from tools.demo.speech import addressee, mentioned, opens, wants_help

REMEMBERED = timedelta(minutes=180)
"""How long one may be addressed after one has spoken."""

NAMED = timedelta(minutes=30)
"""How long a name in passing means somebody who is there."""

EXPECTED = timedelta(minutes=20)
"""How long a line without an address may answer an address."""

STAYING = timedelta(minutes=15)
"""How long one is still in the conversation that one spoke in."""

RETURNING = timedelta(minutes=60)
"""How long one may come back to it without opening anew."""

JOINING = timedelta(minutes=4)
"""How long a newcomer may answer what was said last."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A line, and where it belongs."""

    line: Line
    speaker: str
    to: str | None
    conversation: int
    """Number of the line that opened it."""


@dataclass(slots=True)
class Channel:
    """What has been said so far, and by whom."""

    known: frozenset[str]
    links: Mapping[int, tuple[int, ...]]
    turns: list[Turn] = field(default_factory=list)
    placed: dict[int, int] = field(default_factory=dict)

    def hear(self, line: Line) -> None:
        """Put a line into a conversation: the first rule that knows one decides, else it opens its own."""
        self._forget(line)
        speaker = person(line.nick)
        heard = Heard(line, speaker, self._addressee(line, speaker), self)
        found = next((place for rule in RULES if (place := rule(heard)) is not None), line.number)
        self.turns.append(Turn(line, speaker, heard.to, found))
        self.placed[line.number] = found

    def since(self, line: Line, span: timedelta) -> list[Turn]:
        """Return the turns of the time before a line."""
        return [turn for turn in self.turns if line.at - turn.line.at <= span]

    def _forget(self, line: Line) -> None:
        self.turns = self.since(line, REMEMBERED)

    def _addressee(self, line: Line, speaker: str) -> str | None:
        present = {turn.speaker for turn in self.since(line, NAMED)} - {speaker}
        return addressee(line.text, self.known - {speaker}) or mentioned(line.text, present)


@dataclass(frozen=True, slots=True)
class Heard:
    """A line that has no place yet."""

    line: Line
    speaker: str
    to: str | None
    channel: Channel

    def own(self, span: timedelta) -> list[Turn]:
        """Return what its speaker said before it."""
        return [turn for turn in self.channel.since(self.line, span) if turn.speaker == self.speaker]


def by_annotation(heard: Heard) -> int | None:
    """Follow the link that a person has drawn; without one an annotated line opens."""
    links = heard.channel.links.get(heard.line.number)
    if links is None:
        return None
    places = [heard.channel.placed[number] for number in links if number in heard.channel.placed]
    return places[-1] if places else heard.line.number


def by_address(heard: Heard) -> int | None:
    """Go where the addressed person last spoke, first of all where the speaker was too."""
    theirs = [turn for turn in heard.channel.turns if turn.speaker == heard.to]
    if heard.to is None or not theirs:
        return None
    shared = {turn.conversation for turn in heard.own(REMEMBERED)[-20:]}
    close = [turn for turn in theirs if turn.conversation in shared and heard.line.at - turn.line.at <= NAMED]
    return (close or theirs)[-1].conversation


def by_being_addressed(heard: Heard) -> int | None:
    """Answer whoever has addressed the speaker since the speaker's last line."""
    if heard.to is not None:
        return None
    turns = heard.channel.since(heard.line, EXPECTED)
    spoken = max((place for place, turn in enumerate(turns) if turn.speaker == heard.speaker), default=-1)
    calls = [turn for turn in turns[spoken + 1 :] if turn.to == heard.speaker]
    return calls[-1].conversation if calls else None


def by_staying(heard: Heard) -> int | None:
    """Stay in that conversation of the speaker in which something was said last."""
    own = heard.own(STAYING)
    if heard.to is not None:
        return own[-1].conversation if own else None
    mine = {turn.conversation for turn in own}
    latest = [turn.conversation for turn in heard.channel.turns if turn.conversation in mine]
    return latest[-1] if latest else None


def by_returning(heard: Heard) -> int | None:
    """Come back to the conversation in which somebody spoke last, but for a new question."""
    if wants_help(heard.line.text):
        return None
    near = heard.channel.since(heard.line, JOINING)
    mine = {turn.conversation for turn in heard.own(RETURNING)}
    return near[-1].conversation if near and near[-1].conversation in mine else None


def by_opening(heard: Heard) -> int | None:
    """Open a conversation with a greeting or a question, or by addressing somebody who is not there."""
    return heard.line.number if heard.to is not None or opens(heard.line.text) else None


def by_joining(heard: Heard) -> int | None:
    """Join what was said last, else go back to what the speaker was in."""
    near = heard.channel.since(heard.line, JOINING) or heard.own(RETURNING)
    return near[-1].conversation if near else None


Rule = Callable[[Heard], int | None]
RULES: tuple[Rule, ...] = (
    by_annotation,
    by_address,
    by_being_addressed,
    by_staying,
    by_returning,
    by_opening,
    by_joining,
)


def cut(lines: Iterable[Line], links: Mapping[int, tuple[int, ...]]) -> list[list[Line]]:
    """Return the conversations of a channel as they begin, each with its lines in order."""
    heard = list(lines)
    channel = Channel(frozenset(person(line.nick) for line in heard), links)
    for line in heard:
        channel.hear(line)
    conversations: dict[int, list[Line]] = {}
    for line in heard:
        conversations.setdefault(channel.placed[line.number], []).append(line)
    return list(conversations.values())
