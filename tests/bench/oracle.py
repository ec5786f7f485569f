"""Ask random bodies of the database and of plain Python, over all views, and count where they differ.

`python -m tests.bench.oracle`, or `make bench-oracle`. The tests do the same with far fewer bodies.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.support.bodies import Bodies
from tests.support.comparison import compiled, differences, numbered, pages, scope_of, store, wanted
from tests.support.warehouse import Warehouse
from threadline.catalog import VIEWS, View

BODIES = 20_000
ROUND = 250
"""Bodies between two lines of progress."""

PER_STORE = 5
"""Bodies that are asked of the same rows: storing rows costs more than asking."""

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


@dataclass(slots=True)
class Tally:
    """What came of the bodies of one view."""

    asked: int = 0
    refused: int = 0
    different: list[str] = field(default_factory=list[str])


def ask(
    warehouse: Warehouse, view: View, rows: list[dict[str, Any]], body: dict[str, Any]
) -> list[Any] | None:
    """Return where the answers to a body differ, whole and page by page; None if it is refused."""
    scope = scope_of(body, rows)
    query = compiled(body, view, scope)
    if query is None:
        return None
    told = wanted(body, view, rows)
    found = differences(warehouse.run(query.rows), told.rows)
    found += differences(warehouse.run(query.total), [{"total": told.total}])
    if not body.get("offset") and "limit" in body:
        whole = wanted({**body, "limit": None}, view, rows)
        found += differences(
            [row for page in pages(warehouse, body, view, scope) for row in page], whole.rows
        )
    return found


def run(view: View, count: int, first_seed: int) -> Iterator[Tally]:
    """Ask random bodies of a view, and yield the tally after each round."""
    warehouse, tally, strategies = Warehouse(), Tally(), Bodies(view)
    asked = st.tuples(
        strategies.rows(), st.lists(strategies.bodies(), min_size=PER_STORE, max_size=PER_STORE)
    )

    def take(given_: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
        rows = numbered(view, given_[0])
        store(warehouse, view, rows)
        for body in given_[1]:
            found = ask(warehouse, view, rows, body)
            tally.asked += 1
            tally.refused += found is None
            if found:
                tally.different.append(json.dumps({"rows": rows, "body": body}, default=str))

    number = first_seed
    while tally.asked < count:
        rounds = min(ROUND, count - tally.asked) // PER_STORE or 1
        examples = settings(
            max_examples=rounds,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=SLOW,
        )
        examples(seed(number)(given(asked)(take)))()
        number += 1
        yield tally


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, print progress and a summary; return 1 if any answer differs."""
    options = argparse.ArgumentParser(
        prog="python -m tests.bench.oracle", description="Hold the database against plain Python."
    )
    options.add_argument("count", nargs="?", type=int, default=BODIES, help="bodies; default: %(default)s")
    options.add_argument("--seed", type=int, default=1, help="other bodies; default: %(default)s")
    chosen = options.parse_args(arguments)
    different: list[str] = []
    for view in VIEWS.values():
        started, tally = time.monotonic(), Tally()
        for tally in run(view, chosen.count // len(VIEWS), chosen.seed):
            told = f"{view.name}: {tally.asked:,} bodies, {tally.refused:,} refused, {len(tally.different)} different"
            sys.stdout.write(f"{told}, {time.monotonic() - started:.0f} s\n")
            sys.stdout.flush()
        different += tally.different
    for case in different[:5]:
        sys.stdout.write(f"different: {case}\n")
    sys.stdout.write(f"{'FAILED' if different else 'passed'}: {len(different)} answers differ\n")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
