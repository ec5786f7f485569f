"""Which versions of the two databases run."""

from threadline.analytics.inspecting import engine_version
from threadline.records.files.soundness import sqlite_version

__all__ = ["engine_version", "sqlite_version"]
