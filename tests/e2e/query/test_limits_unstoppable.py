"""A statement that the database cannot stop: whoever asked is answered, and the process ends all the same."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import asyncio, sys, time
from pathlib import Path
from threadline.analytics.interrupts import TimeLimitError
from threadline.analytics.opening import open_projection
from threadline.analytics.projection import Budget
from threadline.serving.pool import QueryPool

part = "len(list_filter(properties::json::json[], lambda e: json_extract(e, ?) = ?)) > 0"
text = "select 1 from conversations where " + " and ".join([part] * 2_000)
parameters = [each for number in range(2_000) for each in ("/a", str(number))]
projection = open_projection(Path(sys.argv[1]), Budget(1 << 30, 1))
# Time of the processor: on a busy machine the planning begins later, and is not to be cut before it does.
lanes = QueryPool(1.5, time.process_time, patience_seconds=0.5, closing_seconds=0.5)

async def ask():
    try:
        await lanes.run(lambda interrupt: projection.run(text, parameters, interrupt=interrupt))
    except TimeLimitError:
        print("refused")

asyncio.run(ask())
print("all ended" if lanes.close() else "something goes on", flush=True)
"""
"""Planning compares each of the predicates with every other, for long, and looks at no interrupt meanwhile."""


@pytest.mark.timeout(300)
def test_a_statement_that_cannot_be_stopped_keeps_neither_its_caller_nor_the_process(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SCRIPT, str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.stdout.splitlines() == ["refused", "something goes on"], ended.stderr
