"""Commands that ask.

`query` (with `short`: questions by options, made of `conditions`, `keys` and `parts`), `search`, `words`,
`overviews` (properties and reports), and `exporting` (all rows of a view); `bodies` reads JSON that a person gives.
"""
