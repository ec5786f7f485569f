"""Looking after a data folder: what is well, what is not, and what to do about it. Nothing is changed.

It works while a server runs on the folder, as far as files can be read then. Records are in `checkup_records`; here is
what follows from them, and the folder itself.
"""

from __future__ import annotations

import os
import shlex
import shutil
import stat
from typing import TYPE_CHECKING

from threadline.analytics import FILE_NAME as PROJECTION
from threadline.analytics.inspecting import inspect
from threadline.errors import LockedError
from threadline.positions import NEVER
from threadline.records.files.soundness import index_state
from threadline.records.search import FILE_NAME as SEARCH
from threadline.records.store import FILE_NAME as RECORDS
from threadline.services.keeping import backups
from threadline.services.keeping.checkup_records import check_records
from threadline.services.keeping.findings import Finding, Surroundings, size_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from threadline.analytics.inspecting import Inspection
    from threadline.records.files.soundness import IndexState
    from threadline.services.keeping.checkup_records import State

_LEAST_BYTES = 200_000_000


def check_up(folder: Path, given: Surroundings) -> Iterator[Finding]:
    """Yield what is found, as it is found; the records take longest."""
    yield check_folder(folder)
    yield check_disk(folder)
    state: State | None = None
    for each in check_records(folder, given):
        if isinstance(each, Finding):
            yield each
        else:
            state = each
    yield check_clock(folder, given, state)
    if state is not None:
        yield check_projection(folder, given, state)
        yield check_index(folder, state)
    left = backups.leftovers(folder)
    if left:
        size = sum(path.stat().st_size for path in left)
        names = ", ".join(path.name for path in left)
        yield Finding(
            "leftovers",
            "warning",
            f"{names} ({size_of(size)}) stayed from a restore, or from a copy that was stopped.",
            "Delete them when nobody needs the data from before.",
        )


def check_folder(folder: Path) -> Finding:
    """Say whether the folder and its files can be written, and by whom."""
    wrong = [
        path
        for path in (folder, *folder.glob(f"{RECORDS}*"), folder / PROJECTION, folder / SEARCH)
        if path.exists() and not os.access(path, os.W_OK | os.R_OK)
    ]
    mode = stat.S_IMODE(folder.stat().st_mode)
    if wrong and _is_read_only(folder):
        return Finding(
            "folder",
            "bad",
            f"{folder} is mounted for reading alone: it can be looked at, and no server can run on it.",
            "Mount it for writing, or copy it to another folder.",
        )
    if wrong:
        names = ", ".join(map(str, wrong))
        return Finding(
            "folder",
            "bad",
            f"{names} cannot be read and written by this user.",
            "Change its owner or its mode.",
        )
    if mode & stat.S_IWOTH:
        return Finding(
            "folder",
            "bad",
            f"Everybody on this machine may write to {folder}.",
            f"chmod -R go= {shlex.quote(str(folder))}",
        )
    if _is_for_others(folder):
        return Finding(
            "folder",
            "warning",
            f"Other users of this machine may {_seen(folder)} (its mode is {mode:o}).",
            f"chmod -R go= {shlex.quote(str(folder))}",
        )
    return Finding("folder", "ok", f"{folder.resolve()} can be read and written, by this user alone.")


def _is_read_only(folder: Path) -> bool:
    return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def _seen(folder: Path) -> str:
    """Return what others see of a folder that they may look into."""
    readable = sorted(path.name for path in folder.iterdir() if path.is_file() and _is_for_others(path))
    return f"read {', '.join(readable)} in {folder}" if readable else f"list {folder}, and read no file of it"


