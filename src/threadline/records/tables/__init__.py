"""The tables of the records: each a module of functions that take a connection.

Reading order: `conversations` (with their messages), `counting` (of customers' messages), `events`, `feedback`,
`projects` (with their keys), `memory` (answers to what may come twice); `changes` (the change log) and `feeds` (what
followers take in); `erasing` (what is to be taken out of every file) and `damaged` (what cannot be read).
"""
