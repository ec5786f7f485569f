"""Who speaks in messages: the roles that chats may have, and those that mean a customer."""

from __future__ import annotations

from dataclasses import dataclass

from threadline.annotators.structural import CUSTOMER_ROLES


@dataclass(frozen=True, slots=True)
class Roles:
    """What the operator decided about roles."""

    chats: str = "strict"
    """`strict`, or `lenient` to accept `developer`, `tool` and `function` in chats."""

    customers: frozenset[str] = CUSTOMER_ROLES
    """In lower case: whose messages `userMessageCount` counts, and who asks in semantic threads."""


USUAL_ROLES = Roles()


def customers_with(names: str) -> frozenset[str]:
    """Return the roles of customers, and some more, which commas separate.

    >>> sorted(customers_with("Member, guest") - CUSTOMER_ROLES)
    ['guest', 'member']
    """
    return CUSTOMER_ROLES | {name.strip().lower() for name in names.split(",") if name.strip()}
