"""The face for agents: the Model Context Protocol. Tools ask the HTTP API, as customers do, and size its answers.

Reading order: `gate` (what stands before `/mcp`), `loading` (the
protocol's package is loaded when it is first needed), `streaming` and `stdio` (the two ways in), `serving` (tools,
resources and the prompt as the protocol has them), `tools` (what an agent can do), `asking` (how tools reach the API),
`answers` (what tools give back), `sizing` (how much of it), `teaching` (the query language and a way of working).

`serving`, `streaming` and `stdio` need the package `mcp`; the others do not.
"""
