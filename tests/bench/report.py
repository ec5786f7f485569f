"""Figures with the targets beside them, as a table for people or as JSON for machines."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import apsw
import duckdb


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number."""

    name: str
    value: float
    unit: str
    target: float | None = None
    """The most that is good enough; `None` where there is no target."""

    @property
    def is_met(self) -> bool:
        """Whether the target is reached; true when there is none."""
        return self.target is None or self.value <= self.target


def machine() -> dict[str, str]:
    """Return what the figures were measured on."""
    gibibytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": f"{os.cpu_count()} x {_processor()}",
        "memory": f"{gibibytes:.1f} GiB",
        "load": f"{os.getloadavg()[0]:.2f}",
        "python": platform.python_version(),
        "sqlite": apsw.sqlite_lib_version(),
        "duckdb": duckdb.__version__,
    }


def print_report(title: str, figures: Sequence[Figure], *, as_json: bool) -> None:
    """Print figures."""
    if as_json:
        rows = [asdict(figure) | {"is_met": figure.is_met} for figure in figures]
        print(json.dumps({"title": title, "machine": machine(), "figures": rows}, indent=2))
        return
    print(f"\n{title}\n")
    print(", ".join(f"{name} {value}" for name, value in machine().items()), end="\n\n")
    width = max(len(figure.name) for figure in figures)
    print(f"{'':{width}}  {'measured':>10}  {'at most':>8}")
    for figure in figures:
        target = "" if figure.target is None else f"{figure.target:g}"
        verdict = "" if figure.target is None else ("  good" if figure.is_met else "  OVER")
        print(f"{figure.name:{width}}  {_told(figure.value):>10}  {target:>8}  {figure.unit}{verdict}")


def _told(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"  # four digits say enough


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
