"""Questions and hand-written bodies: the compiler makes the same plan of both, whatever is asked."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.asked import asked
from tests.support.bodies import Bodies
from tests.support.examples import examples
from tests.support.zones import ZONES
from threadline.catalog import VIEWS
from threadline.errors import FaultyRequestError
from threadline.query import Limits, Plan, bind, parse, rewrite

Body = dict[str, Any]


def plan_of(body: Body, view: str) -> Plan | None:
    """Return what the compiler makes of a body, or nothing when it refuses it."""
    try:
        return rewrite(bind(parse(body, VIEWS[view]), VIEWS[view], zones=ZONES), Limits())
    except FaultyRequestError:
        return None


def can_be_said(part: Any) -> bool:
    """Return whether the builder has words for a filter: it joins two or more."""
    joined = [each for joint in ("and", "or") for each in part.get(joint, ())]
    is_empty = "condition" not in part and not joined
    return not is_empty and all(map(can_be_said, joined))


@pytest.mark.parametrize("view", VIEWS)
@given(data=st.data())
@settings(max_examples=examples(20), deadline=None)
def test_a_question_compiles_to_the_plan_of_the_body_written_by_hand(view: str, data: st.DataObject) -> None:
    body = data.draw(Bodies(VIEWS[view]).bodies())
    for member in ("where", "having"):
        if member in body and not can_be_said(body[member]):
            del body[member]
    told = asked(body, view).to_dict()
    # The builder asks for the least and the greatest of times as times.
    by_hand = body | {name: told[name] for name in ("timeFormat",) if name in told}
    assert plan_of(told, view) == plan_of(by_hand, view)
