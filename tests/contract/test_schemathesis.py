"""Random requests, those that the document allows and some that it does not: every answer is as declared."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.support.examples import examples
from tests.support.product import Caller, opened
from threadline.api.openapi.document import described

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
CONFIG: dict[str, Any] = {
    "generation": {"deterministic": True, "max-examples": examples(15), "database": "none"}
}
# To think of all boundaries of a query takes minutes, in every worker, before the first test: on long days alone.
if examples(1) == 1:
    CONFIG["operations"] = [
        {"include-path-regex": "quer|search", "phases": {"coverage": {"enabled": False}}},
    ]


@schemathesis.serializer("application/x-ndjson")
def one_json_a_line(_: Any, value: Any) -> bytes:
    """Return the bytes of a body of lines; a generated value that is no text is one line."""
    return value.encode(errors="replace") if isinstance(value, str) else json.dumps(value).encode()


class Stage:
    """An application that is there before the product is: tests are collected first, the folder is opened later."""

    product: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.product(scope, receive, send)


stage = Stage()
contract = schemathesis.openapi.from_dict(described(), config=SchemathesisConfig.from_dict(CONFIG))
contract.app = stage
for_each_operation: Callable[[Callable[..., None]], Callable[..., None]] = contract.parametrize()


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    with opened(tmp_path_factory.mktemp("contract")) as product:
        stage.product = product.client.app
        yield product.caller()


@for_each_operation
def test_every_answer_is_as_the_document_declares(case: schemathesis.Case[Any], caller: Caller) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {caller.key}"}, checks=CHECKS)
