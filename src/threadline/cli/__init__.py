"""The command line: parses, calls, prints. Data goes to stdout, words to stderr.

Exit codes: 0 done, 1 refused, 2 misused, 70 defect.

Reading order: `main` (the group, by sections of `grouping`, and what becomes of `refusals`), then the commands, which
are imported when they are called (`missing`: when a package is not there):

* `serve` and `mcp`, `demo`
* `asking`: query, search, words, properties, reports, export
* `nouns`: log, conversations, feedback
* `importing`: import
* `keeping`: backup, restore, doctor, keys
* `completion`

They share `options`, `environment` (the settings, and where commands log), `printing` (what people see) and `places`
(a folder or a server).
"""

import sys

from threadline.cli.missing import missing_package

try:
    from threadline.cli.main import main
except ModuleNotFoundError as error:
    _missing = missing_package(error)
    if not _missing:
        raise

    def main() -> None:
        """Say what to install: who installs the SDK alone gets the command with it, and nothing that it needs."""
        sys.stderr.write(_missing)
        sys.exit(2)


__all__ = ["main"]
