"""Turn the dialogues of the Action-Based Conversations Dataset into bodies of `POST /conversations`.

The sample has no times, and its people are invented by its authors. Messages are put a minute apart, and
what looks like personal data is masked even so: a demo that shows mail addresses teaches the wrong thing.
"""

import ast
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tools.demo.screen import EMAIL, PHONE
from tools.demo.weeks import FIRST_DAY, stamp

ROLES = {"customer": "user", "agent": "agent", "action": "action"}
BETWEEN_MESSAGES = timedelta(minutes=1)
BETWEEN_DIALOGUES = timedelta(days=21, hours=1)
FIRST_START = FIRST_DAY + timedelta(days=14, hours=15)
PRIVATE_KEYS = ("username", "email", "phone", "street_address", "full_address", "order_id")
ORDER_KEYS = ("purchase_date", "payment_method", "packaging", "state")


def conversations(sample: Path) -> list[dict[str, Any]]:
    """Return the bodies of `POST /conversations` for the dialogues of a sample, in order."""
    dialogues = json.loads(sample.read_text(encoding="utf-8"))
    starts = [FIRST_START + BETWEEN_DIALOGUES * place for place in range(len(dialogues))]
    return [conversation(dialogue, start) for dialogue, start in zip(dialogues, starts, strict=True)]


def conversation(dialogue: dict[str, Any], start: datetime) -> dict[str, Any]:
    """Return the body of `POST /conversations` for one dialogue that begins at `start`."""
    name, scenario = f"abcd-{dialogue['convo_id']}", dialogue["scenario"]
    turns = dialogue["original"]
    return {
        "id": f"demo-{name}",
        "externalId": name,
        "type": "support_copilot",
        "createdAt": stamp(start),
        "updatedAt": stamp(start + BETWEEN_MESSAGES * (len(turns) - 1)),
        "properties": properties(scenario),
        "userProperties": {
            "id": name,
            "userId": name,
            "identificationType": "ANONYMOUS",
            "userType": "customer",
            "memberLevel": scenario["personal"]["member_level"],
        },
        "tags": ["abcd", scenario["flow"]],
        "messages": [
            {
                "id": f"demo-{name}-m{place}",
                "createdAt": stamp(start + BETWEEN_MESSAGES * place),
                "updatedAt": stamp(start + BETWEEN_MESSAGES * place),
                "role": ROLES[speaker],
                "content": masked(text, scenario),
            }
            for place, (speaker, text) in enumerate(turns)
        ],
    }


def properties(scenario: dict[str, Any]) -> dict[str, Any]:
    """Return the scenario that the customer was given, without the customer's invented data."""
    order = scenario["order"]
    bought = ast.literal_eval(order.get("products", "[]"))
    return {
        "source": "abcd",
        "language": "en",
        "flow": scenario["flow"],
        "subflow": scenario["subflow"],
        "productNames": scenario["product"]["names"],
        "order": {
            **{key: order[key] for key in ORDER_KEYS if key in order},
            "products": [
                {"brand": one["brand"], "type": one["product_type"], "amount": one["amount"]}
                for one in bought
            ],
        },
    }


def masked(text: str, scenario: dict[str, Any]) -> str:
    """Return a text with the customer's data, and all that looks like such data, named and not shown."""
    given = {**scenario["personal"], **scenario["order"]}
    shown = EMAIL.sub("[email]", PHONE.sub("[phone]", text))
    for key in PRIVATE_KEYS:
        if value := given.get(key):
            shown = shown.replace(value, f"[{key}]")
    return shown
