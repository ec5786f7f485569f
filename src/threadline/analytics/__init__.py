"""DuckDB, and only here: the columnar projection of the four views.

Reading order: `tables` (what is there), `projection` (open, apply changes, run statements), `reports` (the two search
reports).
"""
