"""Turn the conversations of a support channel into bodies of `POST /conversations`.

A conversation is kept when it reads as support: it begins with somebody who asks, somebody else answers
at some length, and the asker takes part in it. Whoever begins is the `user`; everybody else helps.
"""

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from tools.demo.cutting import cut
from tools.demo.irclog import Line, person, read_lines, read_links
from tools.demo.pages import host, link_type, links
from tools.demo.screen import is_fit
from tools.demo.speech import addressee, asks, goes_on
from tools.demo.weeks import spread, stamp

Kind = Literal["openai", "support_ticket"]

MIN_LINES = 2
MAX_LINES = 150
MAX_HELPERS = 8
FEWEST_WORDS = 2
"""A helper who never says more than this has not answered."""

AFTERTALK = timedelta(minutes=10)
AFTERTALK_LINES = 3
"""What others still say when the asker has left."""

ANNOTATED = range(1000, 1200)
"""The lines of every log that people have linked."""


@dataclass(frozen=True, slots=True)
class Log:
    """One file of a channel."""

    channel: str
    """Without the `#`."""

    name: str
    lines: list[Line]
    links: dict[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation that reads as support."""

    log: Log
    lines: Sequence[Line]
    move: timedelta
    """From the logged times to those of the demo."""

    @property
    def asker(self) -> str:
        """The person who began."""
        return person(self.lines[0].nick)

    @property
    def id(self) -> str:
        """The id of the conversation: its log, and the line that begins it."""
        return f"irc-{self.log.name.replace('.', '-')}-{self.lines[0].number}"

    def answers(self) -> list[Line]:
        """Return what everybody but the asker says."""
        return [line for line in self.lines if person(line.nick) != self.asker]


def read_log(text_file: Path, left_out: Container[str] = ()) -> Log:
    """Return the log in `NAME.ascii.txt` without the lines left out, with the annotation beside it."""
    name = text_file.name.removesuffix(".ascii.txt")
    annotation = text_file.with_name(f"{name}.annotation.txt")
    links_text = annotation.read_text(encoding="ascii")
    channel = text_file.parent.name.removeprefix("irc-")
    lines = read_lines(text_file.read_text(encoding="ascii"))
    kept = [line for line in lines if f"{name}#{line.number}" not in left_out]
    return Log(channel, name, kept, read_links(links_text))


def cases(log: Log, left_out: Container[str] = ()) -> list[Case]:
    """Return the support conversations of a log in order, but for those that an editor has left out."""
    kept = [until_the_asker_leaves(lines) for lines in cut(log.lines, log.links)]
    found = [Case(log, lines, timedelta()) for lines in kept if is_support(lines)]
    read = [case for case in found if case.id not in left_out]
    moves = spread([case.lines[0].at for case in read])
    return [Case(log, case.lines, move) for case, move in zip(read, moves, strict=True)]


def until_the_asker_leaves(lines: Sequence[Line]) -> Sequence[Line]:
    """Return a conversation without what others talk about when its first speaker has gone."""
    asker = person(lines[0].nick)
    last = max(place for place, line in enumerate(lines) if person(line.nick) == asker)
    after = [line for line in lines[last + 1 :] if line.at - lines[last].at <= AFTERTALK]
    return [*lines[: last + 1], *after[:AFTERTALK_LINES]]


def is_support(lines: Sequence[Line]) -> bool:
    """Return whether a conversation reads as support, and is fit to be shown."""
    asker = person(lines[0].nick)
    answers = [line for line in lines if person(line.nick) != asker]
    return (
        MIN_LINES <= len(lines) <= MAX_LINES
        and _begins_by_asking(lines, asker)
        and 1 <= len({person(line.nick) for line in answers}) <= MAX_HELPERS
        and any(len(line.text.split()) > FEWEST_WORDS for line in answers)
        and _leads(lines, asker)
        and all(is_fit(line.text) and is_fit(line.nick) for line in lines)
    )


def _begins_by_asking(lines: Sequence[Line], asker: str) -> bool:
    first_answer = next((place for place, line in enumerate(lines) if person(line.nick) != asker), len(lines))
    known = {person(line.nick) for line in lines} - {asker}
    asked = lines[:first_answer]
    reply = goes_on(lines[0].text) or addressee(lines[0].text, known)
    return not reply and any(asks(line.text) for line in asked)


def _leads(lines: Sequence[Line], asker: str) -> bool:
    """Return whether nobody but the asker's helper says more: else it is talk among others."""
    said = Counter(person(line.nick) for line in lines)
    return sum(count > said[asker] for count in said.values()) <= 1 and said[asker] * 5 >= len(lines)


def conversation(case: Case) -> dict[str, Any]:
    """Return the body of `POST /conversations` for a case."""
    first, last = case.lines[0], case.lines[-1]
    kind = kind_of(case)
    return {
        "id": f"demo-{case.id}",
        "externalId": case.id,
        "type": kind,
        "createdAt": stamp(first.at + case.move),
        "updatedAt": stamp(last.at + case.move),
        "properties": properties(case),
        "userProperties": {
            "id": first.nick,
            "identificationType": "ID_PROVIDED",
            "supportAgentName": main_helper(case),
        },
        "tags": ["irc", case.log.channel],
        "messages": [message(case, line, kind) for line in case.lines],
    }


def kind_of(case: Case) -> Kind:
    """Return the type of a case: talk of two about Rust is written in OpenAI's chat format."""
    speakers = {person(line.nick) for line in case.lines}
    return (
        "openai"
        if case.log.channel == "rust" and len(speakers) == len(("user", "assistant"))
        else "support_ticket"
    )


def message(case: Case, line: Line, kind: Kind) -> dict[str, Any]:
    """Return one line as a message."""
    at = stamp(line.at + case.move)
    helper = "assistant" if kind == "openai" else "agent"
    body: dict[str, Any] = {
        "id": f"demo-irc-{case.log.name.replace('.', '-')}-{line.number}-m",
        "createdAt": at,
        "updatedAt": at,
        "role": "user" if person(line.nick) == case.asker else helper,
        "content": line.text,
        "name": line.nick,
    }
    pages = links(line.text)
    return body | ({"links": [{"url": url, "type": link_type(url)} for url in pages]} if pages else {})


def properties(case: Case) -> dict[str, Any]:
    """Return what can be counted in a case; nothing is judged."""
    answers, first = case.answers(), case.lines[0]
    pages = [url for line in case.lines for url in links(line.text)]
    return {
        "source": "irc",
        "channel": f"#{case.log.channel}",
        "language": "en",
        "helpers": len({person(line.nick) for line in answers}),
        "firstResponseMinutes": minutes(answers[0].at - first.at),
        "durationMinutes": minutes(case.lines[-1].at - first.at),
        "linkedHosts": sorted({host(url) for url in pages}),
        "log": {
            "file": case.log.name,
            "line": first.number,
            "startedAt": stamp(first.at),
            "cut": "annotation" if all(line.number in ANNOTATED for line in case.lines) else "rules",
        },
    }


def main_helper(case: Case) -> str:
    """Return the nickname of whoever answers most; the earliest of them, if several do."""
    (name, _), *_ = Counter(person(line.nick) for line in case.answers()).most_common()
    return next(line.nick for line in case.answers() if person(line.nick) == name)


def minutes(span: timedelta) -> float:
    """Return a span of time in minutes, to a tenth."""
    return round(span / timedelta(minutes=1), 1)
