"""A conversation in, semantic threads and their annotations out: pure functions, each with a name and a version.

Reading order: `structural` (question and answer pairs by roles).
"""

CUSTOMER_ROLES = frozenset(
    {"user", "customer", "end-user", "end_user", "requester", "client", "visitor", "contact", "lead"}
)
"""In lower case: roles of those who ask. An operator may name more."""
