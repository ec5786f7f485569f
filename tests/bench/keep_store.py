"""Make a large store once and keep it: `python -m tests.bench.keep_store 1m --keep folder`, or `make bench-store`.

The last line says as JSON where its data folder is, which key reads it, and which words its texts have: a rare one,
one that one message in a hundred has, the two most common ones, and the beginning of the most common one.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.query_others import words_of
from tests.bench.query_store import KEY, SIZES, kept_store


def main(arguments: Sequence[str] | None = None) -> None:
    """Make a store unless it is there already, and tell of it."""
    options = argparse.ArgumentParser(
        prog="python -m tests.bench.keep_store", description="Make a large store to ask questions of."
    )
    options.add_argument("size", nargs="?", choices=SIZES, default="100k", help="default: %(default)s")
    options.add_argument(
        "--keep",
        type=Path,
        default=Path(tempfile.gettempdir()) / "threadline-bench",
        help="where the store is kept; default: %(default)s",
    )
    given = options.parse_args(arguments)
    data = kept_store(given.keep.absolute(), SIZES[given.size]).data
    print(json.dumps({"folder": str(data), "key": KEY, "words": words_of(data)}))


if __name__ == "__main__":
    main()
