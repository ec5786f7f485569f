"""Looking after a store: `upkeep` beside requests, `backups`, and `checkup` with `checkup_records` and `findings`."""
