"""A new user installs the wheel into an empty environment and follows the README."""

import os
import subprocess
import sys
import venv
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.e2e.test_readme import blocks
from tests.support.server import running_server

ROOT = Path(__file__).parents[3]
SEEN = "import sys, threadline; print(threadline.__file__); print(*(m.split('.')[0] for m in sys.modules))"

MISSING = """
from threadline.client.tables.frames import to_pandas
try:
    to_pandas([])
except ImportError as error:
    print(error)
"""


def run(*command: str | Path, **environment: str) -> str:
    ended = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT.anchor,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def needed(distribution_: Distribution, found: dict[str, Distribution]) -> dict[str, Distribution]:
    """Return all that a distribution needs without its extras, by name."""
    for text in distribution_.requires or ():
        requirement = Requirement(text)
        is_wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        name = canonicalize_name(requirement.name)
        if is_wanted and name not in found:
            found[name] = distribution(name)
            needed(found[name], found)
    return found


def link(distribution_: Distribution, site: Path) -> None:
    """Put an installed distribution into another environment, without a network."""
    for name in {file.parts[0] for file in distribution_.files or () if ".." not in file.parts}:
        source = Path(str(distribution_.locate_file(name)))
        if source.exists() and name != "__pycache__":
            (site / name).symlink_to(source)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the interpreter of an environment that has the wheel, what it says that it needs, and nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("threadline-*.whl")
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    python = folder / "venv" / "bin" / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        wheel,
    )
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (own,) = site.glob("threadline-*.dist-info")
    for each in needed(Distribution.at(own), {}).values():
        link(each, site)
    return python


def test_the_lines_of_the_readme_run_in_a_new_environment(python: Path, tmp_path: Path) -> None:
    (program,) = blocks("python")
    with running_server(tmp_path) as server:
        keys = {"THREADLINE_API_KEY": server.api_key, "THREADLINE_URL": server.url}
        assert run(python, "-c", program, **keys) == "{'properties.plan': 'pro', 'count': 1}\n"


def test_it_is_the_wheel_that_runs_and_it_needs_no_server(python: Path) -> None:
    file, modules = run(python, "-c", SEEN).splitlines()
    assert Path(file).is_relative_to(python.parents[1])
    assert Path(file).with_name("py.typed").exists()
    assert not {"starlette", "duckdb", "apsw", "click", "pandas", "polars", "pyarrow"} & set(modules.split())


def test_the_sdk_without_extras_names_what_is_missing(python: Path) -> None:
    assert "pip install '.[pandas]'" in run(python, "-c", MISSING)
