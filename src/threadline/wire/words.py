"""The words of some conversations: an extension of the contract."""

from typing import Annotated, Literal

from msgspec import Meta

from threadline.wire.base import UNSET, UnsetType, Wire
from threadline.wire.queries import Filter


class WordsFields(Wire, frozen=True, kw_only=True):
    """What of a question for words has one shape on both sides; the server reads the filter by hand."""

    limit: Annotated[int, Meta(ge=1, le=100)] = 20


class AskForWords(WordsFields, frozen=True, kw_only=True):
    """A question for the words that some conversations have more often than others."""

    where: Filter | UnsetType = UNSET
    """Which conversations: a filter of the view of conversations. It is required."""


class FrequentWord(Wire, frozen=True, kw_only=True):
    """A word that is more frequent than usual."""

    word: str
    """As a search compares it: in small letters, without accents."""
    share: float
    """The share of the conversations chosen that have it."""
    usual_share: float
    """The share of all conversations that have it."""


class WordsData(Wire, frozen=True, kw_only=True):
    """The words, the most telling first."""

    result: list[FrequentWord]
    conversations: int
    """How many conversations the filter chooses."""
    conversations_read: int
    """How many of them were read: all, or an even sample of the many."""
    count: int


class WordsAnswer(Wire, frozen=True, kw_only=True):
    """The words that some conversations have more often than others."""

    status: Literal["ok"]
    data: WordsData
