"""The query language told to a model: `guide`, `examples`, `schemas`, and a way of working in `prompts`."""
