"""Rows with every odd shape that JSON properties take, and operands to ask about them."""

from datetime import timedelta
from typing import Any

from tests.support.warehouse import utc

SCALARS: list[Any] = [
    None, True, False, 0, 1, 7, 7.0, -3, 0.5, 1e15, 2**53 - 1, 2**53, 2**53 + 1, 10**20, 1e20, -(10**300),
    "", "7", "7.0", "07", "0.5", "true", "null", "a", "b", "A", "é", "日本", "😀", "\x00", "\x1f\x7f",
    "a\"b", "a'b", "\\u001f", "2026-01-05T00:00:00.000Z", " ", "%", "_", "9007199254740993", "100000000000000000000",
]  # fmt: skip
LISTS: list[Any] = [
    [], [1], [1, 2], [2, 1, 1], [None], ["a", 7, "7"], [[1, 2], [3]], [[1], [2, 3]], [{"a": 1}, {"a": 1, "b": 2}],
    [{"a": [1, {"b": None}]}], ["a"], [True], [7.0], [[]], [{}],
]  # fmt: skip
OBJECTS: list[Any] = [
    {}, {"a": 1}, {"a": 1.0}, {"a": None}, {"b": 2, "a": 1}, {"a": [1, 2]}, {"a": {"b": {"c": 1}}},
    {"a": {"b": {"c": 1, "d": 2}}}, {"a": [{"b": 1}, {"b": 2}]},
    {"0": "zero"}, {"": "empty"}, {"a": "7"}, {"a": [[1], [2]]}, {"true": 1},
]  # fmt: skip
VALUES: list[Any] = [*SCALARS, *LISTS, *OBJECTS]
ODD_KEYS = [
    "a", "", "0", "00", "-", "a.b", "a/b", "~", "~1", "~0", "*", "**", "$", "$.a", "a[0]", "[0]", '"', "'", "\\", "#",
    " ", "é", "😀", "\x00", "a\nb", "\x1f", "\\u0041", "/", "//", "null", "18446744073709551616", "\uff21", "{}", "?",
    "%", ";--",
]  # fmt: skip
START = utc(2026, 1, 4, 22, 30)


def conversations() -> list[dict[str, Any]]:
    """Return one conversation per value, which it has at `properties.v` and as `userProperties`, and some without."""
    holders: list[dict[str, Any] | None] = []
    holders += [{"v": value, "list": [value]} for value in VALUES] + [{}]
    holders.append(None)
    return [
        {
            "id": f"c{index:03}",
            "userMessageCount": index % 5,
            "organizationId": "o1",
            "integrationId": None if index % 3 else f"i{index % 2}",
            "firstMessageTime": START + timedelta(hours=7 * index, milliseconds=index),
            "type": [None, "openai", "support_ticket", "support_copilot"][index % 4],
            "properties": properties,
            "userProperties": VALUES[index]
            if index < len(VALUES) and isinstance(VALUES[index], dict | list)
            else properties,
        }
        for index, properties in enumerate(holders)
    ]
