"""Build the wheel, and run a part of the suites on it with the newest and with the lowest versions it allows.

For every Python that the package names and that is on this machine. With `--write`, what was tried goes into
`src/threadline/tried.json`, which `threadline doctor` reads.
"""

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tools import pins

ROOT = Path(__file__).parent.parent
UV = ROOT / ".venv" / "bin" / "uv"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
TRIED = ROOT / "src" / "threadline" / "tried.json"
"""By package, and for Python itself, the lowest and the highest version that was tried."""

EXTRAS = ("server", "mcp")
RESOLUTIONS = ("lowest-direct", "highest")
SUITES = (
    "tests/unit/analytics",
    "tests/unit/query",
    "tests/unit/records",
    "tests/unit/services",
    "tests/e2e/query",
)
"""What leans on the engines and their SQL, and wants no tools of this repository."""

RUNNERS = ("anyio", "hypothesis", "openai", "pytest", "pytest-timeout")


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
    """Return what the package asks for by itself and for serving."""
    extras = PROJECT["optional-dependencies"]
    return [
        Requirement(line)
        for line in (*PROJECT["dependencies"], *(r for each in EXTRAS for r in extras[each]))
    ]


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
    extras = [word for each in EXTRAS for word in ("--extra", each)]
    compiling = ("--quiet", "--no-header", "--python", inside, "--output-file", wanted)
    uv("pip", "compile", *compiling, "--resolution", resolution, *extras, "pyproject.toml")
    uv("pip", "install", "--quiet", "--python", inside, "--requirements", wanted)
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
    options = ("-q", "-p", "no:cacheprovider", "-W", "default", "--basetemp", str(folder / "pytest"))
    command: list[str | Path] = [python, "-m", "pytest", *options, *SUITES]
    ended = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    print("\n".join(ended.stdout.splitlines()[-1 if ended.returncode == 0 else -40 :]), ended.stderr[-2000:])
    return ended.returncode == 0


def spans(tried: list[Mapping[str, str]]) -> dict[str, list[str]]:
    """Return the lowest and the highest version of each package over all environments."""
    names = ["python", *sorted(canonicalize_name(each.name) for each in asked())]
    columns = {name: sorted({each[name] for each in tried}, key=Version) for name in names}
    return {name: [versions[0], versions[-1]] for name, versions in columns.items()}


def main(arguments: list[str]) -> int:
    """Try each Python with each resolution; return 1 when the suites failed in one of them."""
    tried: list[Mapping[str, str]] = []
    failed = 0
    with tempfile.TemporaryDirectory(prefix="threadline-wheel-") as name:
        top = Path(name)
        uv("build", "--quiet", "--wheel", "--no-build-isolation", "--out-dir", top)
        (wheel,) = top.glob("*.whl")
        for version, python in pythons():
            for resolution in RESOLUTIONS:
                folder = top / f"{version}-{resolution}"
                inside = environment(folder, python, resolution, wheel)
                versions = {"python": version, **installed(inside)}
                shown = ", ".join(f"{each.name} {versions[canonicalize_name(each.name)]}" for each in asked())
                print(f"Python {version}, {resolution}: {shown}", flush=True)
                tried.append(versions)
                failed += not passes(inside, folder)
    if not failed and "--write" in arguments:
        TRIED.write_text(f"{json.dumps(spans(tried), indent=2)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
