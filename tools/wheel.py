"""Build the wheel, and run a part of the suites on it with the newest and with the lowest versions it allows.

For every Python that the package names and that is on this machine. With `--write`, and when all
went well, what was tried goes into `src/threadline/tried.json`, which `threadline doctor` reads.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tools import pins

ROOT = Path(__file__).parent.parent
UV = ROOT / ".venv" / "bin" / "uv"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
TRIED = ROOT / "src" / "threadline" / "tried.json"
"""By version of Python and by package, the lowest and the highest version that was tried."""

RESOLUTIONS = ("lowest-direct", "highest")
SUITES = (
    "tests/unit/analytics",
    "tests/unit/client/test_frames.py",
    "tests/unit/records",
    "tests/e2e/api/test_extremes_of_times.py",
    "tests/e2e/api/test_half_requests.py",
    "tests/e2e/api/test_semantic_threads.py",
    "tests/e2e/cli/test_serving.py::test_serving_the_demo_prints_a_key_and_a_question_that_work",
    "tests/e2e/cli/test_tables.py",
    "tests/e2e/query/test_found.py",
    "tests/e2e/query/test_totals.py",
    "tests/e2e/query/test_worked_examples.py",
    "tests/e2e/storage/test_records.py",
    "tests/e2e/mcp/test_tools.py::test_every_way_in_searches_counts_and_reads",
)
"""What leans on the engines, the server, the terminal and the tables of others; without tools of this repository."""

RUNNERS = ("anyio", "hypothesis", "packaging", "pytest", "pytest-timeout", "pytest-xdist")


def pythons() -> Iterator[tuple[str, Path]]:
    """Yield each version of Python that the package names, and where it is on this machine, if it is."""
    prefix = "Programming Language :: Python :: 3."
    for line in PROJECT["classifiers"]:
        if line.startswith(prefix):
            version = f"3.{line.removeprefix(prefix)}"
            yield from ((version, found) for found in _find(version))


def _find(version: str) -> Iterator[Path]:
    """Yield the first interpreter of this version that runs: on the path, or among those of pyenv."""
    on_path = (Path(folder) / f"python{version}" for folder in os.get_exec_path())
    for each in (*on_path, *Path.home().glob(f".pyenv/versions/{version}.*/bin/python")):
        if (
            each.is_file()
            and subprocess.run([each, "-c", ""], capture_output=True, check=False).returncode == 0
        ):
            yield each
            return
    print(f"Python {version} is not on this machine: left out.", file=sys.stderr)


def asked() -> list[Requirement]:
    """Return what the package asks for, by itself and in all its extras, each once."""
    extras = PROJECT["optional-dependencies"].values()
    lines = (*PROJECT["dependencies"], *(line for extra in extras for line in extra))
    return [Requirement(line) for line in dict.fromkeys(lines)]


def uv(*words: str | Path) -> None:
    """Run the installer here.

    Raises:
        subprocess.CalledProcessError: It failed; it has said why.
    """
    subprocess.run([UV, *words], check=True, cwd=ROOT)


def environment(folder: Path, python: Path, resolution: str, wheel: Path) -> Path:
    """Make a fresh environment with the wheel, what it asks for, and the test runners; return its interpreter."""
    uv("venv", "--quiet", "--python", python, folder)
    inside, wanted = folder / "bin" / "python", folder / "wanted.txt"
    compiling = ("--quiet", "--no-header", "--python", inside, "--output-file", wanted)
    uv("pip", "compile", *compiling, "--resolution", resolution, "--all-extras", "pyproject.toml")
    # As pip does: else the first question to a server waits until all of a package is compiled.
    uv("pip", "install", "--quiet", "--compile-bytecode", "--python", inside, "--requirements", wanted)
    uv("pip", "install", "--quiet", "--python", inside, "--no-deps", wheel)
    versions = pins.pinned("dev.txt")
    runners = [f"{name}=={versions[name]}" for name in RUNNERS]
    uv("pip", "install", "--quiet", "--python", inside, "--constraint", wanted, *runners)
    return inside


def installed(python: Path) -> Mapping[str, str]:
    """Return the versions that an environment has, by canonical name."""
    command: list[str | Path] = [UV, "pip", "list", "--format", "json", "--python", python]
    listed = subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout
    return {canonicalize_name(each["name"]): each["version"] for each in json.loads(listed)}


def passes(python: Path, folder: Path) -> bool:
    """Run the suites in an environment; their last lines are printed."""
    options = (
        "-q",
        "-n",
        "2",
        "-p",
        "no:cacheprovider",
        "-W",
        "default",
        "--basetemp",
        str(folder / "pytest"),
    )
    command: list[str | Path] = [python, "-m", "pytest", *options, *SUITES]
    ended = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    print("\n".join(ended.stdout.splitlines()[-1 if ended.returncode == 0 else -40 :]), ended.stderr[-2000:])
    return ended.returncode == 0


def spans(tried: Iterable[Mapping[str, str]]) -> dict[str, dict[str, list[str]]]:
    """Return, by version of Python, the lowest and the highest version of each package."""
    names = sorted(canonicalize_name(each.name) for each in asked())
    found: dict[str, dict[str, list[str]]] = {}
    for versions in tried:
        known = found.setdefault(versions["python"], {})
        for name in names:
            ordered = sorted([*known.get(name, ()), versions[name]], key=Version)
            known[name] = [ordered[0], ordered[-1]]
    return found


def each_environment(top: Path) -> Iterator[tuple[Mapping[str, str], bool]]:
    """Yield the versions of each environment, and whether the suites passed there."""
    uv("build", "--quiet", "--wheel", "--no-build-isolation", "--out-dir", top)
    (wheel,) = top.glob("*.whl")
    for version, python in pythons():
        for resolution in RESOLUTIONS:
            begun = time.monotonic()
            folder = top / f"{version}-{resolution}"
            inside = environment(folder, python, resolution, wheel)
            versions = {"python": version, **installed(inside)}
            shown = ", ".join(f"{each.name} {versions[canonicalize_name(each.name)]}" for each in asked())
            print(f"Python {version}, {resolution}: {shown}", flush=True)
            yield versions, passes(inside, folder)
            print(f"{time.monotonic() - begun:.0f} s with the environment", flush=True)


def main(arguments: list[str]) -> int:
    """Try each Python with each resolution; return 1 when the suites failed in one of them."""
    with tempfile.TemporaryDirectory(prefix="threadline-wheel-") as name:
        outcomes = list(each_environment(Path(name)))
    failed = sum(not passed for _, passed in outcomes)
    print(f"{len(outcomes)} environments, {failed} of them failed")
    if not failed and "--write" in arguments:
        TRIED.write_text(f"{json.dumps(spans(versions for versions, _ in outcomes), indent=2)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
