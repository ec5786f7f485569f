"""The page at `/docs`: `page`, made of the OpenAPI document.

Its parts, in reading order: `walk` (ways through a document), `markup`, `tables`, `curl`, `card` (one operation).
"""
