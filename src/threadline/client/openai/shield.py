"""Between a turn and the program that is logged: whatever goes wrong in here, the program goes on."""

import logging
from collections.abc import Callable

from threadline.client.openai.turn import Turn

_log = logging.getLogger("threadline.openai")


class Shield:
    """A turn whose faults stay here."""

    def __init__(self, begin: Callable[[], Turn]) -> None:
        """Begin a turn, or do without one."""
        self._turn: Turn | None = None
        self._try(lambda: setattr(self, "_turn", begin()))

    def take(self, answer: object) -> None:
        """Log a whole answer."""
        if self._turn is not None:
            turn = self._turn
            self._try(lambda: turn.take(answer))

    def add(self, piece: object) -> None:
        """Note a piece."""
        if self._turn is not None:
            turn = self._turn
            self._try(lambda: turn.reader.add(piece))

    def finish(self, error: BaseException | None) -> None:
        """Log what there is."""
        if self._turn is not None:
            turn = self._turn
            self._try(lambda: turn.finish(error))

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Exception:  # noqa: BLE001  # logging never stops the program that logs
            self._turn = None
            _log.warning("A call of a model could not be logged.", exc_info=True)
