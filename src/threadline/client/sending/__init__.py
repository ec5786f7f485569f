"""A call on its way.

Reading order: `defaults` (where to, and with which key), `numbers` (of times and tries), `retries` (what is tried
again, and when), `transport` (a call becomes HTTP, and a failure an error), `connections` (through which HTTP client,
in which process).
"""
