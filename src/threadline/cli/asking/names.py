"""Names of views and fields as options and arguments take them: refused with the nearest, completed by the shell."""

from __future__ import annotations

from typing import Literal

import click
from click.shell_completion import CompletionItem

from threadline.catalog import VIEWS as CATALOG
from threadline.errors import did_you_mean

VIEWS = tuple(CATALOG)


class ViewName(click.ParamType[str]):
    """One of the views; a typo is told with the nearest."""

    name = "view"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or refuse it."""
        if value not in VIEWS:
            self.fail(
                f"`{value}` is not a view.{did_you_mean(value, VIEWS)} There are: {', '.join(VIEWS)}.",
                param,
                ctx,
            )
        return value

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002  # click calls it like that
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the views that begin like that."""
        return [CompletionItem(name) for name in VIEWS if name.startswith(incomplete)]


class FieldName(click.ParamType[str]):
    """A field, a list of them, or a condition on one: as it is; the shell completes the name at its end."""

    name = "field"

    def __init__(self, kind: Literal["names", "condition"] = "names") -> None:
        self._kind = kind

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002  # click calls it like that
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the fields of the view that begin like that; of all views before one is named."""
        before, comma, last = incomplete.rpartition(",") if self._kind == "names" else ("", "", incomplete)
        # An option that still waits for its value keeps click from giving arguments their names.
        named = [str(each) for each in (ctx.params.get("view"), *ctx.args) if each in CATALOG]
        views = [CATALOG[name] for name in named[:1] or CATALOG]
        names = dict.fromkeys(name for each in views for name in each.names)
        return [CompletionItem(f"{before}{comma}{name}") for name in names if name.startswith(last)]


view = click.argument("view", metavar="VIEW", type=ViewName())
