"""SQLite, and only here: the system of record, its change log, and the full-text index.

Reading order: `protocol` (what services use, whatever the engine), `store` (an open data folder), `session` (its door),
`writer` (group commit), `migrations`, `connection`, then the tables:
`conversations`, `events`, `feedback`, `projects`, `memory`; `changes` and `feeds` (what the projection takes in),
`search` (the text index); and for those who look after a folder, `files`, `damaged` and `write_log`.
"""
