"""The command line: parses, calls, prints. Data goes to stdout, words to stderr.

Exit codes: 0 done, 1 refused, 2 misused, 70 defect.

Reading order: `main` (the group, by sections of `grouping`, and what becomes of refusals), then the commands:

* `serve` and `mcp`, `demo`, `keys`
* `asking`: query, search, properties, reports
* `nouns`: log, conversations, feedback (with `transcripts`: one of them, for a person)
* `importing` (with `sources`: lines of files, `takings`: what a line becomes, `rejects`: the file of rejected lines,
  `progress` and `outcomes`) and `exporting` (with `walking`: all rows by pages)
* `keeping`: backup, restore, doctor
* `completion`

They share `options`, `output` (what is printed), `showing` (how rows are), `tables`, `folders` (what may be done with
a data folder), `running` (the note of a server about itself), `bodies` (JSON that a person gives), `requests` (what is
asked for, in its form for a server and for a folder) and `places` (where it goes: a folder or a server).
"""

from threadline.cli.main import main

__all__ = ["main"]
