"""Check, without a network, that the pinned requirements are those that the project asks for.

Every requirement of `pyproject.toml` and `requirements/*.in` is pinned in the matching file, at a version
that satisfies it and with a hash; and no pinned file names an index, a host or a path of one machine.
Whether a newer version exists is the business of `make lock`.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)[^\n]*\\\n\s+--hash=", re.MULTILINE)
PLACE = re.compile(r"://|^\s*--(?:index|extra-index|find-links|trusted-host)|^-[if]\b| @ |^/", re.MULTILINE)


def asked_in_project() -> Iterator[Requirement]:
    """Yield what the package itself asks for, and what its extras for serving do."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    for line in (*project["dependencies"], *extras["server"], *extras["mcp"]):
        yield Requirement(line)


def asked_in(name: str) -> Iterator[Requirement]:
    """Yield what a file of `requirements/` asks for, and the files that it includes."""
    for raw in (ROOT / "requirements" / name).read_text().splitlines():
        line = raw.partition("#")[0].strip()
        if line.startswith("-r "):
            yield from asked_in(line.removeprefix("-r ").strip())
        elif line:
            yield Requirement(line)


def pinned(name: str) -> dict[str, str]:
    """Return the versions that a file of `requirements/` pins, by canonical name."""
    text = (ROOT / "requirements" / name).read_text()
    return {canonicalize_name(match["name"]): match["version"] for match in PINNED.finditer(text)}


def faults(name: str, asked: list[Requirement]) -> Iterator[str]:
    """Yield a sentence for everything that is wrong with one pinned file."""
    versions = pinned(name)
    for requirement in asked:
        version = versions.get(canonicalize_name(requirement.name))
        if version is None:
            yield f"{name}: `{requirement.name}` is not pinned with a hash"
        elif not requirement.specifier.contains(version, prereleases=True):
            yield f"{name}: `{requirement.name}=={version}` does not satisfy `{requirement}`"
    text = (ROOT / "requirements" / name).read_text()
    for match in PLACE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield f"{name}:{line}: names a place (`{match[0].strip()}`); pins hold on every machine"


def differences() -> Iterator[str]:
    """Yield a sentence for every package that is served with another version than the tests run with."""
    tested = pinned("dev.txt")
    for name, version in pinned("server.txt").items():
        if tested.get(name) != version:
            yield f"server.txt: `{name}=={version}`, but the tests run with {tested.get(name, 'none')}"


def main() -> int:
    """Print every fault; return 1 when there is one."""
    project = list(asked_in_project())
    found = [
        *faults("uv.txt", list(asked_in("uv.in"))),
        *faults("server.txt", [*project, *asked_in("build.in")]),
        *faults("dev.txt", [*project, *asked_in("dev.in")]),
        *differences(),
    ]
    for fault in found:
        print(fault, file=sys.stderr)
    if found:
        print("`make lock` pins anew.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
