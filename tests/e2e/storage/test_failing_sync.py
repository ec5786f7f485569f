"""A disk that does not confirm what was written to it: nothing is acknowledged then, and nothing is lost before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw
import pytest

from tests.support.product import Answer, Caller, Product, opened, user


class Disk(apsw.VFS):
    """The files of SQLite as they are, of which none can be synced while the disk is broken."""

    def __init__(self) -> None:
        self.beneath = apsw.vfs_names()[0]
        super().__init__("breakable", self.beneath, makedefault=True)
        self.is_broken = False

    def xOpen(self, name: Any, flags: list[int]) -> BreakableFile:  # noqa: N802  # as apsw calls it
        return BreakableFile(self, name, flags)


class BreakableFile(apsw.VFSFile):
    """A file of it."""

    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        super().__init__(disk.beneath, name, flags)
        self.disk = disk

    def xSync(self, flags: int) -> None:  # noqa: N802  # as apsw calls it
        if self.disk.is_broken:
            raise apsw.exception_for(apsw.SQLITE_IOERR_FSYNC)
        super().xSync(flags)


@pytest.fixture
def disk() -> Iterator[Disk]:
    disk = Disk()
    yield disk
    disk.is_broken = False
    disk.unregister()


@dataclass(frozen=True, slots=True)
class Open:
    """A product on that disk."""

    product: Product
    api: Caller

    def log(self, name: str) -> Answer:
        return self.api.post("/conversations", {"id": name, "type": "openai", "messages": [user(name)]})

    def names(self) -> list[str]:
        return sorted(each["id"] for each in self.api.get("/conversations").body["conversations"])


def test_a_write_that_the_disk_does_not_confirm_is_refused_and_the_next_ones_are_stored(
    disk: Disk, tmp_path: Path
) -> None:
    with opened(tmp_path) as product:
        place = Open(product, product.caller())
        assert place.log("before").status == 200
        disk.is_broken = True
        for name in ("lost", "lost too"):
            refused = place.log(name)
            assert (refused.status, refused.headers["retry-after"]) == (503, "1")
            assert "Nothing was stored; try again." in refused.body["detail"]
        assert place.names() == ["before"]
        assert [row["id"] for row in place.api.rows("conversations")] == ["before"]
        assert place.api.post("/v1/search", {"query": "before"}).body["data"]["total"] == 1
        disk.is_broken = False
        assert place.log("after").status == 200
        assert place.log("lost").status == 200
        product.state.records.reader.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert place.names() == ["after", "before", "lost"]
    with opened(tmp_path) as product:
        assert Open(product, product.caller()).names() == ["after", "before", "lost"]


def test_what_was_acknowledged_stays_in_the_log_when_it_cannot_be_brought_into_the_file(
    disk: Disk, tmp_path: Path
) -> None:
    with opened(tmp_path) as product:
        place = Open(product, product.caller())
        assert place.log("before").status == 200
        disk.is_broken = True
        with pytest.raises(apsw.IOError):
            product.state.records.reader.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert place.names() == ["before"]
        disk.is_broken = False
    with opened(tmp_path) as product:
        assert Open(product, product.caller()).names() == ["before"]
