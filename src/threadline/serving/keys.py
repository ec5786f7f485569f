"""Who shows a secret. What was looked up is kept; whether it is revoked is not: another process may do that."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from threadline.errors import UnauthenticatedError
from threadline.services import keys

if TYPE_CHECKING:
    from threadline.records.protocol import Reading
    from threadline.services.access import Caller

_MOST_KEPT = 1_000


@dataclass(slots=True)
class KeyCache:
    """Callers by their secrets."""

    _admitted: dict[str, Caller] = field(default_factory=dict)
    _recognised: OrderedDict[str, Caller] = field(default_factory=OrderedDict)

    def admit(self, secret: str, caller: Caller) -> None:
        """Take a secret that is no key for a caller, as long as this process runs."""
        self._admitted[secret] = caller

    def caller(self, reading: Reading, secret: str) -> Caller:
        """Return who shows a secret.

        Raises:
            UnauthenticatedError: nobody issued it, or it is revoked.
        """
        if secret in self._admitted:
            return self._admitted[secret]
        known = self._recognised.get(secret)
        if known is not None and keys.is_valid(reading, known):
            return known
        caller = keys.recognise(reading, secret)
        if caller is None:
            self._recognised.pop(secret, None)
            raise UnauthenticatedError("This key is unknown or revoked.")
        self._recognised[secret] = caller
        if len(self._recognised) > _MOST_KEPT:
            self._recognised.popitem(last=False)
        return caller
