"""Dialogues of ABCD and issues of GitHub become bodies of `POST /conversations`."""

import json
from pathlib import Path
from typing import Any

from tools.demo import abcd, github

DIALOGUE: dict[str, Any] = {
    "convo_id": 3592,
    "scenario": {
        "personal": {
            "customer_name": "ann",
            "email": "ann9@email.com",
            "phone": "(977) 625-2661",
            "username": "ann9",
            "member_level": "gold",
        },
        "order": {
            "full_address": "6821 1st ave",
            "order_id": "33489",
            "state": "ny",
            "products": "[{'brand': 'acme', 'product_type': 'jeans', 'amount': 94}]",
        },
        "product": {"names": ["acme jeans"], "amounts": [94]},
        "flow": "product_defect",
        "subflow": "return_size",
    },
    "original": [
        ["agent", "Hi! How can I help you?"],
        ["customer", "I am ann9, ann9@email.com, order 33489, call (977) 625-2661"],
        ["action", "Account has been pulled up."],
    ],
}

FORM = """### What happens?\r
\r
It crashes.\r
\r
### OS:\r
\r
Linux\r
\r
### DuckDB Version:\r
\r
0.7.0\r
\r
### Full Name:\r
\r
Ann Example\r
\r
### Affiliation:\r
\r
Example Ltd\r
\r
### Have you tried this on the latest `master` branch?\r
\r
- [X] I agree"""


def issue(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "number": number,
        "title": "It crashes",
        "body": FORM,
        "repository_url": "https://api.github.com/repos/duckdb/duckdb",
        "html_url": f"https://github.com/duckdb/duckdb/issues/{number}",
        "user": {"login": "ann"},
        "assignees": [{"login": "bob"}],
        "labels": [{"id": 1, "name": "bug", "color": "d73a4a", "description": None}],
        "state": "closed",
        "state_reason": "completed",
        "comments": 7,
        "author_association": "NONE",
        "reactions": {"url": "https://api.github.com/x", "total_count": 1, "+1": 1},
        "created_at": "2022-07-20T05:05:40Z",
        "updated_at": "2022-07-24T09:56:02Z",
        "closed_at": "2022-07-24T07:11:07Z",
        **changes,
    }


def bodies(tmp_path: Path, *issues: dict[str, Any]) -> list[dict[str, Any]]:
    page = tmp_path / "page.json"
    page.write_text(json.dumps(issues), encoding="utf-8")
    return github.conversations(page)


def test_a_customers_data_is_named_and_not_shown() -> None:
    body = abcd.conversation(DIALOGUE, abcd.FIRST_START)
    assert body["messages"][1]["content"] == "I am [username], [email], order [order_id], call [phone]"
    assert "6821" not in json.dumps(body)


def test_a_dialogue_keeps_its_actions_and_its_order() -> None:
    body = abcd.conversation(DIALOGUE, abcd.FIRST_START)
    assert [message["role"] for message in body["messages"]] == ["agent", "user", "action"]
    assert body["properties"]["order"] == {
        "state": "ny",
        "products": [{"brand": "acme", "type": "jeans", "amount": 94}],
    }


def test_dialogues_begin_at_times_of_their_own(tmp_path: Path) -> None:
    sample = tmp_path / "sample.json"
    sample.write_text(json.dumps([DIALOGUE, {**DIALOGUE, "convo_id": 2}]), encoding="utf-8")
    first, second = abcd.conversations(sample)
    assert first["createdAt"] < first["updatedAt"] < second["createdAt"]


def test_pull_requests_and_empty_issues_are_left_out(tmp_path: Path) -> None:
    found = bodies(tmp_path, issue(9), issue(3), issue(4, body=None), issue(5, pull_request={"url": "x"}))
    assert [body["externalId"] for body in found] == ["duckdb/duckdb#3", "duckdb/duckdb#9"]


def test_an_issue_is_one_message_of_its_reporter(tmp_path: Path) -> None:
    (body,) = bodies(tmp_path, issue(9))
    (message,) = body["messages"]
    assert (message["role"], message["name"]) == ("user", "ann")
    assert message["content"].startswith("It crashes\n\n### What happens?\n\nIt crashes.")
    assert (body["createdAt"], body["updatedAt"]) == ("2022-07-20T05:05:40.000Z", "2022-07-24T09:56:02.000Z")


def test_the_reporters_name_and_the_tick_boxes_are_left_out(tmp_path: Path) -> None:
    text = json.dumps(bodies(tmp_path, issue(9)))
    assert "Linux" in text
    assert not [word for word in ("Ann Example", "Example Ltd", "I agree") if word in text]


def test_a_name_in_a_list_is_left_out_too() -> None:
    text = "#### Environment\n - OS: Linux\n - Full Name: Ann\n - Affiliation: Example Ltd\n"
    assert github.public_text(text) == "### Environment\n\n- OS: Linux"


def test_nested_properties_hold_what_github_tells(tmp_path: Path) -> None:
    properties = bodies(tmp_path, issue(9))[0]["properties"]
    assert properties["repository"] == {"owner": "duckdb", "name": "duckdb"}
    assert properties["labels"] == [{"name": "bug", "color": "d73a4a"}]
    assert properties["reactions"] == {"total_count": 1, "+1": 1}


def test_the_environment_is_read_from_headings_and_from_lists() -> None:
    assert github.environment(FORM) == {"os": "Linux", "version": "0.7.0"}
    assert github.environment("- OS: Linux\n- DuckDB Client: CLI") == {"os": "Linux", "client": "CLI"}
