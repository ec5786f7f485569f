"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

data = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="THREADLINE_DATA",
    default=Path("threadline-data"),
    show_default=True,
    help="Folder that holds everything.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
