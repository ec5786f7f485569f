"""The last stage: a plan in, statements out. The only place that writes SQL.

Reading order: `emit` (the whole statement), `values`, `times`, `clocks`, `groups`, `page`, `filters`, `folded` (texts
in texts), and inside JSON `paths`, `equality` and `containment`.
"""
