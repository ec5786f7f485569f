"""What the SDK does when it is not told: addresses, times, and the two environment variables, read here alone."""

import os

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
        ValueError: it is not an HTTP address.
    """
    url = given or os.environ.get(URL_VARIABLE) or BASE_URL
    if not url.startswith(("http://", "https://")):
        raise ValueError(f"The base URL must start with `http://` or `https://`, not be `{url}`.")
    return url.rstrip("/")


def api_key_or_default(given: str | None) -> str | None:
    """Return the key that was given, else that of the environment, else none."""
    return given or os.environ.get(KEY_VARIABLE) or None
