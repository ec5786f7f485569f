"""Threads for queries: `lanes`, so that quick ones never wait behind slow ones.

Beside them `turns`, so that keys take turns, and `threads`, which end with the process whatever they do.

Not for requests that only read or log one thing.
"""
