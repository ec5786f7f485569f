"""Turn a page of GitHub's REST issues into bodies of `POST /conversations`.

The page has the issues and not their comments: a conversation is what the reporter wrote, and how many
comments followed is a property. Pull requests, which the same endpoint lists, are left out.
"""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from tools.demo.pages import link_type, links
from tools.demo.screen import is_fit
from tools.demo.weeks import stamp

HEADING = re.compile(r"^#{2,4} +(?P<title>[^\n]+?):? *$", re.MULTILINE)
PERSONAL = frozenset(("full name", "affiliation", "identity disclosure"))
FORMALITIES = re.compile(r"^(?:have you tried|before submitting)", re.IGNORECASE)
PERSONAL_LINE = re.compile(r"^ *[-*] *\**(?:full name|affiliation)\b[^\n]*\n?", re.IGNORECASE | re.MULTILINE)
ENVIRONMENT = {"os": "os", "duckdb version": "version", "duckdb client": "client"}
LISTED = re.compile(
    r"^ *[-*] *\**(?P<title>OS|DuckDB Version|DuckDB Client)\**:? *(?P<value>\S[^\n]*)$", re.MULTILINE
)


def conversations(page: Path) -> list[dict[str, Any]]:
    """Return the bodies of `POST /conversations` for the issues of a page that have a text, oldest first."""
    issues = json.loads(page.read_text(encoding="utf-8"))
    kept = [issue for issue in issues if "pull_request" not in issue and issue["body"]]
    bodies = [conversation(issue) for issue in sorted(kept, key=lambda issue: int(issue["number"]))]
    return [body for body in bodies if is_fit(body["messages"][0]["content"])]


def conversation(issue: dict[str, Any]) -> dict[str, Any]:
    """Return the body of `POST /conversations` for one issue."""
    *_, owner, name = issue["repository_url"].split("/")
    key = f"github-{owner}-{name}-{issue['number']}"
    created = stamp(datetime.fromisoformat(issue["created_at"]))
    assignees = [person["login"] for person in issue["assignees"]]
    return {
        "id": f"demo-{key}",
        "externalId": f"{owner}/{name}#{issue['number']}",
        "externalUrl": issue["html_url"],
        "type": "support_ticket",
        "createdAt": created,
        "updatedAt": stamp(datetime.fromisoformat(issue["updated_at"])),
        "properties": {"source": "github", "repository": {"owner": owner, "name": name}, **properties(issue)},
        "userProperties": {
            "id": issue["user"]["login"],
            "identificationType": "ID_PROVIDED",
            "userType": issue["author_association"],
            **({"supportAgentName": assignees[0]} if assignees else {}),
        },
        "tags": ["github", name, *(label["name"] for label in issue["labels"])],
        "messages": [message(issue, f"demo-{key}-m0", created)],
    }


def properties(issue: dict[str, Any]) -> dict[str, Any]:
    """Return what GitHub tells about an issue, and the environment that its reporter gives."""
    reactions = issue["reactions"]
    return {
        "number": issue["number"],
        "title": issue["title"],
        "state": issue["state"],
        "stateReason": issue["state_reason"],
        "closedAt": issue["closed_at"],
        "comments": issue["comments"],
        "labels": [{"name": label["name"], "color": label["color"]} for label in issue["labels"]],
        "assignees": [person["login"] for person in issue["assignees"]],
        "authorAssociation": issue["author_association"],
        "reactions": {name: count for name, count in reactions.items() if name != "url"},
        "environment": environment(issue["body"]),
    }


def message(issue: dict[str, Any], identifier: str, created: str) -> dict[str, Any]:
    """Return the title and the text of an issue as the reporter's message."""
    content = f"{issue['title']}\n\n{public_text(issue['body'])}"
    pages = links(content)
    return {
        "id": identifier,
        "externalUrl": issue["html_url"],
        "createdAt": created,
        "updatedAt": created,
        "role": "user",
        "name": issue["user"]["login"],
        "content": content,
        **({"links": [{"url": url, "type": link_type(url)} for url in pages]} if pages else {}),
    }


def sections(body: str) -> list[tuple[str, str]]:
    """Return the headed parts of a text, with their headings; what comes before the first has none.

    >>> sections("Hello" + chr(10) + "### OS:" + chr(10) + "Linux")
    [('', 'Hello'), ('OS', 'Linux')]
    """
    text = body.replace("\r\n", "\n")
    found = list(HEADING.finditer(text))
    ends = [heading.start() for heading in found] + [len(text)]
    parts = [
        (heading["title"], text[heading.end() : end]) for heading, end in zip(found, ends[1:], strict=True)
    ]
    return [(title, part.strip()) for title, part in [("", text[: ends[0]]), *parts] if title or part.strip()]


def public_text(body: str) -> str:
    """Return a text without the parts of the form that name the reporter or tick boxes."""
    kept = [
        f"### {title}\n\n{PERSONAL_LINE.sub('', part)}" if title else part
        for title, part in sections(body)
        if title.lower() not in PERSONAL and not FORMALITIES.match(title)
    ]
    return "\n\n".join(kept).strip()


def environment(body: str) -> dict[str, str]:
    """Return the operating system, version and client that the form asks for, where they are given."""
    headed = [(title.lower(), part) for title, part in sections(body)]
    listed = [
        (found["title"].lower(), found["value"]) for found in LISTED.finditer(body.replace("\r\n", "\n"))
    ]
    return {
        ENVIRONMENT[title]: value.strip()
        for title, value in [*headed, *listed]
        if title in ENVIRONMENT and value
    }
