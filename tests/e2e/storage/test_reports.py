"""The two search reports of the real projection, held against plain Python over the same events."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.examples import examples
from tests.support.searches import Searches, top_search_queries, weekly_search_users
from threadline.analytics.opening import open_projection
from threadline.analytics.projection import Budget, Projection
from threadline.analytics.promotion import LEAST_WISHES

START = 1_767_607_200_000
"""A Monday at ten, in milliseconds."""

PEOPLE: tuple[Any, ...] = (
    "u1",
    "7",
    7,
    7.5,
    True,
    "true",
    "",
    None,
    'x"y',
    "é\\",
    [1],
    "[1]",
    {"a": 1},
    "null",
)
TYPES = ("search_query_submitted", "search_query_response_received", "search_result_clicked", "odd")


@dataclass(frozen=True, slots=True)
class Event:
    """What the reports look at."""

    at: int
    query: str | None
    type: str
    kind: str
    project: str
    user: dict[str, Any] | None

    def row(self, rid: int) -> dict[str, object]:
        """Return the event as the projection takes it in."""
        user = None if self.user is None else json.dumps(self.user, ensure_ascii=False, separators=(",", ":"))
        return {
            "rid": rid,
            "project_id": self.project,
            "created_at": self.at,
            "event_type": self.kind,
            "type": self.type,
            "search_query": self.query,
            "user_properties": user,
        }


EVENTS = st.lists(
    st.builds(
        Event,
        at=st.integers(0, 30).map(lambda step: START + (step % 6) * 2_000 + (step // 6) * 345_600_000),
        query=st.none() | st.text(" aAbÉé", max_size=3),
        type=st.sampled_from((*TYPES[:1] * 3, *TYPES)),
        kind=st.sampled_from(("search", "search", "search", "conversation")),
        project=st.sampled_from(("p1", "p1", "p1", "p2")),
        user=st.none()
        | st.dictionaries(st.sampled_from(("id", "userId")), st.sampled_from(PEOPLE), max_size=2),
    ),
    max_size=25,
)
SEARCHES = st.builds(
    Searches,
    project_id=st.just("p1"),
    after=st.sampled_from((0, START + 1, START + 86_400_000)),
    fold_milliseconds=st.sampled_from((0, 0, 3_000)),
    anonymous=st.sampled_from(("count", "ignore")),
)


@pytest.fixture(scope="module", params=["text", "promoted"])
def projection(request: pytest.FixtureRequest) -> Iterator[Projection]:
    projection = open_projection(None, Budget(memory_bytes=1 << 28, threads=1))
    projection.promote_from_rows = 0
    if request.param == "promoted":
        promote(projection)
    yield projection
    projection.close()


def promote(projection: Projection) -> None:
    """Let the reports read people from columns of their own."""
    person = Event(START, "a", TYPES[0], "search", "p1", {"id": 1, "userId": 1})
    projection.apply("events", gone=(), rows=[json.dumps(person.row(0))])
    searches = Searches(project_id="p1", after=0, fold_milliseconds=0, anonymous="count")
    for _ in range(LEAST_WISHES):
        weekly_search_users(projection, searches)
    projection.promote_wished("events")
    projection.promote_wished("events")
    assert len(projection.promoted_columns("events")) == 2


@settings(
    max_examples=examples(50), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=EVENTS, searches=SEARCHES)
def test_reports_tell_what_counting_by_hand_tells(
    projection: Projection, events: list[Event], searches: Searches
) -> None:
    projection.clear("events")
    rows = [json.dumps(event.row(rid), ensure_ascii=False) for rid, event in enumerate(events)]
    projection.apply("events", gone=(), rows=rows)
    counted = last_of_runs(wanted(events, searches), searches.fold_milliseconds)
    assert top_search_queries(projection, searches) == spelled(counted)
    assert weekly_search_users(projection, searches) == weekly(counted, searches.anonymous)


@pytest.mark.parametrize("fold", [0, 3_000])
@pytest.mark.parametrize("blank", ["", "  ", "\u3000"])
def test_a_blank_search_is_no_text_to_show_and_its_person_has_searched(
    projection: Projection, blank: str, fold: int
) -> None:
    projection.clear("events")
    event = Event(START, blank, TYPES[0], "search", "p1", {"id": "u1"})
    other = replace(event, query="~ found", user={"id": "u2"})
    rows = [json.dumps(each.row(rid)) for rid, each in enumerate([event, other])]
    projection.apply("events", gone=(), rows=rows)
    searches = Searches(project_id="p1", after=0, fold_milliseconds=fold)
    assert top_search_queries(projection, searches) == ([("~ found", 1)], 1)
    assert [people for _, people in weekly_search_users(projection, searches)] == [2]


def wanted(events: list[Event], searches: Searches) -> list[Event]:
    return [
        event
        for event in sorted(events, key=lambda event: event.at)
        if event.project == "p1"
        and event.kind == "search"
        and event.at >= searches.after
        and event.type not in TYPES[1:3]
    ]


def last_of_runs(events: list[Event], fold: int) -> list[Event]:
    """Return the events that typing came to: of each person's runs the last text that no deletion made."""
    if not fold:
        return events
    kept: list[Event] = []
    runs: dict[str, list[Event]] = {}
    for event in events:
        person = person_of(event)
        if person is None:
            kept.append(event)
            continue
        run = runs.setdefault(person, [])
        if run and not goes_on(run[-1], event, within=fold):
            kept.append(reached(run))
            run.clear()
        run.append(event)
    return kept + [reached(run) for run in runs.values()]


