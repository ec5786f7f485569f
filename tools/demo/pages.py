"""Find the pages and the code that a text points at or shows."""

import re
from urllib.parse import urlsplit

URL = re.compile(r"https?://[^\s<>\"'`|)\]}\\]+[^\s<>\"'`|)\]}\\.,;:!?*]")
FENCE = re.compile(r"^ {0,3}```", re.MULTILINE)
ISSUE = re.compile(r"https://github\.com/[^/]+/[^/]+/(?:issues|pull)/\d+")
QUESTION = re.compile(r"https?://stackoverflow\.com/questions/")
DOCUMENTATION_HOSTS = frozenset(
    ("doc.rust-lang.org", "docs.rs", "duckdb.org", "serde.rs", "www.mediawiki.org")
)
PASTE_HOSTS = frozenset(
    (
        "bpaste.net",
        "clbin.com",
        "dpaste.de",
        "dpaste.org",
        "framabin.org",
        "gist.github.com",
        "paste.debian.net",
        "paste.pound-python.org",
        "pastebin.com",
        "play.rust-lang.org",
        "ptpb.pw",
        "rafb.net",
        "rust.godbolt.org",
    )
)


def links(text: str) -> list[str]:
    """Return the addresses of the pages that a text points at, in order, each once."""
    return list(dict.fromkeys(url for url in URL.findall(text) if host(url)))


def without_links(text: str) -> str:
    """Return the words of a text alone."""
    return URL.sub("", text)


def host(url: str) -> str:
    """Return the host of an address in lower case; empty if it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def is_paste(url: str) -> bool:
    """Return whether an address is that of shared code."""
    return host(url) in PASTE_HOSTS


def shows_code(text: str) -> bool:
    """Return whether a text holds a block of code, or links to shared code."""
    return bool(FENCE.search(text)) or any(is_paste(url) for url in links(text))


def link_type(url: str) -> str:
    """Return the kind of page, in the words of the API's links.

    >>> link_type("https://github.com/rust-lang/rust/issues/46043"), link_type("https://docs.rs/serde")
    ('github_issue', 'documentation')
    """
    if ISSUE.match(url):
        return "github_issue"
    if QUESTION.match(url):
        return "stackoverflow_question"
    return "documentation" if host(url) in DOCUMENTATION_HOSTS else "site"
