"""The contract: every shape that crosses the wire, as frozen structs. Server, SDK, command line and importers share it.

Reading order: `base` (the three states of an optional field), `messages`, `conversations`, `events`, `feedback`,
`queries`, `drilldown`, `search`, `words`, `bulk`, `problems`.
"""
