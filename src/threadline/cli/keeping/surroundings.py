"""What `threadline doctor` sees beside the folder: versions, settings of the environment, and memory."""

from __future__ import annotations

import platform
from dataclasses import fields
from importlib.metadata import version
from typing import TYPE_CHECKING

from threadline.cli.keeping.tried import installed, tried, untried
from threadline.errors import ServiceError
from threadline.services.keeping.engines import engine_version, sqlite_version
from threadline.services.keeping.findings import Finding, size_of
from threadline.services.keeping.machine import memory
from threadline.settings import PREFIX, Settings, read_settings, unknown_variables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from threadline.cli.keeping.tried import Untried

_SHARE = 0.8
_MEGABYTE = 1 << 20


def check_versions() -> Finding:
    """Say what runs, and what of it this release was not tried with."""
    words = (
        f"Threadline {version('threadline')}, Python {platform.python_version()}, SQLite {sqlite_version()}, "
        f"DuckDB {engine_version()}, {platform.system()} {platform.machine()}."
    )
    known = tried()
    names = sorted({name for spans in known.values() for name in spans})
    found = list(untried(platform.python_version(), installed(names), known))
    if not found:
        return Finding("versions", "ok", words)
    return Finding(
        "versions",
        "warning",
        f"{words} Not tried with this release: {', '.join(map(str, found))}.",
        f"Should something fail, try it with what was tried: {_highest(found)}",
    )


def _highest(found: Sequence[Untried]) -> str:
    """Return the newest versions that were tried of what was not: Python, and a line for pip."""
    pythons = [f"Python {each.highest}" for each in found if each.name == "Python"]
    packages = [f"{each.name}=={each.highest}" for each in found if each.name != "Python"]
    return ", and ".join([*pythons, *([f"pip install {' '.join(packages)}"] if packages else [])])


def check_settings() -> Iterator[Finding]:
    """Say which settings differ from their defaults, and which variables nobody knows."""
    unknown = unknown_variables()
    for name, sentence in unknown.items():
        yield Finding("settings", "warning", sentence, f"unset {name}")
    try:
        settings = read_settings()
    except ServiceError as error:
        words = "; ".join(f"{fault.pointer.lstrip('/')}: {fault.message}" for fault in error.violations)
        yield Finding("settings", "bad", words, "A server would not start with that.")
        return
    default = Settings()
    changed = [
        f"{PREFIX}{each.name.upper()}={getattr(settings, each.name)}"
        for each in fields(Settings)
        if getattr(settings, each.name) != getattr(default, each.name)
    ]
    if changed:
        yield Finding("settings", "ok", f"From this environment: {', '.join(changed)}.")
    elif not unknown:
        yield Finding("settings", "ok", "All have their defaults.")


def check_memory() -> Finding:
    """Say whether queries may take more memory than there is."""
    there = memory()
    try:
        wanted = read_settings().memory_megabytes * _MEGABYTE
    except ServiceError:
        wanted = 0
    words = f"{size_of(there.free)} of {size_of(there.total)} are free."
    if wanted > there.total * _SHARE:
        return Finding(
            "memory",
            "warning",
            f"{words} Queries may take {size_of(wanted)}.",
            f"Set {PREFIX}MEMORY_MEGABYTES to less; 0 takes a quarter of the machine's.",
        )
    return Finding("memory", "ok", words)
