"""The group of all commands, and what every command does with refusals and defects."""

from __future__ import annotations

import sys
import traceback
import warnings
from typing import Any, NoReturn

import click

from threadline.cli import options
from threadline.cli.grouping import COMPLETION_VARIABLE, Later, Sectioned
from threadline.cli.missing import missing_package
from threadline.cli.printing.output import say
from threadline.cli.refusals import refusal, told_where
from threadline.client.errors import AlteredWarning, ThreadlineError
from threadline.errors import ServiceError

REFUSED, MISUSED, DEFECT, INTERRUPTED = 1, 2, 70, 130

_show_as_python_does = warnings.showwarning
_SECTIONS = {
    "Ask": {
        "query": Later("asking.query", "query", "Ask a question, by options or in the query language."),
        "search": Later("asking.search", "search", "Search in messages."),
        "words": Later(
            "asking.words",
            "words",
            "List words that some conversations have more often than all.",
        ),
        "properties": Later(
            "asking.overviews", "properties", "List the keys of properties, and their values."
        ),
        "reports": Later("asking.overviews", "reports", "What people search for, and how many do."),
        "conversations": Later("nouns", "conversations", "List, show and delete conversations."),
        "feedback": Later("nouns", "feedback", "List, show and delete votes."),
    },
    "Bring in, take out": {
        "log": Later("nouns", "log", "Log one conversation, event or vote."),
        "import": Later("importing.files", "import_", "Bring conversations, events and feedback in."),
        "export": Later("asking.exporting", "export", "Write all rows of a view, without a cap."),
        "demo": Later("demo", "demo", "Load sample data."),
    },
    "Serve": {
        "serve": Later("serve", "serve", "Serve the API on one folder, until Ctrl-C or SIGTERM."),
        "mcp": Later(
            "mcp", "mcp", "Serve tools to an AI agent over stdin and stdout (Model Context Protocol)."
        ),
        "keys": Later("keeping.keys", "keys", "Create, list, rotate and revoke keys."),
    },
    "Look after": {
        "doctor": Later(
            "keeping.doctor",
            "doctor",
            "Say what is well in a data folder, what is not, and what to do.",
        ),
        "backup": Later("keeping.backup", "backup", "Copy all data into one file."),
        "restore": Later("keeping.backup", "restore", "Put a backup in the place of a folder's data."),
        "completion": Later("completion", "completion", "Print what makes a shell complete what you type."),
    },
}
"""The commands by what they are for; a test holds the sentences to those of the commands."""


@click.group(
    cls=Sectioned,
    sections=_SECTIONS,
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


def main() -> None:
    """Run the command line."""
    warnings.showwarning = _show
    try:
        # Without its own mode, click returns the code of an `exit` and raises the rest.
        code = threadline.main(
            prog_name="threadline", standalone_mode=False, complete_var=COMPLETION_VARIABLE
        )
        sys.exit(code if isinstance(code, int) else 0)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except click.NoSuchOption as error:
        told_where(error).show()
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except ModuleNotFoundError as error:
        words = missing_package(error)
        if not words:
            _defect()
        sys.stderr.write(words)
        sys.exit(MISUSED)
    except (ServiceError, ThreadlineError, OSError) as error:
        say(refusal(error))
        sys.exit(REFUSED)
    except Exception:  # noqa: BLE001  # the last place: a defect is told whole, with a code of its own
        _defect()


def _show(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
    """Say what is not kept in a line of its own; tell any other warning as Python does."""
    if issubclass(category, AlteredWarning):
        say(f"Warning: {message}")
    else:
        _show_as_python_does(message, category, *place, **more)


def _defect() -> NoReturn:
    """Tell the exception on its way whole, and end."""
    traceback.print_exc()
    say("This is a defect in Threadline; the lines above say where.")
    sys.exit(DEFECT)
