"""Logging for clients of the `openai` package, which is never imported here: its objects are known by their shape.

Reading order: `messages` (a request's messages in the wire's form), `reading` (what a completion or a response says,
whole or in pieces), `conversations` (which conversation a call belongs to, and ids that stay the same), `turn` (one
call, from question to answer, with faults that stay here), `wrapping` (what callers use).
"""
