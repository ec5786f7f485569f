"""Threads for queries: `lanes`, so that quick ones never wait behind slow ones, and `turns`, so that keys take turns.

Not for requests that only read or log one thing.
"""
