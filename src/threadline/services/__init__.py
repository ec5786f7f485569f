"""The verbs: one module per noun, one function per use. No HTTP, no SQL, no clock.

Reading order: `conversations` (with `intake`), `events`, `feedback`, `asking` (questions), `threads` and `catching_up`
(what follows from what is stored), `importing`, `keeping`, `keys`, `access`; `policy` (what they are told about a
request), `moments` and `documents` are what they share.
"""
