"""Programs that log, as processes of their own: to be killed, to fork, and to end on their own."""

import os
import subprocess
import sys
from collections.abc import Mapping

PATIENCE_SECONDS = 120


def start(program: str, environment: Mapping[str, str], *arguments: str) -> subprocess.Popen[str]:
    """Start a program, with pipes to and from it."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", program, *arguments],
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(program: str, environment: Mapping[str, str], *arguments: str) -> tuple[int, str, str]:
    """Run a program to its end; return its status, and what it wrote to stdout and stderr."""
    with start(program, environment, *arguments) as process:
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
    return process.returncode, out, err
