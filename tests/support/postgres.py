"""A PostgreSQL of this machine, started on a folder of its own, to ask what its `jsonb` operators say.

It listens on a socket in that folder and nowhere else, so any number can run side by side. Texts reach it as data of
`COPY`, never as a part of a statement.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

PROGRAMS = ("initdb", "pg_ctl", "postgres", "psql")
_DEBIAN = Path("/usr/lib/postgresql")
_ACCOUNTS = ("postgres", "nobody")
"""Who runs it when the tests run as root, which PostgreSQL refuses to do; the first one that there is."""

_SUPERUSER = "postgres"
_LONGEST_FOLDER = 80
"""A socket's path has 107 bytes at most; the rest is for the names in the folder."""

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_START_SECONDS = 60


class PostgresError(Exception):
    """PostgreSQL refused a value or a statement, or did not start."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A server that runs."""

    programs: Path
    folder: Path

    def pairs(self, condition: str, left: Sequence[str], right: Sequence[str]) -> set[tuple[int, int]]:
        """Return the positions of the pairs of JSON texts for which a condition on `l.v` and `r.v` holds.

        Raises:
            PostgresError: one of the texts is no `jsonb`.
        """
        script = [
            "create temporary table l (n integer, v jsonb);",
            "create temporary table r (n integer, v jsonb);",
            *_copied("l", left),
            *_copied("r", right),
            f"copy (select l.n, r.n from l, r where {condition}) to stdout;",
        ]
        lines = self._said("\n".join((*script, ""))).splitlines()
        return {(int(row), int(column)) for row, column in (line.split("\t") for line in lines)}

    def _said(self, script: str) -> str:
        command = [str(self.programs / "psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-f", "-"]
        done = subprocess.run(
            [*command, "-h", str(self.folder), "-U", _SUPERUSER, "-d", "postgres"],
            input=script.encode(),
            capture_output=True,
            check=False,
            env=_environment(),
        )
        if done.returncode:
            raise PostgresError(done.stderr.decode())
        return done.stdout.decode()


def _copied(table: str, texts: Sequence[str]) -> list[str]:
    """Return the lines that fill a table, numbered from 0."""
    rows = (f"{number}\t{text.translate(_ESCAPES)}" for number, text in enumerate(texts))
    return [f"copy {table} from stdin;", *rows, "\\."]


def installed() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest version's; None without any."""
    folders = [found for name in ("pg_config", "pg_ctl") if (found := _folder_of(name))]
    folders += sorted(_DEBIAN.glob("*/bin"), key=lambda each: each.parent.name.rjust(4), reverse=True)
    return next((each for each in folders if all((each / name).is_file() for name in PROGRAMS)), None)


def _folder_of(program: str) -> Path | None:
    """Return where a program on the path says, or shows, that the others are."""
    found = shutil.which(program)
    if found is None or program != "pg_config":
        return Path(found).resolve().parent if found else None
    asked = subprocess.run([found, "--bindir"], capture_output=True, text=True, check=False)
    return Path(asked.stdout.strip()) if asked.returncode == 0 else None


@contextmanager
def running_postgres(programs: Path) -> Generator[Postgres]:
    """Run a new, empty server while the block runs."""
    with tempfile.TemporaryDirectory(prefix="threadline-", dir=_parent()) as name:
        folder = Path(name)
        account = _account()
        if account:
            os.chown(folder, account["user"], account["group"])
        run = partial(_run, programs, account, folder)
        run("initdb", "--no-sync", "-A", "trust", "-U", _SUPERUSER, "--locale", "C", "-E", "UTF8")
        options = f"-c listen_addresses= -c fsync=off -c unix_socket_directories='{folder}'"
        try:
            run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", options)
            yield Postgres(programs, folder)
        finally:
            if (folder / "data" / "postmaster.pid").exists():
                run("pg_ctl", "stop", "-w", "-m", "immediate")


def _run(programs: Path, account: dict[str, Any], folder: Path, name: str, *words: str) -> None:
    """Run a program on the data of a folder.

    What it says goes to a file: a server that is started would keep a pipe open.
    """
    said = folder / f"{name}.out"
    with said.open("wb") as output:
        done = subprocess.run(
            [str(programs / name), *words, "-D", str(folder / "data")],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=_environment(),
            timeout=_START_SECONDS,
            check=False,
            **account,
        )
    if done.returncode:
        told = [path.read_text(errors="replace") for path in (said, folder / "log") if path.exists()]
        raise PostgresError(f"{name} ended with {done.returncode}:\n" + "".join(told))


def _environment() -> dict[str, str]:
    """Return this process's environment without what would lead to another server, or to other words."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C", "PGCLIENTENCODING": "UTF8"}


def _account() -> dict[str, Any]:
    """Return whom to run as, as arguments of a subprocess; nothing for one who is not root."""
    if os.geteuid() != 0:
        return {}
    known = {each.pw_name: each for each in pwd.getpwall()}
    account = next(known[name] for name in _ACCOUNTS if name in known)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": ()}


def _parent() -> Path:
    """Return a place for a folder that another account can reach: those of pytest are for one's own eyes."""
    places = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]
    return next(each for each in places if len(str(each)) < _LONGEST_FOLDER and _is_open(each))


def _is_open(folder: Path) -> bool:
    return folder.is_dir() and all(each.stat().st_mode & 0o001 for each in (folder, *folder.parents))
