"""One module per noun: a request in, a service called, its answer out. No SQL, no rules of the product."""
