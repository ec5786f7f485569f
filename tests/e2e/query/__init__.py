"""Compiled statements on a real database, held against plain Python."""
