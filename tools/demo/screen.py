"""Say which texts stay out of the demo: coarse language and personal contact data."""

import re

COARSE = re.compile(
    r"""\b(?: \w*fuck\w* | shit\w* | bullshit | bitch\w* | asshole\w* | bastards? | c[u]nt\w* | dicks? | whores?
      | sluts? | fag\w* | retard\w* | nigg\w* | porn\w* | rape[ds]? | piss\w* | wtf\w* | idiot\w* | morons?
      | suicid\w* | nazi\w* | goddamn\w* )\b""",
    re.IGNORECASE | re.VERBOSE,
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b", re.IGNORECASE)
PHONE = re.compile(r"\(\d{3}\) ?\d{3}-\d{4}|\+\d{1,3}[ -]\d[\d -]{6,}\d")


def is_coarse(text: str) -> bool:
    """Return whether a text has a word that does not belong into a demo."""
    return bool(COARSE.search(text))


def has_contact(text: str) -> bool:
    """Return whether a text has what looks like a mail address or a telephone number."""
    return bool(EMAIL.search(text) or PHONE.search(text))


def is_fit(text: str) -> bool:
    """Return whether a text may be shown to anybody."""
    return not is_coarse(text) and not has_contact(text)
