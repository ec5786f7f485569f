"""A call on its way: `transport` (to HTTP and back) and `retries` (what is tried again, and when)."""
