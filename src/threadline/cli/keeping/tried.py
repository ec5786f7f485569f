"""Which versions this release was tried with, and what is installed and was not.

`tried.json` has, by version of Python and by package, the lowest and the highest version that the suites ran with;
what lies between them counts as tried. `make test-wheel WRITE=1` writes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Spans = Mapping[str, tuple[str, str]]
    """The lowest and the highest version by package."""

_FILE = "tried.json"


@dataclass(frozen=True, slots=True)
class Untried:
    """A version that is installed, and that this release was not tried with."""

    name: str
    version: str
    lowest: str
    highest: str

    def __str__(self) -> str:
        """Return it beside those that were tried."""
        was = f"{self.lowest} was" if self.lowest == self.highest else f"{self.lowest} to {self.highest} were"
        return f"{self.name} {self.version} ({was})"


def tried() -> Mapping[str, Spans]:
    """Return what this release was tried with, by version of Python."""
    content = resources.files("threadline").joinpath(_FILE).read_bytes()
    return msgspec.json.decode(content, type=dict[str, dict[str, tuple[str, str]]])


def installed(names: Iterable[str]) -> dict[str, str]:
    """Return the versions of those packages that are installed."""
    return dict(_installed(names))


def _installed(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue


def untried(python: str, packages: Mapping[str, str], known: Mapping[str, Spans]) -> Iterator[Untried]:
    """Yield what was not tried: Python first, then packages.

    Args:
        python: the version that runs, such as `3.13.1`; its first two numbers count.
        packages: versions by package; those that nobody tried anywhere are none of ours.
        known: what was tried. A Python that is not there is measured by what was tried with any.
    """
    minor = ".".join(python.split(".")[:2])
    if minor not in known:
        yield Untried("Python", minor, *_ends(known))
    spans = known.get(minor) or _over_all(known.values())
    for name, there in packages.items():
        if name in spans and not _numbers(spans[name][0]) <= _numbers(there) <= _numbers(spans[name][1]):
            yield Untried(name, there, *spans[name])


def _over_all(known: Iterable[Spans]) -> Spans:
    found = dict[str, list[str]]()
    for spans in known:
        for name, span in spans.items():
            found.setdefault(name, []).extend(span)
    return {name: _ends(versions) for name, versions in found.items()}


def _ends(versions: Iterable[str]) -> tuple[str, str]:
    """Return the lowest and the highest of some versions."""
    ordered = sorted(versions, key=_numbers)
    return ordered[0], ordered[-1]


def _numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of a version; noughts at its end say nothing.

    >>> _numbers("3.54.1.0") == _numbers("3.54.1") < _numbers("3.54.1.post1") < _numbers("3.100")
    True
    """
    numbers = [int(each) for each in re.findall(r"\d+", text)]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