def goes_on(event: Event, later: Event, *, within: int) -> bool:
    one, other = folded(event.query), folded(later.query)
    is_related = other.startswith(one) or one.startswith(other) or is_put_right(one, other)
    return one != "" and is_related and later.at - event.at <= within


def is_put_right(one: str, other: str) -> bool:
    """Texts of these tests have three letters at most: one may be wrong, or two have changed places."""
    if min(len(one), len(other)) < 3:
        return False
    wrong = [index for index in range(3) if one[index] != other[index]]
    return len(wrong) == 1 or (
        len(wrong) == 2
        and wrong[1] - wrong[0] == 1
        and one[wrong[0]] == other[wrong[1]]
        and one[wrong[1]] == other[wrong[0]]
    )


def reached(run: list[Event]) -> Event:
    lengths = [len(folded(event.query)) for event in run]
    grown = [index for index in range(len(run)) if not index or lengths[index] >= lengths[index - 1]]
    return run[grown[-1]]


def spelled(events: list[Event]) -> tuple[list[tuple[str, int]], int]:
    """Return the commonest spelling and the count of each text, the last by code point where spellings tie."""
    spellings = Counter(event.query.strip(" ") for event in events if event.query and event.query.strip())
    groups: dict[str, Counter[str]] = {}
    for text, times in spellings.items():
        groups.setdefault(text.lower(), Counter())[text] = times
    ordered = sorted(groups.items(), key=lambda item: (-item[1].total(), item[0]))
    shown = [(max(each, key=lambda text: (each[text], text)), each.total()) for _, each in ordered]
    return shown, len(shown)


def weekly(events: list[Event], anonymous: str) -> list[tuple[str, int]]:
    """Return how many people each week has."""
    people: dict[str, list[str | None]] = {}
    for event in events:
        day = datetime.fromtimestamp(event.at / 1000, UTC).replace(hour=0)
        monday = day - timedelta(days=day.weekday())
        people.setdefault(f"{monday:%Y-%m-%d}T00:00:00.000Z", []).append(person_of(event))
    return [
        (week, len(set(found) - {None}) + (found.count(None) if anonymous == "count" else 0))
        for week, found in sorted(people.items())
    ]


def person_of(event: Event) -> str | None:
    user = event.user or {}
    return text_of(user.get("id")) or text_of(user.get("userId"))


def text_of(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"))


def folded(text: str | None) -> str:
    return (text or "").lstrip(" ").lower()
