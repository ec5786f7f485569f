"""The OpenAPI document: `document`, made of the table of operations, the wire structs and the catalogue.

Its parts, in reading order: `meanings` (what a field of the wire means), `tidy` (schemas in the plainest words),
`schemas` (components from the wire structs), `view_schemas` (those from the catalogue), `responses`, `examples`.
"""
