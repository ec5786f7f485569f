"""What a search takes upon itself: from which numbers on it goes another way, or stops."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchLimits:
    """The numbers of one text index."""

    ranked: int = 10_000
    """Hits that are counted and ranked at most."""

    looked_up: int = 1_000
    """Up to so many hits, their conversations are looked up; of more, those that may count are flagged."""

    words_a_visit: int = 90
    """Messages with a word that can be gone through in the time in which one conversation is looked up."""

    sample: int = 200
    """Messages with a word, by whose row numbers is told how many of a part have it."""

    sampled: int = 1_000
    """Conversations that are read of each side when words are compared: a share is right within three hundredths."""

    few: int = 2_000
    """Up to so many hits, the conversations follow from the hits; of more they are walked through, latest first."""

    walked: int = 32_768
    """Conversations without enough hits, after which all hits are looked at, if they have been counted."""

    stretch: int = 256
    """Conversations that are walked through at first."""

    longest_stretch: int = 8_192
    """Conversations that are walked through at once at most."""

    gap: int = 32
    """Row numbers between two conversations that are read through, because to look anew costs more."""


USUAL_LIMITS = SearchLimits()
