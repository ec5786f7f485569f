"""Values out of data frames go over the wire as Python's own."""

import json
from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]  # it has types, and does not say so
import pytest

from threadline import LogOpenAIConversation, LogOpenAIMessage
from threadline.client.operations import calls


def sent(value: object) -> Any:
    call = calls.log_conversation(
        type="openai", properties={"v": value}, messages=[{"role": "user", "content": "x"}]
    )
    return json.loads(call.body or b"")["properties"]["v"]


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        (np.int64(3), 3),
        (np.uint8(3), 3),
        (np.float64(1.5), 1.5),
        (np.float32(1.5), 1.5),
        (np.bool_(True), True),  # it is the value
        (np.str_("a"), "a"),
        (np.array([1, 2]), [1, 2]),
        (pd.Timestamp("2026-01-01", tz="UTC"), "2026-01-01T00:00:00Z"),
        (pd.NA, None),
        (pd.NaT, None),
        ({"deep": [np.int64(3)]}, {"deep": [3]}),
    ],
)
def test_a_scalar_is_what_python_has(value: object, wire: object) -> None:
    assert sent(value) == wire


def test_a_scalar_in_a_struct_is_what_python_has() -> None:
    said = LogOpenAIMessage(role="user", content="x", properties={"v": np.int64(3)})
    call = calls.log_conversation(LogOpenAIConversation(messages=[said]))
    assert json.loads(call.body or b"")["messages"][0]["properties"] == {"v": 3}


@pytest.mark.parametrize("value", [np.float64("nan"), np.float32("nan"), np.float32("inf")])
def test_a_number_that_json_lacks_is_refused_with_its_place(value: object) -> None:
    with pytest.raises(ValueError, match="at `/properties/v`"):
        sent(value)


@pytest.mark.parametrize("value", [pd.Timestamp("2026-01-01"), np.datetime64("2026-01-01T00:00:00", "ns")])
def test_a_time_without_a_zone_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        sent(value)
