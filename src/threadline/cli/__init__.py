"""The command line: parses, calls, prints. Data goes to stdout, words to stderr.

Exit codes: 0 done, 1 refused, 2 misused, 70 defect.

Reading order: `main` (the group, by sections of `grouping`, and what becomes of refusals), then the commands:

* `serve` and `mcp`, `demo`
* `asking`: query, search, properties, reports, export
* `nouns`: log, conversations, feedback
* `importing`: import
* `keeping`: backup, restore, doctor, keys
* `completion`

They share `options`, `bodies` (JSON that a person gives), `printing` (what people see) and `places` (a folder or a
server).
"""

from threadline.cli.main import main

__all__ = ["main"]
