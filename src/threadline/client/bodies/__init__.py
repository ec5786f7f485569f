"""What goes over the wire: what callers give becomes a body, and what answers say beyond their models is kept.

Reading order: `keywords` (the keywords of calls), `documents` (models and what answers say beyond them), `altered`
(what is not kept as it was given).
"""
