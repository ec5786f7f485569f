"""Loads what needs the protocol's package when it is first needed.

The package costs 30 MB of memory and 0.7 seconds of a processor. A server that no agent asks pays neither, and one
without the package serves everything else. Hence imports by name here, and nowhere else.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING, Any, cast

from threadline.errors import InvalidRequestError, Violation, how_to_install

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.types import ASGIApp

    from threadline.services.policy import Policy

PACKAGE = "mcp"
MISSING = (
    "The package `mcp` is not installed here, so agents cannot be served. "
    f"Install it: {how_to_install('server,mcp')}"
)


def streaming() -> Callable[[ASGIApp, Policy], ASGIApp]:
    """Return what makes the application at `/mcp`.

    Raises:
        InvalidRequestError: the package is not installed.
    """
    return cast("Callable[[ASGIApp, Policy], ASGIApp]", _loaded("threadline.mcp.streaming", "make_app"))


def stdio() -> Callable[..., Coroutine[Any, Any, None]]:
    """Return what serves one agent over stdin and stdout: `threadline.mcp.stdio.serve`.

    Raises:
        InvalidRequestError: the package is not installed.
    """
    return cast("Callable[..., Coroutine[Any, Any, None]]", _loaded("threadline.mcp.stdio", "serve"))


def _loaded(module: str, name: str) -> object:
    if importlib.util.find_spec(PACKAGE) is None:
        raise InvalidRequestError(Violation("", MISSING))
    return getattr(importlib.import_module(module), name)
