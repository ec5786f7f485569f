"""What the SDK does when it is not told: addresses, times, and the two environment variables, read here alone."""

import os
from urllib.parse import urlsplit

BASE_URL = "http://127.0.0.1:8787"
"""Where `threadline serve` listens unless told otherwise."""

CONNECT_SECONDS = 5.0
READ_SECONDS = 60.0
"""The longest silence of the server; an export may take longer in all."""

MOST_TRIES = 5
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 8.0
RETRY_TOTAL_SECONDS = 60.0

PAGE_ROWS = 100
"""The most that one page of a list holds."""

ROWS_PAGE_ROWS = 1_000
"""Rows of a query that one page holds unless the query says otherwise: the cap of most servers."""

URL_VARIABLE = "THREADLINE_URL"
KEY_VARIABLE = "THREADLINE_API_KEY"


def base_url_or_default(given: str | None) -> str:
    """Return the address that was given, else that of the environment, else that of a server on this machine.

    Raises:
        TypeError: it is no text.
        ValueError: it is not an HTTP address.
    """
    if given is not None:
        return _address(given, "base_url")
    return _address(os.environ.get(URL_VARIABLE, "").strip() or BASE_URL, URL_VARIABLE)


def api_key_or_default(given: str | None) -> str | None:
    """Return the key that was given, else that of the environment, else none; without white space around it.

    A file or a shell easily leaves a line break at the end of a key.

    Raises:
        TypeError: it is no text.
        ValueError: it is empty, or has characters that no header takes. The text does not show it.
    """
    if given is None:
        return _key(os.environ.get(KEY_VARIABLE, ""), KEY_VARIABLE) or None
    key = _key(given, "api_key")
    if not key:
        raise ValueError(f"`api_key` is empty. Leave it out for the key in {KEY_VARIABLE}.")
    return key


def _key(text: object, name: str) -> str:
    if not isinstance(text, str):
        raise TypeError(f"`{name}` must be a text, and is of type `{type(text).__name__}`.")
    key = text.strip()
    for place, character in enumerate(key, start=1):
        if not "!" <= character <= "~":
            raise ValueError(
                f"Character {place} of `{name}` is none that a key has: letters, digits and signs of ASCII alone."
            )
    return key


def _address(text: object, name: str) -> str:
    """Return an address without white space around it, and without slashes at its end."""
    if not isinstance(text, str):
        raise TypeError(
            f"`{name}` must be a text such as `{BASE_URL}`, and is of type `{type(text).__name__}`."
        )
    url = text.strip()
    if not url:
        raise ValueError(
            f"`{name}` is empty. Leave it out for the address in {URL_VARIABLE}, or for {BASE_URL}."
        )
    # Before an `@` there may be a password.
    shown = "it does" if "@" in url else f"`{url}` does"
    if not url.lower().startswith(("http://", "https://")):
        raise ValueError(f"The base URL (`{name}`) must start with `http://` or `https://`; {shown} not.")
    if not _is_whole(url):
        raise ValueError(
            f"The base URL (`{name}`) must have a host, may have a port and a path, and has nothing behind them;"
            f" {shown} not fit."
        )
    return url.rstrip("/")


def _is_whole(url: str) -> bool:
    """Return whether a path can be put behind an address."""
    if not url.isprintable() or any(character in " ?#" for character in url):
        return False
    parts = urlsplit(url)
    try:
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
