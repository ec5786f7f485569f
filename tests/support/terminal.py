"""Commands at a terminal of a certain width, as a person sees them."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import termios
from contextlib import suppress
from pathlib import Path

from tests.support.server import THREADLINE


def seen(*words: str | Path, columns: int = 80, **environment: str) -> tuple[int, str]:
    """Return the exit code of a command and everything that a terminal showed of it."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    plain = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "NO_COLOR", "TERM"}}
    command = [THREADLINE, *map(str, words)]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=plain | {"TERM": "xterm"} | environment
    ) as process:
        os.close(theirs)
        shown = bytearray()
        # A terminal whose last writer has gone ends with an error.
        with suppress(OSError):
            while piece := os.read(ours, 1 << 16):
                shown += piece
        code = process.wait()
    os.close(ours)
    return code, shown.decode().replace("\r\n", "\n")
