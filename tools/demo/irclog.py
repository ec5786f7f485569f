"""Read the log of a chat channel: lines with a time, a nickname and a text, and the links between them.

The files are those of the IRC disentanglement corpus: `NAME.ascii.txt` holds the lines, and
`NAME.annotation.txt` says of some lines which earlier line each of them answers. This module knows
nothing of conversations: `cutting` makes them.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

STAMPED = re.compile(r"^\S+ (?P<day>\d{4}-\d\d-\d\d) \[(?P<time>\d\d:\d\d:\d\d)\] (?P<rest>.*)$")
SPOKEN = re.compile(r"^<(?P<nick>[^>]+)>\s*(?P<text>.*)$")
ACTED = re.compile(r"^\* ?(?P<nick>\S+)\s+(?P<text>.*)$")
COLOUR = re.compile(r"\x03\d{0,2}(?:,\d{1,2})?|[\x00-\x08\x0e-\x1f\x7f]")
# The corpus has a word in angle brackets for a character outside ASCII.
GAP = re.compile(r"(?:<unconv\w+>|\s)+")
BOTS = frozenset(
    ("wikibugs", "gerrit-wm", "cia-6", "wm-bot", "wmdsbot", "mwbot", "stashbot", "rustbot", "eval", "playbot")
)
BOT_CALL = re.compile(r"^(?:\?{0,2}eval(?:uate)?:?\s|[!?]\w+\b(?!\?))", re.IGNORECASE)
LINK = re.compile(r"^(\d+) (\d+) -")
SECOND_CONNECTION = re.compile(r"(?:\[m\]|-M|\|\w*|_wrk|-office|_+)$")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that somebody said in a channel."""

    number: int
    """Place in the file, from 0: what the annotations refer to."""

    at: datetime
    """As logged, taken to be UTC."""

    nick: str
    """As logged."""

    text: str
    """Without control characters. What somebody does, not says, begins with `* nick`."""


def read_line(number: int, raw: str) -> Line | None:
    """Return the line of a person, or None for a bot, a notice, a call of a bot or an empty line."""
    stamped = STAMPED.match(raw)
    said = stamped and (SPOKEN.match(stamped["rest"]) or ACTED.match(stamped["rest"]))
    if not stamped or not said:
        return None
    text = GAP.sub(" ", COLOUR.sub("", said["text"])).strip()
    if not text or said["nick"].lower() in BOTS or BOT_CALL.match(text):
        return None
    at = datetime.fromisoformat(f"{stamped['day']}T{stamped['time']}").replace(tzinfo=UTC)
    told = text if stamped["rest"].startswith("<") else f"* {said['nick']} {text}"
    return Line(number, at, said["nick"], told)


def read_lines(text: str) -> list[Line]:
    """Return what people said in a log file, in order."""
    numbered = enumerate(text.split("\n"))
    return [line for number, raw in numbered if (line := read_line(number, raw))]


def read_links(text: str) -> dict[int, tuple[int, ...]]:
    """Return, per annotated line, the earlier lines that it answers; none where it opens a conversation."""
    answered: defaultdict[int, set[int]] = defaultdict(set)
    for row in text.splitlines():
        if link := LINK.match(row):
            earlier, later = sorted((int(link[1]), int(link[2])))
            answered[later] |= {earlier} - {later}
    return {later: tuple(sorted(earlier)) for later, earlier in answered.items()}


def person(nick: str) -> str:
    """Return a nickname without case and without the usual marks of a second connection.

    >>> person("vlt_"), person("revansx[m]"), person("madmax28-M"), person("Aaron|home"), person("_")
    ('vlt', 'revansx', 'madmax28', 'aaron', '_')
    """
    return (SECOND_CONNECTION.sub("", nick) or nick).lower()
