"""Headers that all faces read and tell alike: the key, and what a browser may do with an answer."""

from __future__ import annotations

from threadline.errors import UnauthenticatedError

NOTHING_LOADED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
SHIELD = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", NOTHING_LOADED.encode()),
)
"""An answer is what its type says, stands in no frame, and loads nothing; a page may have a policy of its own."""


def secret_of(authorization: str) -> str:
    """Return the secret in an `Authorization` header.

    Raises:
        UnauthenticatedError: there is none.
    """
    scheme, _, secret = authorization.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise UnauthenticatedError("A key is needed: send the header `Authorization: Bearer KEY`.")
    return secret.strip()


def shielded(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer with those that bound what a browser does with it."""
    own = {name for name, _ in headers}
    return [*headers, *(each for each in SHIELD if each[0] not in own)]
