"""The command line: parses, calls, prints. Data goes to stdout, words to stderr.

Exit codes: 0 done, 1 refused, 2 misused, 70 defect.

Reading order: `main` (the group, and what becomes of refusals), then one module per command: `serve`, `demo`, `keys`,
`importing` (with `sources`: lines of files, `takings`: what a line becomes, `rejects`: the file of rejected lines,
`progress` and `outcomes`), `querying`, `exporting` (with `walking`: all rows by pages).
They share `options`, `output` (what is printed), `tables`, `folders` (what may be done with a data folder), `running`
(the note of a server about itself), `bodies` (JSON that a person gives) and `places` (where a question goes: a folder
or a server).
"""

from threadline.cli.main import main

__all__ = ["main"]
