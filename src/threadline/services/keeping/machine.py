"""How much memory this machine has, and how much of it may be used: of the whole, or of the container it is shut in."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path("/")
_KILOBYTE = 1_024


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory in bytes."""

    total: int
    free: int
    """What programs may still take: what holds copies of files is given up for them, and counts as free."""


def memory(root: Path = _ROOT) -> Memory:
    """Return the memory of this machine, or less of it when a control group allows no more.

    Args:
        root: where `proc` and `sys` are; elsewhere in tests alone.
    """
    whole = _of_machine(root)
    for limit, used in _of_groups(root):
        if limit < whole.total:
            whole = Memory(limit, max(0, min(whole.free, limit - used)))
    return whole


def _of_machine(root: Path) -> Memory:
    page = os.sysconf("SC_PAGE_SIZE")
    total, unused = page * os.sysconf("SC_PHYS_PAGES"), page * os.sysconf("SC_AVPHYS_PAGES")
    said = _numbers(root / "proc/meminfo")
    in_bytes = {name.rstrip(":"): count * _KILOBYTE for name, count in said.items()}
    return Memory(in_bytes.get("MemTotal", total), in_bytes.get("MemAvailable", unused))


def _of_groups(root: Path) -> list[tuple[int, int]]:
    """Return what control groups allow and what is used of it, for each that says so: of both versions of them."""
    found = []
    folders = [root / "sys/fs/cgroup", root / "sys/fs/cgroup/memory"]
    with suppress(OSError):
        for line in (root / "proc/self/cgroup").read_text(encoding="utf-8").splitlines():
            place = line.rpartition(":")[2].strip("/")
            folders += [folder / place for folder in folders[:2] if place]
    for folder in folders:
        for limit_name, used_name in (
            ("memory.max", "memory.current"),
            ("memory.limit_in_bytes", "memory.usage_in_bytes"),
        ):
            limit, used = _number(folder / limit_name), _number(folder / used_name)
            if limit is not None and used is not None:
                stat = _numbers(folder / "memory.stat")
                spare = stat.get("total_inactive_file", stat.get("inactive_file", 0))
                found.append((limit, max(0, used - spare)))
    return found


def _number(file: Path) -> int | None:
    with suppress(OSError, ValueError):
        return int(file.read_text(encoding="ascii"))
    return None


def _numbers(file: Path) -> dict[str, int]:
    """Return the numbers of a file that has a name and a number a line."""
    found: dict[str, int] = {}
    with suppress(OSError):
        for line in file.read_text(encoding="utf-8").splitlines():
            name, *rest = line.split()
            if rest and rest[0].isdecimal():
                found[name] = int(rest[0])
    return found
