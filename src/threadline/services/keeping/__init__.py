"""Looking after a store, with or without a server on it.

In reading order: `upkeep`, beside requests; `backups` with `packing` and `checksums`; `checkup` with `checkup_records`
and `findings`; `damage`, when an exception tells of it; `machine`, for the memory there is;
`belonging`, whether the files of a folder belong together.
"""
