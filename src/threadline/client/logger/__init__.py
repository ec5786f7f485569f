"""The logger: log calls that wait for nothing, and a thread that brings them to the server.

Reading order: `entry` (what is logged, as JSON, with an id), `inbox` (where callers leave it), `backlog` (what is not
sent yet, in memory), `segment` and `spool` (the same on disk), `poster` (entries become requests, and answers
verdicts), `worker` (the thread that decides), `lifetime` (the end of the process, and its forks), `logger` (what
callers see).
"""
