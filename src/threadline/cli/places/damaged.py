"""A file of an open data folder turns out to be damaged: told in words, with its name and what brings it back."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from threadline.cli.places import folders
from threadline.services.keeping import damage

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


@contextmanager
def damage_explained(folder: Path) -> Generator[None]:
    """Refuse in words when any file of a folder that is open turns out to be damaged.

    Raises:
        click.ClickException: a file is damaged.
    """
    try:
        yield
    except damage.Errors as error:
        path = damage.damaged_file(folder, error)
        if path is None:
            raise
        raise folders.damaged(path, error, is_made_anew=path.name in damage.MADE_ANEW) from error
