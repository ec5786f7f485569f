"""The command line: parses, calls, prints. Data goes to stdout, words to stderr.

Exit codes: 0 done, 1 refused, 2 misused, 70 defect. Reading order: `main` (the group), then one module per command.
"""

from threadline.cli.main import main

__all__ = ["main"]
