"""Search events as widgets send them, letter by letter, in the report on search texts."""

from itertools import accumulate

from tests.support.product import Caller, Product

TYPED = list(accumulate("export csv"))
PUT_RIGHT = ["exp", "expr", "exprt", "expr", "exp", "expo", "export", "export csc", "export csv"]


def search(api: Caller, texts: list[str], *, every: float = 0.2, **fields: object) -> None:
    for number, text in enumerate(texts):
        at = f"2026-11-20T10:00:{number * every:06.3f}Z"
        event = {
            "entityType": "search",
            "type": "search_query_submitted",
            "searchQuery": text,
            "createdAt": at,
        }
        assert api.post("/events", event | fields).status == 200


def top(api: Caller) -> dict[str, int]:
    data = api.get("/query/top-search-queries?after=2026-11-01").body["data"]
    return {each["search_query"]: int(each["count"]) for each in data["result"]}


def test_what_a_widget_sends_letter_by_letter_counts_once(product: Product, api: Caller) -> None:
    web = product.caller("web")
    search(web, TYPED, userProperties={"id": "u1"})
    search(web, PUT_RIGHT, userProperties={"id": "u2"})
    search(web, TYPED)
    assert top(api) == {"export csv": 3}
    assert len(api.rows("events")) == 2 * len(TYPED) + len(PUT_RIGHT)


def test_what_is_deleted_afterwards_was_searched(product: Product, api: Caller) -> None:
    search(product.caller("web"), [*TYPED, *reversed(TYPED[:-1])], userProperties={"id": "u"})
    assert top(api) == {"export csv": 1}


def test_texts_that_are_not_one_another_or_come_late_are_searches_of_their_own(
    product: Product, api: Caller
) -> None:
    web = product.caller("web")
    search(web, ["export csv", "billing", "", "export"], userProperties={"id": "u1"})
    search(web, ["log", "login"], every=6, userProperties={"id": "u2"})
    assert top(api) == {"export csv": 1, "billing": 1, "export": 1, "log": 1, "login": 1}


def test_texts_of_other_keys_count_as_they_are_sent(api: Caller) -> None:
    search(api, ["exp", "export"], userProperties={"id": "u"})
    assert top(api) == {"exp": 1, "export": 1}
