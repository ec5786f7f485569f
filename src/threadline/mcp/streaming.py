"""Agents over HTTP: one POST, one JSON answer, no session.

Nothing is kept between two requests, so a restart of the server goes unnoticed, and many agents cost no memory. The key
comes with every request, and is the key that the API is asked with.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings

from threadline.mcp.asking import Api, in_process, with_key
from threadline.mcp.serving import make_server
from threadline.serving.headers import secret_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

    from threadline.mcp.serving import Context
    from threadline.services.policy import Policy


def make_app(api: ASGIApp, policy: Policy) -> ASGIApp:
    """Return the application that serves agents; its tools ask `api`."""
    http = in_process(api)

    def api_of(context: Context) -> Api:
        request: Any = context.request
        return with_key(http, secret_of(request.headers["authorization"]))

    manager = StreamableHTTPSessionManager(
        make_server(api_of, may_write=policy.mcp_writes == "on"),
        json_response=True,
        stateless=True,
        security_settings=_security(policy.hosts),
        max_request_body_size=policy.body_bytes,
    )
    return _Running(manager)


class _Running:
    """A session manager that runs from the first request to the end of the loop."""

    def __init__(self, manager: StreamableHTTPSessionManager) -> None:
        self._manager = manager
        self._ready = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="threadline-mcp")
        await self._ready.wait()
        await self._manager.handle_request(scope, receive, send)

    async def _run(self) -> None:
        """Keep it going. The loop cancels this when it ends, and the manager then ends what it has begun."""
        async with self._manager.run():
            self._ready.set()
            await asyncio.Event().wait()


def _security(hosts: Sequence[str]) -> TransportSecuritySettings:
    origins = [f"{scheme}://{host}" for scheme in ("http", "https") for host in hosts]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=bool(hosts),
        allowed_hosts=[*hosts, *(f"{host}:*" for host in hosts)],
        allowed_origins=[*origins, *(f"{origin}:*" for origin in origins)],
    )
