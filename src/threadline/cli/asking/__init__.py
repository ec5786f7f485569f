"""Commands that ask.

`query` (with `short`: questions by options, and `conditions`: what a person types), `search`, `overviews` (properties
and reports), and `exporting` (all rows of a view).
"""
