"""The bar that shows how far something long has come: on stderr, and only for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

if TYPE_CHECKING:
    from types import TracebackType


class Bar:
    """A bar for one source of lines; it goes away in the end."""

    def __init__(self, name: str, size: int | None) -> None:
        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            *((TaskProgressColumn(),) if size else ()),
            TextColumn("{task.fields[counts]}", markup=False),
            *((TimeRemainingColumn(),) if size else (TimeElapsedColumn(),)),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task(name, total=size, counts="")

    def show(self, read_bytes: int, *, stored: int, rejected: int) -> None:
        """Show how far it has come."""
        counts = f"{stored:,} stored" + (f", {rejected:,} rejected" if rejected else "")
        self._progress.update(self._task, completed=read_bytes, counts=counts)

    def stop(self) -> None:
        """Take the bar away."""
        self._progress.stop()

    def __enter__(self) -> Self:
        """Show the bar."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        self._progress.stop()
