"""DuckDB, and only here: the columnar projection of the four views.

Reading order: `tables` (what is there), `projection` (open, apply changes, run statements), `promotion` and
`key_counts` (what makes questions quick), `reports` (the two search reports).
"""
