"""All conversations, page by page: which page comes next, and what of it is new. Sends nothing."""

from threadline.client.call import Call
from threadline.client.calls import list_conversations
from threadline.wire.conversations import Conversation, Conversations


class Pages:
    """A walk through the list of conversations, newest first.

    Conversations that are logged on the way push the others back, so that a page repeats the end of the one before:
    what came already is left out. Those that are deleted pull others forward, over the edge: they are missed.
    """

    def __init__(self, page_rows: int) -> None:
        """Start before the first page."""
        self._page_rows = page_rows
        self._offset = 0
        self._seen: set[str] = set()
        self.is_done = False

    def call(self) -> Call[Conversations]:
        """Return the call for the next page."""
        return list_conversations(limit=self._page_rows, offset=self._offset)

    def take(self, page: Conversations) -> list[Conversation]:
        """Return what is new on a page, and go on behind it."""
        new = [each for each in page.conversations if each.id not in self._seen]
        self._seen.update(each.id for each in new)
        self._offset += len(page.conversations)
        self.is_done = len(page.conversations) < max(1, page.page_size)
        return new
