"""The HTTP face: compatible paths at the root, our own under /v1.

Reading order: `operations` (what there is), `routes` (what each does), `app` (how a request gets there), `asking`,
`decoding`, `unpacking` and `lines` (what came in), `answers`, `formats` and `problems` (what goes out), `edge`,
`connections`, `desk`, `lanes`, `metrics`, `pages`; and what the API says about itself: `openapi`, `docs_page`.
"""
