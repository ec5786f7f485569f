"""One module per noun: a request in, a service called, its answer out. No SQL, no rules of the product.

In the order of the contract: `conversations`, `events`, `feedback`, `queries`; then our own: `search`, `bulk`.
"""
