"""A warehouse with rows of every odd shape."""

import pytest

from tests.e2e.query.documents import conversations
from tests.support.warehouse import Warehouse


@pytest.fixture(scope="session")
def odd_warehouse() -> Warehouse:
    warehouse = Warehouse()
    warehouse.add("conversations", conversations())
    warehouse.add(
        "conversations", [{**row, "id": f"other-{row['id']}"} for row in conversations()], project_id="p2"
    )
    return warehouse
