"""The page at /docs."""


def page() -> str:
    """Return the page."""
    return "<!doctype html><title>Threadline API</title>"
