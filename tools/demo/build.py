"""Write the demo data from a folder of sources: `python -m tools.demo.build SOURCE_FOLDER [TARGET_FOLDER]`.

The same sources give the same bytes. `left_out.txt` names what an editor has read and taken out: a
conversation by its id, lines of a log as `LOG#NUMBER` or `LOG#FIRST-LAST`.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tools.demo import abcd, github, irc, reactions

TARGET = Path("src/threadline/demo")
LEFT_OUT = Path(__file__).with_name("left_out.txt")
ISSUES = Path("shapes/github/rest_issues_duckdb_page5.json")
DIALOGUES = Path("chats/abcd/abcd_sample.json")

Body = dict[str, Any]


def read_left_out(listing: Path) -> frozenset[str]:
    """Return the entries of an editor's list, one by one and without its comments."""
    words = (
        row.split() for row in listing.read_text(encoding="utf-8").splitlines() if not row.startswith("#")
    )
    return frozenset(entry for row in words for word in row for entry in entries(word))


def entries(word: str) -> list[str]:
    """Return what one word of the list stands for.

    >>> entries("rust.0#7-9"), entries("irc-rust-0-7")
    (['rust.0#7', 'rust.0#8', 'rust.0#9'], ['irc-rust-0-7'])
    """
    log, _, numbers = word.partition("#")
    first, _, last = numbers.partition("-")
    return [f"{log}#{number}" for number in range(int(first), int(last or first) + 1)] if numbers else [word]


def conversations(source: Path) -> list[Body]:
    """Return all conversations of the demo, by their time."""
    left_out = read_left_out(LEFT_OUT)
    logs = [irc.read_log(file, left_out) for file in sorted((source / "chats").glob("irc-*/*.ascii.txt"))]
    chats = [irc.conversation(case) for log in logs for case in irc.cases(log, left_out)]
    bodies = [*chats, *abcd.conversations(source / DIALOGUES), *github.conversations(source / ISSUES)]
    return sorted(bodies, key=lambda body: (body["createdAt"], body["id"]))


def by_time(bodies: Iterable[Body]) -> list[Body]:
    """Return bodies in the order of their times."""
    return sorted(bodies, key=lambda body: (body["createdAt"], body["id"]))


def write(target: Path, name: str, bodies: Iterable[Body]) -> None:
    """Write bodies as lines of JSON."""
    rows = [json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n" for body in bodies]
    (target / f"{name}.jsonl").write_text("".join(rows), encoding="utf-8")


def build(source: Path, target: Path) -> Counter[str]:
    """Write the three files of the demo into `target`, and return how many there are of what."""
    bodies = conversations(source)
    told = by_time(one for body in bodies for one in reactions.feedback(body))
    shown = by_time(one for body in bodies for one in reactions.events(body))
    for name, rows in (("conversations", bodies), ("feedback", told), ("events", shown)):
        write(target, name, rows)
    kinds = [f"conversation {body['properties']['source']} {body['type']}" for body in bodies]
    return Counter(
        [*kinds, *(f"feedback {one['type']}" for one in told), *(f"event {one['type']}" for one in shown)]
    )


def main() -> None:
    """Build the demo from the command line, and print the counts."""
    parser = argparse.ArgumentParser(description="Write the demo data from a folder of sources.")
    parser.add_argument("source", type=Path, help="the folder with `chats` and `shapes`")
    parser.add_argument("target", type=Path, nargs="?", default=TARGET, help="default: %(default)s")
    options = parser.parse_args()
    for kind, count in sorted(build(options.source, options.target).items()):
        print(f"{count:6} {kind}")


if __name__ == "__main__":
    main()
