"""The HTTP face: compatible paths at the root, our own under /v1 as they come.

Reading order: `operations` (what there is), `routes` (what each does), `app` (how a request gets there), `asking`,
`decoding`, `answers`, `problems`, `edge`, `desk`, `metrics`, `openapi`, `docs_page`.
"""
