"""The verbs: one module per noun, one function per use. No HTTP, no SQL, no clock.

Reading order: `conversations` (with `checks` and `intake`), `events`, `feedback`, `queries`, `exports`, `threads`,
`catching_up`, `upkeep`, `keys`, `access`; `moments` and `documents` are what they share.
"""
