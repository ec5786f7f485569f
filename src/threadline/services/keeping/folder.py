"""A data folder as commands see it: its records, and what is made for one user alone."""

from threadline.records.connection import DamageError, make_private
from threadline.records.store import FILE_NAME, Records, open_records
from threadline.records.tables.projects import Project

__all__ = ["FILE_NAME", "DamageError", "Project", "Records", "make_private", "open_records"]