def _is_for_others(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def check_disk(folder: Path) -> Finding:
    """Say whether there is room to grow."""
    usage = shutil.disk_usage(folder)
    size = sum(path.stat().st_size for path in folder.glob("*") if path.is_file())
    words = f"The folder has {size_of(size)}; {size_of(usage.free)} of {size_of(usage.total)} are free."
    if usage.free < _LEAST_BYTES:
        return Finding("disk", "bad", words, "Make room: writes are refused when it is used up.")
    if usage.free < size:
        return Finding(
            "disk", "warning", words, "Make room: a rebuild or a backup here may take as much again."
        )
    return Finding("disk", "ok", words)


def check_clock(folder: Path, given: Surroundings, state: State | None) -> Finding:
    """Say whether the clock has gone back: files or rows are from a time to come."""
    newest = {RECORDS: round((folder / RECORDS).stat().st_mtime * 1000)}
    if state is not None:
        newest["the newest row"] = state.written_at
    ahead = {name: at - given.now for name, at in newest.items() if at > given.now + given.clock_milliseconds}
    if ahead:
        name, milliseconds = max(ahead.items(), key=lambda each: each[1])
        return Finding(
            "clock",
            "warning",
            f"The clock is behind: {name} was written {milliseconds / 1000:,.0f} s from now.",
            "Set the clock, and keep it with NTP; new rows would be sorted before old ones.",
        )
    return Finding("clock", "ok", "No row and no file is from a time to come.")


def check_projection(folder: Path, given: Surroundings, state: State) -> Finding:
    """Say whether the projection holds what the records hold."""
    try:
        found = inspect(folder)
    except LockedError:
        return given.ask_server()
    if found.obstacle:
        return Finding("projection", "bad", f"It cannot be opened: {found.obstacle}.", found.remedy)
    if found.identity is not None and found.identity != state.identity:
        return _of_another_store("projection")
    if found.damage:
        return _rebuild("projection", f"It is damaged: {found.damage}.", PROJECTION)
    return _compared(found, state)


def _compared(found: Inspection, state: State) -> Finding:
    if found.fault or not found.reached:
        return Finding(
            "projection", "ok", f"It is made at the next start: {found.fault or 'it was never filled'}."
        )
    behind = {
        table: state.newest.changes_since(position)
        for table, position in found.reached.items()
        if position != state.newest
    }
    if any(changes < 0 for changes in behind.values()):
        return _rebuild(
            "projection", "It has changes that the records lack: they are of another time.", PROJECTION
        )
    if behind:
        return Finding(
            "projection",
            "ok",
            f"{max(behind.values()):,} changes are taken in at the next start or question.",
        )
    wrong = {
        table: (found.counts.get(table), count)
        for table, count in state.rows.items()
        if table in found.reached and found.counts.get(table) != count
    }
    if wrong:
        words = "; ".join(
            f"{table}: {there} rows, the records say {count}" for table, (there, count) in wrong.items()
        )
        return _rebuild("projection", f"It differs from the records ({words}).", PROJECTION)
    return Finding("projection", "ok", "What it was filled with agrees with the records.")


def check_index(folder: Path, state: State) -> Finding:
    """Say whether the text index holds what the records hold."""
    found = index_state(folder / SEARCH)
    if found is not None and found.obstacle:
        return Finding("text index", "bad", found.obstacle.detail, found.obstacle.advice)
    if found is not None and found.faults:
        return _rebuild("text index", f"It is damaged: {'; '.join(found.faults)}.", SEARCH)
    if found is not None and found.identity != state.identity:
        return _of_another_store("text index")
    if found is None or found.reached == NEVER:
        return Finding("text index", "ok", "It is made at the next start.")
    return _index_compared(found, state)


def _index_compared(found: IndexState, state: State) -> Finding:
    if found.reached > state.newest and not state.is_served:
        return _rebuild(
            "text index", "It has changes that the records lack: they are of another time.", SEARCH
        )
    if found.reached != state.newest:
        return Finding(
            "text index", "ok", "Changes are still to be taken in: by the server, or at the next start."
        )
    if found.conversations != state.searchable:
        words = f"It has {found.conversations:,} conversations, and the records have {state.searchable:,}."
        return _rebuild("text index", words, SEARCH)
    return Finding("text index", "ok", f"It has all {found.conversations:,} conversations.")


def _of_another_store(check: str) -> Finding:
    sentence = "It was made from other records than these: by another version, or in another folder."
    return Finding(check, "warning", sentence, "Nothing: it is made anew at the next start.")


def _rebuild(check: str, words: str, name: str) -> Finding:
    return Finding(
        check, "bad", words, f"Stop the server and delete {name}*; it is made anew at the next start."
    )
