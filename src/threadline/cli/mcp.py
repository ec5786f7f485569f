"""`threadline mcp`: the tools for an agent on this machine, over stdin and stdout."""

from __future__ import annotations

import asyncio
import secrets
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from threadline.api.app import make_app
from threadline.cli import environment, options
from threadline.cli.environment import log_to_stderr
from threadline.cli.places import opening as places
from threadline.mcp import loading
from threadline.mcp.asking import in_process, over_network, with_key
from threadline.server import kept_up

if TYPE_CHECKING:
    from collections.abc import Generator

    from threadline.mcp.asking import Api


@click.command(
    epilog=options.examples(
        """
        threadline mcp --data /srv/threadline
        threadline mcp --url https://threadline.example.com --key KEY
        """
    ),
)
@options.place
@click.option("--writes", is_flag=True, help="Offer tools that store votes and events, too.")
def mcp(writes: bool, **where: Any) -> None:
    """Serve tools to an AI agent over stdin and stdout (Model Context Protocol).

    The agent's host starts this command; docs/guides/agents.md has its configuration. A running server serves the same
    tools at /mcp.
    """
    serve = loading.stdio()
    settings = environment.settings()
    may_write = writes or settings.mcp_writes == "on"
    log_to_stderr(settings)
    # What the agent was answered is on disk, so an end at any moment loses nothing; a reader of stdin cannot be woken.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with _asked(where) as api:
        asyncio.run(serve(api, may_write=may_write))


@contextmanager
def _asked(where: dict[str, Any]) -> Generator[Api]:
    if places.is_server(where):
        with places.reached(where["url"], where["key"]):
            yield over_network(where["url"], where["key"])
        return
    with places.opened_folder(environment.settings(data=where["data"]), where["project"]) as folder:
        secret = secrets.token_hex()
        folder.state.keys.admit(secret, folder.caller)
        with kept_up(folder.state):
            yield with_key(in_process(make_app(folder.state)), secret)
