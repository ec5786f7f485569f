"""Rows of answers and of exports, as they are and as tables of other libraries.

In reading order: `columns` (rows become columns with types), `frames` (columns become tables of pandas, Polars and
Arrow), `rows` (an answer to a query), `records` (rows read from the pieces of a file), `downloads` (an export).
"""
