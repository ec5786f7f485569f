"""Numbered migrations of the records, as SQL files. A file that has been released never changes again."""
