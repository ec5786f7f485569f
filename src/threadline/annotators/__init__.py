"""A conversation in, semantic threads and their annotations out: pure functions, each with a name and a version.

Reading order: `structural` (question and answer pairs by roles).
"""
