"""Print how large our modules, functions and classes are, and fail past a stop.

The stops are those of `docs/style.md`. There is no list of exemptions: a file that grows past its budget is
split along a name that has appeared in it. Complexity, arguments and nesting are ruff's business.
"""

import ast
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULE_LINES = {"src": 400, "tests": 600, "tools": 400}
FUNCTION_LINES = 50
PUBLIC_METHODS = 15
PACKAGE_PARTS = {"src": 16}
"""Modules and packages that a package may have. Tests and tools lie as flat as they like: they are found by the names
of what they test. The root is left out: its parts are those of the layer rule."""

LOOK_AGAIN_PARTS = 12

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Size:
    """How large one thing is, and how large it may be."""

    kind: str
    """`package`, `module`, `function` or `class`."""

    place: str
    """Path and line, for an editor to open."""

    value: int
    stop: int


def functions(path: str, tree: ast.Module) -> Iterator[Size]:
    """Yield every function with its lines, decorators aside and docstring included."""
    for node in ast.walk(tree):
        if isinstance(node, DEFINITIONS):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Size("function", f"{path}:{node.lineno} {node.name}", lines, FUNCTION_LINES)


def classes(path: str, tree: ast.Module) -> Iterator[Size]:
    """Yield every class with the count of its public methods."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            names = [child.name for child in node.body if isinstance(child, DEFINITIONS)]
            public = sum(not name.startswith("_") for name in names)
            yield Size("class", f"{path}:{node.lineno} {node.name}", public, PUBLIC_METHODS)


def sizes(folder: str) -> Iterator[Size]:
    """Yield the sizes of everything under a folder of the project."""
    for file in sorted((ROOT / folder).rglob("*.py")):
        path = file.relative_to(ROOT).as_posix()
        if "node_modules" in path:
            continue
        text = file.read_text(encoding="utf-8")
        tree = ast.parse(text, filename=path)
        yield Size("module", path, len(text.splitlines()), MODULE_LINES[folder])
        yield from functions(path, tree)
        yield from classes(path, tree)


def packages(folder: str) -> Iterator[Size]:
    """Yield every package with the count of its modules and packages, `__init__` aside."""
    if folder not in PACKAGE_PARTS:
        return
    for file in sorted((ROOT / folder).glob("*/*/**/__init__.py")):
        package = file.parent
        modules = sum(1 for each in package.glob("*.py") if each != file)
        inner = sum(1 for _ in package.glob("*/__init__.py"))
        place = package.relative_to(ROOT).as_posix()
        yield Size("package", place, modules + inner, PACKAGE_PARTS[folder])


def row(folder: str, found: Sequence[Size], kind: str) -> str:
    """Return one line of the table: how many, the median, the 95th percentile and the largest."""
    values = sorted(size.value for size in found if size.kind == kind)
    tail = values[int(0.95 * (len(values) - 1))]
    stop = next(size.stop for size in found if size.kind == kind)
    middle = statistics.median_low(values)
    return f"{folder:8}{kind:10}{len(values):>7}{sum(values):>9}{middle:>8}{tail:>6}{values[-1]:>6}{stop:>6}"


def main() -> int:
    """Print the table and everything that is too large; return 1 when something is."""
    print(f"{'':8}{'':10}{'count':>7}{'sum':>9}{'median':>8}{'p95':>6}{'max':>6}{'stop':>6}")
    too_large: list[Size] = []
    for folder in MODULE_LINES:
        found = [*packages(folder), *sizes(folder)]
        for kind in dict.fromkeys(size.kind for size in found):
            print(row(folder, found, kind))
        too_large += [size for size in found if size.value > size.stop]
        for size in found:
            if size.kind == "package" and LOOK_AGAIN_PARTS < size.value <= size.stop:
                print(f"{size.place}: {size.value}, look again")
    for size in too_large:
        print(f"{size.place}: {size.value}, the stop is {size.stop}; split the {size.kind}", file=sys.stderr)
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main())
