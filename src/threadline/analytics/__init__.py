"""DuckDB, and only here: the columnar projection of the four views.

Reading order: `tables` (what is there), `projection` (apply changes, run statements), `opening` (also
anew), `standing` (whether the open file is of use), `connecting` (what a connection may do) and `faults` (what an
error says about the file), `interrupts` (statements are ended), `promotion`, `foresight` and `key_counts` (what makes
questions quick), `reports` (the two search reports), `membership` (which conversations a filter lets through),
`zones` (their names), `clocks` (when clocks of a zone change), `reading` and `parquet` (rows for a file), and
`inspecting` from outside.
"""

FILE_NAME = "analytics.duckdb"
"""Here for those who need the name of the file, and not what is in it."""
