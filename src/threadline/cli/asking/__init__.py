"""Commands that ask.

`query` (with `short`: questions by options, and `conditions`: what a person types), `search`, and `overviews`
(properties and reports).
"""
