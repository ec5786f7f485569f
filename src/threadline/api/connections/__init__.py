"""Connections within bounds: what a stranger may send before a key is looked at, how long, and how often at once.

In reading order: bounds (of one and of all) · crowd (all that are open) · connection (one, around uvicorn's own).
"""
