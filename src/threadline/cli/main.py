"""The group of all commands, and what every command does with refusals and defects."""

from __future__ import annotations

import sys
import traceback

import click

from threadline.cli.keys import keys
from threadline.cli.serve import serve
from threadline.errors import ServiceError

REFUSED, DEFECT = 1, 70


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="threadline", message="threadline %(version)s")
def threadline() -> None:
    r"""Conversation analytics on your own machine.

    Log support tickets, AI chats and copilot chats; ask what people ask, what goes wrong, and what the docs lack.

    \b
    Start:   threadline serve
    A key:   threadline keys create --data threadline-data --project support --type api
    """


for command in (serve, keys):
    threadline.add_command(command)


def main() -> None:
    """Run the command line."""
    try:
        threadline.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except ServiceError as error:
        for violation in error.violations[1:]:
            click.echo(f"       {violation.message}", err=True)
        click.echo(f"Error: {error.detail}", err=True)
        sys.exit(REFUSED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception:  # noqa: BLE001  # the last place: a defect is told whole, with a code of its own
        traceback.print_exc()
        click.echo("This is a defect in Threadline; the lines above say where.", err=True)
        sys.exit(DEFECT)
