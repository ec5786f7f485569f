"""SQLite, and only here: the system of record, its change log, and the full-text index.

Reading order: `protocol` (what services use, whatever the engine), `store` (an open data folder), `session` (its door),
`writer` (group commit), `migrations`, `connection`, `tables` (the change log and what followers take in among them),
`search` (the text index); and for those who look after a folder, `files` and `write_log`.
"""
