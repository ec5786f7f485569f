"""Examples by operation id, out of `examples.json`: requests that work as they stand, and an answer."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import msgspec

PATH_VALUES = {
    "id": "conv_webhooks",
    "externalId": "4711",
    "table": "conversations_view",
    "view": "conversations",
    "getFeedbackById": "fb_1",
    "deleteFeedbackById": "fb_1",
}
"""A value for each parameter of a path, by its name, or by the operation where it stands for something else."""


class Example(msgspec.Struct, frozen=True):
    """What is sent to an operation, and what comes back."""

    requests: dict[str, Any] = {}
    response: Any = None
    like: str = ""
    """The operation whose requests are this one's too."""


def requests_of(operation_id: str) -> dict[str, Any]:
    """Return the named requests of an operation, as OpenAPI has them; none for an operation without a body."""
    example = _examples().get(operation_id, Example())
    return requests_of(example.like) if example.like else example.requests


def response_of(operation_id: str) -> Any:
    """Return an answer of an operation, or None."""
    return _examples().get(operation_id, Example()).response


def path_value(operation_id: str, name: str) -> str:
    """Return a value for a parameter of a path that fits to the requests."""
    return PATH_VALUES.get(operation_id) or PATH_VALUES[name]


@cache
def _examples() -> dict[str, Example]:
    text = resources.files("threadline.api.openapi").joinpath("examples.json").read_bytes()
    return msgspec.json.decode(text, type=dict[str, Example])
