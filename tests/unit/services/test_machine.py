"""How much memory there is: of the machine, and of the container that a server is shut in."""

from __future__ import annotations

from pathlib import Path

import pytest

from threadline.services.keeping.machine import Memory, memory

MEGABYTE = 1 << 20
MACHINE = {"proc/meminfo": "MemTotal: 8388608 kB\nMemFree: 1024 kB\nMemAvailable: 4194304 kB\n"}
WHOLE = Memory(8192 * MEGABYTE, 4096 * MEGABYTE)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, WHOLE),
        ({"sys/fs/cgroup/memory.max": "max\n", "sys/fs/cgroup/memory.current": "5\n"}, WHOLE),
        (
            {
                "sys/fs/cgroup/memory.max": f"{512 * MEGABYTE}\n",
                "sys/fs/cgroup/memory.current": f"{500 * MEGABYTE}\n",
                "sys/fs/cgroup/memory.stat": f"anon 1\ninactive_file {100 * MEGABYTE}\n",
            },
            Memory(512 * MEGABYTE, 112 * MEGABYTE),
        ),
        (
            {
                "proc/self/cgroup": "0::/app/server\n",
                "sys/fs/cgroup/app/server/memory.max": f"{256 * MEGABYTE}\n",
                "sys/fs/cgroup/app/server/memory.current": f"{300 * MEGABYTE}\n",
            },
            Memory(256 * MEGABYTE, 0),
        ),
        (
            {
                "sys/fs/cgroup/memory/memory.limit_in_bytes": f"{1024 * MEGABYTE}\n",
                "sys/fs/cgroup/memory/memory.usage_in_bytes": f"{24 * MEGABYTE}\n",
            },
            Memory(1024 * MEGABYTE, 1000 * MEGABYTE),
        ),
    ],
)
def test_memory_is_what_may_be_used(tmp_path: Path, files: dict[str, str], expected: Memory) -> None:
    for name, content in (MACHINE | files).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    assert memory(tmp_path) == expected
