"""One agent over stdin and stdout, until it closes stdin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcp.server.stdio import stdio_server

from threadline.mcp.serving import make_server

if TYPE_CHECKING:
    from threadline.mcp.asking import Api


async def serve(api: Api, *, may_write: bool) -> None:
    """Serve the agent at the other end; its tools ask `api`."""
    server = make_server(lambda _context: api, may_write=may_write)
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())
