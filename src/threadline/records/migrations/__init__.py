"""Numbered migrations of the records, as SQL files: `migrate` applies them.

A file that has been released never changes again.
"""
