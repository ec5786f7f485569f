"""The group of all commands, and what every command does with refusals and defects."""

from __future__ import annotations

import sys
import traceback

import click

from threadline.cli import options
from threadline.cli.asking.exporting import export
from threadline.cli.asking.overviews import properties, reports
from threadline.cli.asking.query import query
from threadline.cli.asking.search import search
from threadline.cli.completion import VARIABLE, completion
from threadline.cli.demo import demo
from threadline.cli.grouping import Sectioned
from threadline.cli.importing.files import import_
from threadline.cli.importing.uploading import upload
from threadline.cli.keeping.backup import backup, restore
from threadline.cli.keeping.doctor import doctor
from threadline.cli.keeping.keys import keys
from threadline.cli.mcp import mcp
from threadline.cli.nouns import conversations, feedback, log
from threadline.cli.printing.output import say
from threadline.cli.refusals import refusal
from threadline.cli.serve import serve
from threadline.client.errors import ThreadlineError
from threadline.errors import ServiceError

REFUSED, DEFECT, INTERRUPTED = 1, 70, 130


@click.group(
    cls=Sectioned,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=options.examples(
        """
        threadline serve --demo                         # look around with sample data
        threadline import jsonl chats.jsonl --project support
        threadline keys create --project support        # a key for a client of the API
        threadline serve
        threadline query conversations --group-by type --since 30d
        """
    ),
)
@click.version_option(package_name="threadline", message="threadline %(version)s")
def threadline() -> None:
    """Conversation analytics on your own machine.

    Log support tickets, AI chats and copilot chats; ask what people ask, what goes wrong, and what the docs lack.
    """


import_.add_command(upload)
_ASKING = (query, search, properties, reports, conversations, feedback)
_MOVING = (log, import_, export, demo)
_SERVING = (serve, mcp, keys)
_KEEPING = (doctor, backup, restore, completion)

for command in (*_ASKING, *_MOVING, *_SERVING, *_KEEPING):
    threadline.add_command(command)


def main() -> None:
    """Run the command line."""
    try:
        # Without its own mode, click returns the code of an `exit` and raises the rest.
        code = threadline.main(prog_name="threadline", standalone_mode=False, complete_var=VARIABLE)
        sys.exit(code if isinstance(code, int) else 0)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (ServiceError, ThreadlineError, OSError) as error:
        say(refusal(error))
        sys.exit(REFUSED)
    except Exception:  # noqa: BLE001  # the last place: a defect is told whole, with a code of its own
        traceback.print_exc()
        say("This is a defect in Threadline; the lines above say where.")
        sys.exit(DEFECT)
