"""What the API says about itself: the parts of the OpenAPI document and of the docs page.

In reading order: `meanings` (what a field of the wire means), `tidy` (schemas in the plainest words), `schemas` (the
components that come from the wire structs), `view_schemas` (those that come from the catalogue), `responses`,
`examples`; and for the page `walk` (ways through a document), `markup`, `tables`, `curl`, `card` (one operation).
`api.openapi` and `api.docs_page` put them together.
"""
