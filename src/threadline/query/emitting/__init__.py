"""The last stage: a plan in, statements out. With the engine's dialect, the only place that writes SQL.

Reading order: `dialect` (what each engine writes in its own way), `emit` (the whole statement), `context` (what it is
written for, and values in JSON), `values`, `groups`, `page`, `filters`, `equality` and `containment` (claims about
JSON), `properties`, `reports`.
"""
