"""The names of time zones that a body may say.

The database that answers knows them, and is asked beforehand: the compiler opens no file.
"""

from typing import TypeAlias

UTC = "UTC"

Zones: TypeAlias = tuple[str, ...]
"""UTC first, then the others by name."""
