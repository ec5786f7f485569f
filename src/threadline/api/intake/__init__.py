"""Logged bodies, from bytes to wire structs: nothing that was meant is lost in silence.

Reading order: `bodies`, `names` (what is unknown), `messages` (of chats and tickets, as providers write them), `parts`
(of a message), `calls` (of tools) and `members` (how many there may be).
"""
