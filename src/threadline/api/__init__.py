"""The HTTP face: compatible paths at the root, our own under /v1.

Reading order: `operations` (what there is), `routes` (what each does), `app` (how a request gets there), `context` (one
request, as a route sees it), `decoding`, `unpacking` and `lines` (what came in), `answers` and `repeats` (what goes
out), `edge`, `connections`, `metrics`, `pages`; and what the API says about itself: `openapi`, `docs_page`.
"""
