"""Which versions were tried, as the wheel has it, and what is told apart from them."""

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from threadline.cli.keeping.tried import installed, tried, untried

PROJECT = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())["project"]
ASKED = [
    Requirement(line)
    for lines in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for line in lines
]
KNOWN = {
    "3.11": {"duckdb": ("2.0.0", "2.0.1"), "apsw": ("3.54.0.0", "3.54.1.0")},
    "3.13": {"duckdb": ("2.0.1", "2.0.3"), "apsw": ("3.54.0.0", "3.54.1.0")},
}


def told(python: str, **packages: str) -> list[str]:
    return [str(each) for each in untried(python, packages, KNOWN)]


@pytest.mark.parametrize("version", ["2.0.0", "2.0.1", "2.0.0.1"])
def test_what_lies_between_the_ends_was_tried(version: str) -> None:
    assert told("3.11.7", duckdb=version, apsw="3.54.1", another="7") == []


@pytest.mark.parametrize("version", ["2.0.2", "1.9.9", "2.0.1.dev5", "2.0.10"])
def test_what_lies_outside_was_not(version: str) -> None:
    assert told("3.11.7", duckdb=version) == [f"duckdb {version} (2.0.0 to 2.0.1 were)"]


def test_a_package_is_measured_by_the_python_that_runs() -> None:
    assert told("3.13.0", duckdb="2.0.0") == ["duckdb 2.0.0 (2.0.1 to 2.0.3 were)"]


def test_another_python_is_named_and_packages_are_measured_by_all() -> None:
    assert told("3.14.2", duckdb="2.0.2") == ["Python 3.14 (3.11 to 3.13 were)"]
    assert told("3.9.1", duckdb="2.0.4")[1:] == ["duckdb 2.0.4 (2.0.0 to 2.0.3 were)"]


def test_what_is_not_installed_is_left_out() -> None:
    assert list(installed(["no-such-package", "msgspec"])) == ["msgspec"]


def test_each_python_and_each_package_that_is_named_was_tried() -> None:
    prefix = "Programming Language :: Python :: 3."
    pythons = [f"3.{each.removeprefix(prefix)}" for each in PROJECT["classifiers"] if each.startswith(prefix)]
    names = {canonicalize_name(each.name) for each in ASKED}
    assert {python: set(spans) for python, spans in tried().items()} == dict.fromkeys(pythons, names)


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_a_range_begins_where_it_was_tried_and_has_an_end(asked: Requirement) -> None:
    (lowest,) = [Version(each.version) for each in asked.specifier if each.operator == ">="]
    assert [each for each in asked.specifier if each.operator == "<"]
    for spans in tried().values():
        ends = spans[canonicalize_name(asked.name)]
        assert Version(ends[0]) == lowest
        assert all(asked.specifier.contains(each) for each in ends)
