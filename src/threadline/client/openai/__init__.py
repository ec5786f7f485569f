"""Logging for clients of the `openai` package, which is never imported here: its objects are known by their shape.

Reading order: `looking` (fields of objects and dictionaries alike), `messages` (a request's messages in the wire's
form), `identity` (ids that stay the same from turn to turn), `answers` and `responses` (what a completion or a response
says, whole or in pieces), `place` (which conversation a call belongs to), `memory` (what a history does not tell),
`turn` (one call, from question to answer), `shield` (faults in here stay here), `streams` (answers in pieces, noted as
they go by), `wrapping` (what callers use).
"""
