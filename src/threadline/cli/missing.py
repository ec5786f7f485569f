"""A package that commands need is not installed: said in a line, with what installs it."""

from __future__ import annotations

from threadline.errors import how_to_install


def missing_package(error: ModuleNotFoundError) -> str:
    """Return what is said when a package of others is missing, or nothing when a module of ours is: a defect."""
    package = (error.name or "").partition(".")[0]
    if package == "threadline":
        return ""
    return (
        f"Error: the package `{package}` is not installed here, and this command needs it. "
        f"Install what commands need: {how_to_install('server')}\n"
    )
