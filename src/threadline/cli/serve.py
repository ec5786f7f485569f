"""`threadline serve`: the server on one folder."""

from __future__ import annotations

import logging
import signal
import sys
from pathlib import Path

import click

from threadline.server import open_desk
from threadline.server import serve as serve_desk
from threadline.settings import read_settings


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that holds everything. [./threadline-data]",
)
@click.option("--host", help="Address to listen on. [127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one. [8787]")
@click.option(
    "--roles", type=click.Choice(["strict", "lenient"]), help="Accept tool roles in chats. [strict]"
)
@click.option("--log-level", type=click.Choice(["debug", "info", "warning", "error"]), help="[warning]")
def serve(**given: object) -> None:
    """Serve the API on one folder, until Ctrl-C or SIGTERM.

    Every option is also an environment variable, such as THREADLINE_PORT; docs/reference/settings.md lists all.
    """
    settings = read_settings(**given)
    logging.basicConfig(level=settings.log_level.upper(), format="%(levelname)s %(name)s: %(message)s")
    # A stop that comes while the folder is being opened ends the start.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with open_desk(settings) as desk:
        serve_desk(
            desk,
            settings,
            on_ready=lambda url: click.echo(f"Threadline serves {settings.data} at {url}", err=True),
        )
